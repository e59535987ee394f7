// What a command answers: done with a value, or refused by a rule with a stable code. Faults of the world are thrown
// instead (see `Fault`), because the caller cannot decide anything about them.

export type Ok<T> = { readonly ok: true; readonly value: T }
export type Refused<R> = { readonly ok: false; readonly refusal: R }
export type Outcome<T, R> = Ok<T> | Refused<R>

/** A rule said no: `code` is `module.condition`, `message` is for people and holds no secrets. */
export type Refusal = { readonly code: string; readonly message: string }

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value }
}

export function refused<R>(refusal: R): Refused<R> {
  return { ok: false, refusal }
}

/** The world failed: a file, the network, the database. `code` is `module.condition`; `message` names what, where and which value. */
export class Fault extends Error {
  override name = 'Fault'
  readonly code: string
  readonly retryable: boolean

  constructor(code: string, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
  }
}

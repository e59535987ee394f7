// One request to somebody outside, bounded in time and size.

import { Fault } from '../../kernel/index.ts'

export type OutsideRequest = {
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Of the answer; more is none that the protocol knows. */
  readonly bytesMax: number
  readonly secondsMax: number
}

export type OutsideAnswer = { readonly status: number; readonly body: Uint8Array }

/** Throws `Fault` 'evidence.anchor_unreachable', retryable. */
export async function askOutsider(
  name: string,
  url: string,
  { method, headers = {}, body, bytesMax, secondsMax }: OutsideRequest,
  stopping: AbortSignal,
): Promise<OutsideAnswer> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      body: body === undefined ? null : Uint8Array.from(body),
      redirect: 'error',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(secondsMax * 1_000)]),
    })
    return { status: response.status, body: await bounded(name, response, bytesMax) }
  } catch (error) {
    if (error instanceof Fault) throw error
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    throw unreachable(name, isLate ? `not within ${secondsMax} seconds` : 'no connection', error)
  }
}

/** Reads no further than the bound: an outsider must not fill our memory. */
async function bounded(name: string, { body }: Response, bytesMax: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body ?? []) {
    length += part.length
    if (length > bytesMax) throw unreachable(name, `more than ${bytesMax} bytes are no answer`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

export function unreachable(name: string, why: string, cause?: unknown): Fault {
  return new Fault('evidence.anchor_unreachable', `${name} did not answer: ${why}.`, { retryable: true, cause })
}

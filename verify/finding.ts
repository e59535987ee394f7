// What a check found wrong, for a person who may read only one of the two languages.

export type Finding = {
  /** `checkpoint.not_signed`, `leaf.other_than_proved`, …; the same in every version. */
  readonly code: string
  /** The file or the entry that is wrong. */
  readonly where: string
  readonly en: string
  readonly zh: string
}

/** More of them tell nobody more. */
export const FINDINGS_MAX = 100

/** Collects findings up to a bound. */
export class Findings {
  readonly list: Finding[] = []

  add(code: string, where: string, en: string, zh: string): void {
    if (this.list.length < FINDINGS_MAX) this.list.push({ code, where, en, zh })
  }

  get isFull(): boolean {
    return this.list.length >= FINDINGS_MAX
  }
}

/** Files of a published log or a court bundle, by their path in it; null for one that is not there. */
export type ReadFile = (path: string) => Promise<Uint8Array | null>

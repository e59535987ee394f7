// Made-up names, streets and American numbers repeat a thousandfold; their digests are taken once.

import type { FieldSealer, SealedField } from '../identity/index.ts'

/** E-mails and Chinese numbers never come back: without a limit they would fill the memory of a large build. */
const DIGESTS_KEPT_MAX = 40_000

export class DigestMemory {
  private readonly sealer: FieldSealer
  private readonly known = new Map<string, Uint8Array>()

  constructor(sealer: FieldSealer) {
    this.sealer = sealer
  }

  of(field: SealedField, normal: string): Uint8Array {
    const key = `${field} ${normal}`
    let digest = this.known.get(key)
    if (digest === undefined) {
      digest = this.sealer.digest(field, normal)
      if (this.known.size < DIGESTS_KEPT_MAX) this.known.set(key, digest)
    }
    return digest
  }
}

// How a digest of decision rows stands in the evidence: the same text in the entry of a slice, of late money and in the seal.

/** Hexadecimal text; null when no row was stored. */
export function digestText(sha256: Uint8Array | null | undefined): string | null {
  return sha256 ? Buffer.from(sha256).toString('hex') : null
}

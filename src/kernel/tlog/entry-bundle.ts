// Leaves as published: each with its length as big-endian uint16 before it (C2SP tlog-tiles, 'log entries').

/** What two bytes of length can say. A larger leaf is refused; what is large belongs beside the log, with its hash in a leaf. */
export const LEAF_BYTES_MAX = 65_535

const LENGTH_BYTES = 2

export function encodeBundle(leaves: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(leaves.reduce((sum, leaf) => sum + LENGTH_BYTES + leaf.length, 0))
  let at = 0
  for (const leaf of leaves) {
    if (leaf.length > LEAF_BYTES_MAX)
      throw new RangeError(`a leaf of ${leaf.length} bytes is larger than ${LEAF_BYTES_MAX}`)
    bytes[at] = leaf.length >> 8
    bytes[at + 1] = leaf.length & 0xff
    bytes.set(leaf, at + LENGTH_BYTES)
    at += LENGTH_BYTES + leaf.length
  }
  return bytes
}

/** The leaves of a bundle, or null when the bytes end inside one. */
export function decodeBundle(bytes: Uint8Array): Uint8Array[] | null {
  const leaves: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const [high, low] = [bytes[at], bytes[at + 1]]
    if (high === undefined || low === undefined) return null
    const end = at + LENGTH_BYTES + ((high << 8) | low)
    if (end > bytes.length) return null
    leaves.push(bytes.subarray(at + LENGTH_BYTES, end))
    at = end
  }
  return leaves
}

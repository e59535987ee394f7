// A tree over rows of other tables, so that one entry can vouch for very many of them and each can still be shown alone. Each row goes in with a salt of its
// own: who is shown one row and its path learns nothing about the rows beside it.

import { tlog } from '../kernel/index.ts'
import type { RowSeal } from './entry-writer.ts'
import { hasher } from './node-crypto.ts'

/** Root over row hashes (32 bytes each, in one piece); a row's hash is SHA-256(0x00 ‖ salt ‖ row bytes), the leaf hash of salt and row. */
export function sealRows(hashes: Uint8Array): RowSeal {
  const count = hashes.length / tlog.HASH_BYTES
  return { count, root: tlog.treeRoot(hasher, count, reader(hashes)) }
}

/** Root over the roots of parts: they are the leaves of the tree above them. Counts rows. */
export function sealParts(parts: readonly RowSeal[]): RowSeal {
  const hashes = tlog.concat(...parts.map(({ root }) => hasher.leaf(root)))
  return { count: parts.reduce((sum, part) => sum + part.count, 0), root: sealRows(hashes).root }
}

export type RowPath = { readonly index: number; readonly size: number; readonly path: readonly Uint8Array[] }

/** The way from the `index`-th hash to the root. */
export function rowPath(hashes: Uint8Array, index: number): RowPath {
  const size = hashes.length / tlog.HASH_BYTES
  return { index, size, path: tlog.inclusionPath(hasher, index, size, reader(hashes)) }
}

/** Rows whose root is kept beside the rows, so that the way of one row is worked out from its own group: 16, which costs a sixteenth of their room. */
export const ROW_GROUP = 2 ** 4
const GROUP_HEIGHT = Math.log2(ROW_GROUP)

/** Roots of the full groups of 16 rows, 32 bytes each. */
export function rowGroups(hashes: Uint8Array): Uint8Array {
  const full = Math.floor(hashes.length / tlog.HASH_BYTES / ROW_GROUP)
  return tlog.concat(...Array.from({ length: full }, (_, group) => reader(hashes)(GROUP_HEIGHT, group)))
}

/** What is kept of rows, as far as the way of one of them needs it. */
export type RowSurroundings = {
  /** Place of the row among all. */
  readonly index: number
  /** All rows. */
  readonly size: number
  readonly groups: Uint8Array
  /** Hashes of the row's own group, and of the rows after the last full group. */
  readonly group: Uint8Array
  readonly rest: Uint8Array
}

/** The way from a row to the root, as `rowPath` gives it. */
export function rowPathOf({ index, size, groups, group, rest }: RowSurroundings): RowPath {
  const read: tlog.NodeReader = (height, node) => {
    const [first, count] = [node * 2 ** height, 2 ** height]
    if (height >= GROUP_HEIGHT) return reader(groups)(height - GROUP_HEIGHT, node)
    const [from, hashes] =
      first >= size - (size % ROW_GROUP) ? [size - (size % ROW_GROUP), rest] : [index - (index % ROW_GROUP), group]
    const part = hashes.subarray((first - from) * tlog.HASH_BYTES, (first - from + count) * tlog.HASH_BYTES)
    return tlog.tileRoot(hasher, part)
  }
  return { index, size, path: tlog.inclusionPath(hasher, index, size, read) }
}

/** The way from the root of a part to the root over all parts. */
export function partPath(parts: readonly RowSeal[], index: number): RowPath {
  return rowPath(tlog.concat(...parts.map(({ root }) => hasher.leaf(root))), index)
}

function reader(hashes: Uint8Array): tlog.NodeReader {
  return (height, index) => {
    const bytes = 2 ** height * tlog.HASH_BYTES
    return tlog.tileRoot(hasher, hashes.subarray(index * bytes, (index + 1) * bytes))
  }
}

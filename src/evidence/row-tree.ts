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

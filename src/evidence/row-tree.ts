// A tree over rows of other tables, so that one entry can vouch for very many of them and each can still be shown alone. Each row goes in with a salt of its
// own: who is shown one row and its path learns nothing about the rows beside it.

import { must, tlog } from '../kernel/index.ts'
import type { RowSeal } from './entry-writer.ts'
import { hasher } from './node-crypto.ts'

/** Root over row hashes (32 bytes each, in one piece); a row's hash is SHA-256(0x00 ‖ salt ‖ row bytes), the leaf hash of salt and row. */
export function sealRows(hashes: Uint8Array): RowSeal {
  const { count, root } = sealGroups(hashes)
  return { count, root }
}

/** What is kept beside the rows of a seal, a fifteenth of their room, so that the way of one row is worked out from a few pieces of it: 32 bytes a root. */
export type GroupedSeal = RowSeal & {
  /** Roots of the full groups of 16 rows. */
  readonly groups: Uint8Array
  /** Roots of the full blocks of 16 groups. */
  readonly blocks: Uint8Array
}

export const ROW_GROUP = 2 ** 4
const GROUP_HEIGHT = Math.log2(ROW_GROUP)

export function sealGroups(hashes: Uint8Array): GroupedSeal {
  const count = hashes.length / tlog.HASH_BYTES
  const groups = groupRoots(hashes)
  const blocks = groupRoots(groups)
  const read = nodeReader([hashes, groups, blocks].map(wholeLevel))
  return { count, root: tlog.treeRoot(hasher, count, read), groups, blocks }
}

function groupRoots(hashes: Uint8Array): Uint8Array {
  const bytes = ROW_GROUP * tlog.HASH_BYTES
  const full = Math.floor(hashes.length / bytes)
  return tlog.concat(
    ...Array.from({ length: full }, (_, group) =>
      tlog.tileRoot(hasher, hashes.subarray(group * bytes, (group + 1) * bytes)),
    ),
  )
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
  return { index, size, path: tlog.inclusionPath(hasher, index, size, nodeReader([wholeLevel(hashes)])) }
}

/** What the way of one row needs of the hashes of a level: those of its own group, and those after the last full group. */
export type LevelPart = { readonly own: Uint8Array; readonly rest: Uint8Array }

export type RowSurroundings = {
  /** Place of the row among all. */
  readonly index: number
  /** All rows. */
  readonly size: number
  readonly rows: LevelPart
  readonly groups: LevelPart
  /** All of them. */
  readonly blocks: Uint8Array
}

/** The way from a row to the root, as `rowPath` gives it. */
export function rowPathOf({ index, size, rows, groups, blocks }: RowSurroundings): RowPath {
  const levels = [
    levelAround(index, size, rows),
    levelAround(Math.floor(index / ROW_GROUP), Math.floor(size / ROW_GROUP), groups),
    wholeLevel(blocks),
  ]
  return { index, size, path: tlog.inclusionPath(hasher, index, size, nodeReader(levels)) }
}

/** The way from the root of a part to the root over all parts. */
export function partPath(parts: readonly RowSeal[], index: number): RowPath {
  return rowPath(tlog.concat(...parts.map(({ root }) => hasher.leaf(root))), index)
}

/** So many hashes of a level, from one of them on. */
type Level = (first: number, count: number) => Uint8Array

function wholeLevel(hashes: Uint8Array): Level {
  return (first, count) => hashes.subarray(first * tlog.HASH_BYTES, (first + count) * tlog.HASH_BYTES)
}

/** A level of `size` hashes of which only some are at hand. */
function levelAround(index: number, size: number, { own, rest }: LevelPart): Level {
  const restFrom = size - (size % ROW_GROUP)
  const ownFrom = index - (index % ROW_GROUP)
  return (first, count) =>
    first >= restFrom ? wholeLevel(rest)(first - restFrom, count) : wholeLevel(own)(first - ownFrom, count)
}

/** Reads a node from the highest level that lies at or below it. */
function nodeReader(levels: readonly Level[]): tlog.NodeReader {
  return (height, node) => {
    const above = Math.min(Math.floor(height / GROUP_HEIGHT), levels.length - 1)
    const count = 2 ** (height - above * GROUP_HEIGHT)
    return tlog.tileRoot(hasher, must(levels[above], 'there is a level')(node * count, count))
  }
}

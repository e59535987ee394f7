// How a tree of any size is made of complete subtrees (RFC 6962 section 2.1), and the nodes that its proofs are made of. Where a hash is read from is
// the caller's: memory, tiles of a database, files.

import { mustHold } from '../must.ts'
import type { TreeHasher } from './tree-hasher.ts'

/** Hash of a complete subtree of 2^`height` leaves, the `index`-th of that height. */
export type NodeReader = (height: number, index: number) => Uint8Array

/** Leaves from `begin` up to and without `end`. */
type LeafRange = { readonly begin: number; readonly end: number }

/** Merkle tree hash over all leaves of a tree. */
export function treeRoot(hasher: TreeHasher, size: number, read: NodeReader): Uint8Array {
  return size === 0 ? hasher.empty : rangeHash(hasher, { begin: 0, end: size }, read)
}

/** PATH(index, D[size]) of RFC 6962 section 2.1.1: siblings from the leaf up. */
export function inclusionPath(hasher: TreeHasher, index: number, size: number, read: NodeReader): Uint8Array[] {
  mustHold(index >= 0 && index < size, `a tree of ${size} leaves has no leaf ${index}`)
  return inclusionRanges(index, { begin: 0, end: size }).map(range => rangeHash(hasher, range, read))
}

/** PROOF(oldSize, D[size]) of RFC 6962 section 2.1.2; empty for 0 and for equal sizes. */
export function consistencyPath(hasher: TreeHasher, oldSize: number, size: number, read: NodeReader): Uint8Array[] {
  mustHold(oldSize >= 0 && oldSize <= size, `a tree of ${size} leaves does not go on from one of ${oldSize}`)
  if (oldSize === 0 || oldSize === size) return []
  return consistencyRanges(oldSize, { begin: 0, end: size }, true).map(range => rangeHash(hasher, range, read))
}

function inclusionRanges(index: number, { begin, end }: LeafRange): LeafRange[] {
  if (end - begin === 1) return []
  const split = begin + splitPoint(end - begin)
  return index < split
    ? [...inclusionRanges(index, { begin, end: split }), { begin: split, end }]
    : [...inclusionRanges(index, { begin: split, end }), { begin, end: split }]
}

/** SUBPROOF of RFC 6962 section 2.1.2; `isKnown`: whether the verifier has the root of the old leaves of this range already. */
function consistencyRanges(oldEnd: number, { begin, end }: LeafRange, isKnown: boolean): LeafRange[] {
  if (oldEnd === end) return isKnown ? [] : [{ begin, end }]
  const split = begin + splitPoint(end - begin)
  return oldEnd <= split
    ? [...consistencyRanges(oldEnd, { begin, end: split }, isKnown), { begin: split, end }]
    : [...consistencyRanges(oldEnd, { begin: split, end }, false), { begin, end: split }]
}

function rangeHash(hasher: TreeHasher, { begin, end }: LeafRange, read: NodeReader): Uint8Array {
  const count = end - begin
  const height = Math.floor(Math.log2(count))
  if (count === 2 ** height) return read(height, begin / count)
  const split = begin + splitPoint(count)
  return hasher.node(rangeHash(hasher, { begin, end: split }, read), rangeHash(hasher, { begin: split, end }, read))
}

/** The largest power of two smaller than `count`. */
function splitPoint(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1))
}

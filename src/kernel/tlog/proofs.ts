// Checking proofs (RFC 9162 sections 2.1.3.2 and 2.1.4.2): the root that a path leads to, to be compared with the one that somebody signed.

import { HASH_BYTES, sameBytes, type TreeHasher } from './tree-hasher.ts'

/** The root that the path leads to, or null when the path does not fit index and size. */
export function rootOfInclusion(
  hasher: TreeHasher,
  leafHash: Uint8Array,
  { index, size, path }: { readonly index: number; readonly size: number; readonly path: readonly Uint8Array[] },
): Uint8Array | null {
  if (index < 0 || index >= size) return null
  let hash = leafHash
  let node = index
  let last = size - 1
  for (const sibling of path) {
    if (last === 0 || sibling.length !== HASH_BYTES) return null
    if (node % 2 === 1 || node === last) {
      hash = hasher.node(sibling, hash)
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      hash = hasher.node(hash, sibling)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hash : null
}

type SizedRoot = { readonly size: number; readonly root: Uint8Array }

/** True when the path shows that the newer tree begins with the leaves of the older one. */
export function isConsistent(
  hasher: TreeHasher,
  older: SizedRoot,
  newer: SizedRoot,
  path: readonly Uint8Array[],
): boolean {
  if (older.size > newer.size) return false
  if (older.size === 0) return path.length === 0 && sameBytes(older.root, hasher.empty)
  if (older.size === newer.size) return path.length === 0 && sameBytes(older.root, newer.root)
  const [first, ...rest] = isPowerOfTwo(older.size) ? [older.root, ...path] : path
  if (first?.length !== HASH_BYTES) return false
  let node = older.size - 1
  let last = newer.size - 1
  while (node % 2 === 1) {
    node = (node - 1) / 2
    last = Math.floor(last / 2)
  }
  let [oldHash, newHash] = [first, first]
  for (const sibling of rest) {
    if (last === 0 || sibling.length !== HASH_BYTES) return false
    if (node % 2 === 1 || node === last) {
      oldHash = hasher.node(sibling, oldHash)
      newHash = hasher.node(sibling, newHash)
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      newHash = hasher.node(newHash, sibling)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && sameBytes(oldHash, older.root) && sameBytes(newHash, newer.root)
}

function isPowerOfTwo(size: number): boolean {
  return 2 ** Math.floor(Math.log2(size)) === size
}

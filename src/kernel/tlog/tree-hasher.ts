// The hashes of a Merkle tree (RFC 6962 section 2.1): leaves and nodes are told apart by their first byte, so that no node can be passed off as a leaf.
// SHA-256 itself comes from outside: a server, a command line and a browser each have their own.

import { mustHold } from '../must.ts'

export type Sha256 = (bytes: Uint8Array) => Uint8Array

export const HASH_BYTES = 32

export type TreeHasher = {
  /** Root of the tree without leaves: SHA-256 of nothing. */
  readonly empty: Uint8Array
  /** SHA-256(0x00 ‖ leaf bytes). */
  readonly leaf: (bytes: Uint8Array) => Uint8Array
  /** SHA-256(0x01 ‖ left ‖ right). */
  readonly node: (left: Uint8Array, right: Uint8Array) => Uint8Array
}

export function treeHasher(sha256: Sha256): TreeHasher {
  const pair = new Uint8Array(1 + 2 * HASH_BYTES)
  pair[0] = 1
  // Used again for every leaf: a log has millions.
  let room = new Uint8Array(1024)
  return {
    empty: sha256(new Uint8Array(0)),
    leaf: bytes => {
      if (bytes.length >= room.length) room = new Uint8Array(2 * bytes.length)
      room[0] = 0
      room.set(bytes, 1)
      return sha256(room.subarray(0, 1 + bytes.length))
    },
    node: (left, right) => {
      // A shorter one would be hashed with what stood in the room before.
      mustHold(left.length === HASH_BYTES && right.length === HASH_BYTES, 'a node has two hashes of 32 bytes')
      pair.set(left, 1)
      pair.set(right, 1 + HASH_BYTES)
      return sha256(pair)
    },
  }
}

/** Compared in full, byte by byte; what is compared here is public. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false
  return true
}

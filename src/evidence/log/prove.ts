// Proofs from what is stored: which tiles a proof needs is found out first, then they are read in one go, so a proof costs as many reads as the tree
// has levels of tiles.

import { must, tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { hasher } from '../node-crypto.ts'
import { levelHashes } from './level-hashes.ts'

/** Path of the leaf at `index` in the tree of `size` leaves. */
export function proveInclusion(sql: Sql, index: number, size: number): Promise<Uint8Array[]> {
  return proof(sql, read => tlog.inclusionPath(hasher, index, size, read))
}

/** Shows that the tree of `size` leaves begins with that of `oldSize`. */
export function proveConsistency(sql: Sql, oldSize: number, size: number): Promise<Uint8Array[]> {
  return proof(sql, read => tlog.consistencyPath(hasher, oldSize, size, read))
}

async function proof(sql: Sql, make: (read: tlog.NodeReader) => Uint8Array[]): Promise<Uint8Array[]> {
  const wanted = new Map<string, { level: number; from: number; to: number }>()
  make((height, index) => {
    const node = nodeRange(height, index)
    wanted.set(keyOf(node), node)
    return hasher.empty
  })
  const hashes = new Map(
    await Promise.all(
      [...wanted].map(async ([key, { level, from, to }]) => [key, await levelHashes(sql, level, from, to)] as const),
    ),
  )
  return make((height, index) =>
    tlog.tileRoot(hasher, must(hashes.get(keyOf(nodeRange(height, index))), 'every node was asked for')),
  )
}

function nodeRange(height: number, index: number): { level: number; from: number; to: number } {
  const { level, tile, from, to } = tlog.nodeInTiles(height, index)
  return { level, from: tile * tlog.TILE_WIDTH + from, to: tile * tlog.TILE_WIDTH + to }
}

function keyOf({ level, from, to }: { level: number; from: number; to: number }): string {
  return `${level}/${from}/${to}`
}

// The right edge of the tree from what is stored, at any size that the log ever had.

import { tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { hasher } from '../node-crypto.ts'
import { levelHashes } from './level-hashes.ts'

export async function readTreeEdge(sql: Sql, size: number): Promise<tlog.TileEdge> {
  const levels: Uint8Array[][] = []
  for (let level = 0; tlog.hashesAtLevel(size, level) > 0; level += 1) {
    const count = tlog.hashesAtLevel(size, level)
    const from = count - (count % tlog.TILE_WIDTH)
    levels.push(split(await levelHashes(sql, level, from, count)))
  }
  return new tlog.TileEdge(hasher, size, levels)
}

function split(hashes: Uint8Array): Uint8Array[] {
  return Array.from({ length: hashes.length / tlog.HASH_BYTES }, (_, index) =>
    hashes.slice(index * tlog.HASH_BYTES, (index + 1) * tlog.HASH_BYTES),
  )
}

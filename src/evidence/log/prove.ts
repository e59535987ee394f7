// Proofs from what is stored: which tiles a proof needs is found out first, then they are read, so a proof costs about as many reads as the tree has levels
// of tiles.

import { must, tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { hasher } from '../node-crypto.ts'
import { levelHashes } from './level-hashes.ts'

/** Path of the leaf at `index` in the tree of `size` leaves. */
export function proveInclusion(sql: Sql, index: number, size: number): Promise<Uint8Array[]> {
  return proof(sql, size, read => tlog.inclusionPath(hasher, index, size, read))
}

/** Shows that the tree of `size` leaves begins with that of `oldSize`. */
export function proveConsistency(sql: Sql, oldSize: number, size: number): Promise<Uint8Array[]> {
  return proof(sql, size, read => tlog.consistencyPath(hasher, oldSize, size, read))
}

async function proof(sql: Sql, size: number, make: (read: tlog.NodeReader) => Uint8Array[]): Promise<Uint8Array[]> {
  const wanted = new Map<string, { level: number; tile: number }>()
  make((height, index) => {
    const { level, tile } = tlog.nodeInTiles(height, index)
    wanted.set(keyOf(level, tile), { level, tile })
    return hasher.empty
  })
  const tiles = await readTiles(sql, size, [...wanted.values()])
  return make((height, index) => {
    const { level, tile, from, to } = tlog.nodeInTiles(height, index)
    const hashes = must(tiles.get(keyOf(level, tile)), 'every tile was asked for')
    return tlog.tileRoot(hasher, hashes.subarray(from * tlog.HASH_BYTES, to * tlog.HASH_BYTES))
  })
}

async function readTiles(
  sql: Sql,
  size: number,
  wanted: readonly { readonly level: number; readonly tile: number }[],
): Promise<Map<string, Uint8Array>> {
  const isFull = ({ level, tile }: (typeof wanted)[number]) =>
    (tile + 1) * tlog.TILE_WIDTH <= tlog.hashesAtLevel(size, level)
  const full = wanted.filter(isFull)
  const rows =
    full.length === 0
      ? []
      : await sql.query<{ level: number; tile_index: bigint; hashes: Uint8Array }>(
          `select level, tile_index, hashes
           from unnest($1::smallint[], $2::bigint[]) as asked (level, tile_index) join evidence.tile using (level, tile_index)`,
          [full.map(({ level }) => level), full.map(({ tile }) => tile)],
        )
  const tiles = new Map(rows.map(row => [keyOf(row.level, Number(row.tile_index)), row.hashes]))
  for (const asked of wanted) {
    const { level, tile } = asked
    const from = tile * tlog.TILE_WIDTH
    if (!isFull(asked))
      tiles.set(keyOf(level, tile), await levelHashes(sql, level, from, tlog.hashesAtLevel(size, level)))
  }
  return tiles
}

function keyOf(level: number, tile: number): string {
  return `${level}/${tile}`
}

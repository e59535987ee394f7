// The log in the database as the files that it would be published as, so that one check does for both.

import { tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { levelHashes } from './level-hashes.ts'
import type { SignedCheckpoint } from './sign-checkpoint.ts'

/** Files of the published layout by their path; null for one that a log of this checkpoint does not have, or whose rows are gone. */
export function readLog(
  sql: Sql,
  checkpoint: SignedCheckpoint,
  key: tlog.NoteKey,
): (path: string) => Promise<Uint8Array | null> {
  return async path => {
    if (path === 'checkpoint') return checkpoint.note
    if (path === 'log.vkey') return tlog.utf8(`${tlog.printVerifierKey(key)}\n`)
    const tile = tlog.parseTilePath(path)
    if (!tile) return null
    const from = tile.index * tlog.TILE_WIDTH
    const size = tile.level === 'entries' ? checkpoint.size : tlog.hashesAtLevel(checkpoint.size, tile.level)
    if (from + tile.width > size) return null
    return tile.level === 'entries'
      ? bundle(sql, from, tile.width)
      : tile.width === tlog.TILE_WIDTH
        ? fullTile(sql, tile.level, tile.index)
        : levelHashes(sql, tile.level, from, from + tile.width)
  }
}

async function bundle(sql: Sql, from: number, width: number): Promise<Uint8Array | null> {
  const rows = await sql.query<{ bytes: Uint8Array }>(
    'select bytes from evidence.leaf where leaf_index between $1 and $2 order by leaf_index',
    [from, from + width - 1],
  )
  return rows.length === width ? tlog.encodeBundle(rows.map(({ bytes }) => bytes)) : null
}

async function fullTile(sql: Sql, level: number, index: number): Promise<Uint8Array | null> {
  const [row] = await sql.query<{ hashes: Uint8Array }>(
    'select hashes from evidence.tile where level = $1 and tile_index = $2',
    [level, index],
  )
  return row?.hashes ?? null
}

// Publishes the log as files in the layout of C2SP tlog-tiles: whoever has the folder can check everything without the database. Files of full tiles
// never change, so publishing again into the same folder writes only what is new; the checkpoint comes last.

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Defect, Fault, tlog } from '../../kernel/index.ts'
import { type Sql, writeDurably } from '../../platform/index.ts'
import { levelHashes } from './level-hashes.ts'
import type { SignedCheckpoint } from './sign-checkpoint.ts'

export type Published = { readonly origin: string; readonly size: number; readonly files: number }

/** Bundles that one query reads: about a megabyte and a half. */
const BUNDLES_A_READ = 32

/** Writes tiles, entries, key and checkpoint. Throws `Fault` 'evidence.folder_of_other_log' when the folder holds another log. */
export async function publishLog(
  sql: Sql,
  folder: string,
  checkpoint: SignedCheckpoint,
  key: tlog.NoteKey,
): Promise<Published> {
  const vkey = tlog.printVerifierKey(key)
  mkdirSync(folder, { recursive: true })
  refuseOtherLog(folder, `${vkey}\n`)
  const { size } = checkpoint
  let files = 0
  const write = async (tile: tlog.TileId, bytes: Uint8Array) => {
    const path = join(folder, tlog.tilePath(tile))
    mkdirSync(dirname(path), { recursive: true })
    await writeFile(path, bytes)
    files += 1
  }
  const isMissing = (tile: tlog.TileId) =>
    tile.width < tlog.TILE_WIDTH || !existsSync(join(folder, tlog.tilePath(tile)))
  for (const tile of tlog.tilesOfTree(size)) {
    if (!isMissing(tile)) continue
    const from = tile.index * tlog.TILE_WIDTH
    await write(tile, await levelHashes(sql, tile.level, from, from + tile.width))
  }
  for await (const [tile, bytes] of bundles(sql, size, isMissing)) await write(tile, bytes)
  writeDurably(join(folder, 'log.vkey'), `${vkey}\n`)
  // Last: a checkpoint promises the tiles below it.
  writeDurably(join(folder, 'checkpoint'), checkpoint.note)
  return { origin: checkpoint.origin, size, files: files + 2 }
}

function refuseOtherLog(folder: string, vkey: string): void {
  const path = join(folder, 'log.vkey')
  if (existsSync(path) && readFileSync(path, 'utf8') !== vkey)
    throw new Fault(
      'evidence.folder_of_other_log',
      `${folder} holds another log: ${path} is not ${vkey.trim()}. Name another folder with --to.`,
    )
}

async function* bundles(
  sql: Sql,
  size: number,
  isMissing: (tile: tlog.TileId) => boolean,
): AsyncGenerator<readonly [tlog.TileId, Uint8Array]> {
  const wanted: tlog.TileId[] = []
  for (let index = 0; index * tlog.TILE_WIDTH < size; index += 1) {
    const tile: tlog.TileId = {
      level: 'entries',
      index,
      width: Math.min(tlog.TILE_WIDTH, size - index * tlog.TILE_WIDTH),
    }
    if (isMissing(tile)) wanted.push(tile)
  }
  for (let at = 0; at < wanted.length; at += BUNDLES_A_READ) {
    const tiles = wanted.slice(at, at + BUNDLES_A_READ)
    const rows = await sql.query<{ tile: bigint; bytes: Uint8Array }>(BUNDLES, [tiles.map(({ index }) => index), size])
    const leaves = Map.groupBy(rows, row => Number(row.tile))
    for (const tile of tiles) {
      const found = leaves.get(tile.index) ?? []
      if (found.length !== tile.width)
        throw new Defect(`${found.length} of ${tile.width} leaves of bundle ${tile.index} are there`)
      yield [tile, tlog.encodeBundle(found.map(({ bytes }) => bytes))]
    }
  }
}

const BUNDLES = `
  select tile, bytes
  from unnest($1::bigint[]) as asked (tile) join evidence.leaf on leaf_index between tile * 256 and tile * 256 + 255 and leaf_index < $2
  order by leaf_index`

// What a folder lacks of a published log. Files of full tiles never change, so one that is there is read and compared: the hashes with the tile in the database, the
// leaves with the hashes. One that was cut off is written anew; one that says something else is another log's, or damaged, and is left for a person to look at.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Defect, Fault, tlog } from '../../kernel/index.ts'
import type { NewFile, Sql } from '../../platform/index.ts'
import { hasher } from '../node-crypto.ts'
import { levelHashes } from './level-hashes.ts'

/** Tiles that one statement reads, or bundles: about a megabyte and a half of leaves. */
const TILES_A_READ = 32

type HashTile = { readonly tile: tlog.TileId; readonly hashes: Uint8Array }

/** Throws `Fault` 'evidence.publish_forked' when a file of a full tile says something else, 'evidence.log_damaged' when the leaves are not those of the tiles. */
export async function* missingFiles(sql: Sql, folder: string, size: number): AsyncGenerator<NewFile> {
  for (let level = 0; tlog.hashesAtLevel(size, level) > 0; level += 1)
    for await (const tiles of hashTiles(sql, level, tlog.hashesAtLevel(size, level))) {
      for (const { tile, hashes } of tiles)
        if (!isThere(folder, tile, bytes => (tlog.sameBytes(bytes, hashes) ? 'right' : cutOrOther(bytes, hashes))))
          yield { path: tlog.tilePath(tile), content: hashes }
      if (level === 0) yield* missingBundles(sql, folder, tiles)
    }
}

/** The tiles of a level with so many hashes, some at a time; the last may be partial. */
async function* hashTiles(sql: Sql, level: number, count: number): AsyncGenerator<HashTile[]> {
  for (let from = 0; from < count; from += TILES_A_READ * tlog.TILE_WIDTH) {
    const to = Math.min(count, from + TILES_A_READ * tlog.TILE_WIDTH)
    const [first, full] = [from / tlog.TILE_WIDTH, Math.floor(to / tlog.TILE_WIDTH)]
    const rows = await sql.query<{ hashes: Uint8Array }>(FULL_TILES, [level, first, full - 1])
    if (rows.length !== full - first)
      throw new Defect(`level ${level} of the log has ${rows.length} of the tiles ${first} to ${full - 1}`)
    const tiles = rows.map(({ hashes }, at) => ({ tile: { level, index: first + at, width: tlog.TILE_WIDTH }, hashes }))
    const width = to % tlog.TILE_WIDTH
    if (width > 0)
      tiles.push({ tile: { level, index: full, width }, hashes: await levelHashes(sql, level, to - width, to) })
    yield tiles
  }
}

const FULL_TILES = `
  select hashes from evidence.tile where level = $1 and tile_index between $2 and $3 order by tile_index`

async function* missingBundles(sql: Sql, folder: string, tiles: readonly HashTile[]): AsyncGenerator<NewFile> {
  const missing = tiles.filter(({ tile, hashes }) => {
    const isRight = (bytes: Uint8Array) => (hasHashes(tlog.decodeBundle(bytes) ?? [], hashes) ? 'right' : 'unknown')
    return !isThere(folder, bundleOf(tile), isRight)
  })
  if (missing.length === 0) return
  const rows = await sql.query<{ tile: bigint; bytes: Uint8Array }>(BUNDLES, [
    missing.map(({ tile }) => tile.index),
    missing.map(({ tile }) => tile.width),
  ])
  const leaves = Map.groupBy(rows, row => Number(row.tile))
  for (const { tile, hashes } of missing) {
    const found = (leaves.get(tile.index) ?? []).map(({ bytes }) => bytes)
    if (!hasHashes(found, hashes))
      throw new Fault(
        'evidence.log_damaged',
        `The entries ${tile.index * tlog.TILE_WIDTH} to ${tile.index * tlog.TILE_WIDTH + tile.width - 1} of the log are not those whose hashes are in the tree: rows of evidence.leaf or evidence.tile were changed or taken away. Nothing was published of them.`,
      )
    const content = tlog.encodeBundle(found)
    isThere(folder, bundleOf(tile), bytes => cutOrOther(bytes, content))
    yield { path: tlog.tilePath(bundleOf(tile)), content }
  }
}

const BUNDLES = `
  select tile, bytes
  from unnest($1::bigint[], $2::integer[]) as asked (tile, width) join evidence.leaf on leaf_index >= tile * 256 and leaf_index < tile * 256 + width
  order by leaf_index`

function bundleOf(tile: tlog.TileId): tlog.TileId {
  return { ...tile, level: 'entries' }
}

function hasHashes(leaves: readonly Uint8Array[], hashes: Uint8Array): boolean {
  return (
    leaves.length * tlog.HASH_BYTES === hashes.length &&
    leaves.every((leaf, at) =>
      tlog.sameBytes(hasher.leaf(leaf), hashes.subarray(at * tlog.HASH_BYTES, (at + 1) * tlog.HASH_BYTES)),
    )
  )
}

/** Whether a file is there and right. A partial tile is always written: the bytes of its width are the same for ever. */
function isThere(
  folder: string,
  tile: tlog.TileId,
  judge: (bytes: Uint8Array) => 'right' | 'cut' | 'other' | 'unknown',
): boolean {
  if (tile.width < tlog.TILE_WIDTH) return false
  const path = join(folder, tlog.tilePath(tile))
  const bytes = readIfThere(path)
  const verdict = bytes ? judge(bytes) : 'cut'
  if (verdict === 'other')
    throw new Fault(
      'evidence.publish_forked',
      `${path} is not what this log has there. Either the folder holds another log under the same name, or the file was damaged: compare the folder with another copy (curebook evidence verify), and take the file away if it is damaged. Nothing more was published.`,
    )
  return verdict === 'right'
}

function cutOrOther(bytes: Uint8Array, whole: Uint8Array): 'cut' | 'other' {
  return bytes.length < whole.length && tlog.sameBytes(bytes, whole.subarray(0, bytes.length)) ? 'cut' : 'other'
}

function readIfThere(path: string): Uint8Array | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

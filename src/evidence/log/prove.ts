// Proofs from what is stored: which tiles the proofs need is found out first, then one statement reads each of them once, so any number of proofs costs one round
// trip to the database.

import { Defect, must, tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { hasher } from '../node-crypto.ts'

export type ProvedLeaf = {
  /** Exact bytes of the leaf. */
  readonly leaf: Uint8Array
  /** From the leaf to the root of the tree. */
  readonly path: readonly Uint8Array[]
}

/** The leaf at each of `indices` (below `size`) with its path in the tree of `size` leaves; null for one that the database does not have. */
export async function proveInclusion(
  sql: Sql,
  indices: readonly number[],
  size: number,
): Promise<(ProvedLeaf | null)[]> {
  const { paths, leaves } = await proofs(
    sql,
    size,
    indices.map(index => read => tlog.inclusionPath(hasher, index, size, read)),
    indices,
  )
  return indices.map((index, at) => {
    const leaf = leaves.get(index)
    return leaf ? { leaf, path: must(paths[at], 'there is a proof for what was asked') } : null
  })
}

/** Shows that the tree of `size` leaves begins with that of `oldSize`. */
export async function proveConsistency(sql: Sql, oldSize: number, size: number): Promise<Uint8Array[]> {
  const { paths } = await proofs(sql, size, [read => tlog.consistencyPath(hasher, oldSize, size, read)], [])
  return must(paths[0], 'there is a proof for what was asked')
}

type Tile = { readonly level: number; readonly tile: number }

async function proofs(
  sql: Sql,
  size: number,
  makes: readonly ((read: tlog.NodeReader) => Uint8Array[])[],
  indices: readonly number[],
): Promise<{ paths: Uint8Array[][]; leaves: Map<number, Uint8Array> }> {
  const wanted = new Map<string, Tile>()
  for (const make of makes)
    make((height, index) => {
      const { level, tile } = tlog.nodeInTiles(height, index)
      wanted.set(keyOf(level, tile), { level, tile })
      return hasher.empty
    })
  const { tiles, leaves } = await readNodes(sql, size, [...wanted.values()], indices)
  // Proofs of neighbours share most of their nodes, and those high in a tile cost a hundred hashes each.
  const nodes = new Map<string, Uint8Array>()
  const node = (height: number, index: number): Uint8Array => {
    const { level, tile, from, to } = tlog.nodeInTiles(height, index)
    const hashes = must(tiles.get(keyOf(level, tile)), 'every tile was asked for')
    return tlog.tileRoot(hasher, hashes.subarray(from * tlog.HASH_BYTES, to * tlog.HASH_BYTES))
  }
  const paths = makes.map(make =>
    make((height, index) => {
      const key = keyOf(height, index)
      const hash = nodes.get(key) ?? node(height, index)
      nodes.set(key, hash)
      return hash
    }),
  )
  return { paths, leaves }
}

/** Throws `Defect` when hashes are missing. */
async function readNodes(
  sql: Sql,
  size: number,
  wanted: readonly Tile[],
  indices: readonly number[],
): Promise<{ tiles: Map<string, Uint8Array>; leaves: Map<number, Uint8Array> }> {
  const widthOf = ({ level, tile }: Tile) =>
    Math.min(tlog.TILE_WIDTH, tlog.hashesAtLevel(size, level) - tile * tlog.TILE_WIDTH)
  const [full, partial] = [true, false].map(isFull =>
    wanted.filter(asked => (widthOf(asked) === tlog.TILE_WIDTH) === isFull),
  ) as [Tile[], Tile[]]
  const rows = await sql.query<{ level: number | null; place: bigint; bytes: Uint8Array | null }>(
    NODES,
    [
      indices,
      full.map(({ level }) => level),
      full.map(({ tile }) => tile),
      partial.map(({ level }) => level),
      partial.map(({ tile }) => tile),
      partial.map(widthOf),
    ],
    'evidence nodes',
  )
  const tiles = new Map<string, Uint8Array>()
  const leaves = new Map<number, Uint8Array>()
  for (const { level, place, bytes } of rows)
    if (level === null) leaves.set(Number(place), bytes ?? new Uint8Array(0))
    else if (bytes) tiles.set(keyOf(level, Number(place)), bytes)
  for (const asked of wanted) {
    const { level, tile } = asked
    const found = (tiles.get(keyOf(level, tile))?.length ?? 0) / tlog.HASH_BYTES
    if (found !== widthOf(asked))
      throw new Defect(`tile ${tile} of level ${level} of the log has ${found} of ${widthOf(asked)} hashes`)
  }
  return { tiles, leaves }
}

// Leaves, full tiles, and what is to the right of them: of level 0 the hashes of leaves, above it the roots of full tiles of the level below.
const NODES = `
  select null::smallint as level, leaf_index as place, bytes from evidence.leaf where leaf_index = any ($1::bigint[])
  union all
  select level, tile_index, hashes
  from unnest($2::smallint[], $3::bigint[]) as asked (level, tile_index) join evidence.tile using (level, tile_index)
  union all
  select level, place, case level
    when 0 then (select string_agg(hash, null order by leaf_index) from evidence.leaf
      where leaf_index >= place * 256 and leaf_index < place * 256 + width)
    else (select string_agg(root, null order by tile_index) from evidence.tile
      where tile.level = asked.level - 1 and tile_index >= place * 256 and tile_index < place * 256 + width) end
  from unnest($4::smallint[], $5::bigint[], $6::integer[]) as asked (level, place, width)`

function keyOf(level: number, tile: number): string {
  return `${level}/${tile}`
}

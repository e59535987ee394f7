// The hashes of the tree as the database has them: full tiles as rows, everything to the right of them from the leaves, or from the roots of the full tiles
// of the level below.

import { Defect, tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'

/** Hashes `from` up to and without `to` of a level, in one piece. Throws `Defect` when the database does not have them all. */
export async function levelHashes(sql: Sql, level: number, from: number, to: number): Promise<Uint8Array> {
  const [row] = await sql.query<{ hashes: Uint8Array | null }>(level === 0 ? LEAVES : ROOTS, [
    from,
    to - 1,
    ...(level === 0 ? [] : [level - 1]),
  ])
  const hashes = row?.hashes ?? new Uint8Array(0)
  if (hashes.length !== (to - from) * tlog.HASH_BYTES)
    throw new Defect(
      `level ${level} of the log has ${hashes.length / tlog.HASH_BYTES} of the hashes ${from} to ${to - 1}`,
    )
  return hashes
}

const LEAVES = `select string_agg(hash, null order by leaf_index) as hashes from evidence.leaf where leaf_index between $1 and $2`
const ROOTS = `select string_agg(root, null order by tile_index) as hashes from evidence.tile where tile_index between $1 and $2 and level = $3`

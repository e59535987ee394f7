// What the seal of a run is made of: each slice's decision rows, slices in order. Kept with the slices, because a decision is shown by it later.

import { type RowSeal, sealGroups } from '../evidence/index.ts'
import type { Tx } from '../platform/index.ts'

export async function sealSlices(tx: Tx, runId: number): Promise<RowSeal[]> {
  const slices = await tx.query<{ slice_number: number; row_hashes: Uint8Array | null }>(
    `select slice_number, row_hashes from night.slice where run_id = $1 and step = 'decide' order by slice_number`,
    [runId],
  )
  const seals = slices.map(slice => sealGroups(slice.row_hashes ?? new Uint8Array(0)))
  await tx.query(
    `update night.slice set sealed_row_count = sealed.row_count, sealed_root = sealed.root,
       sealed_groups = sealed.groups, sealed_blocks = sealed.blocks
     from unnest($2::smallint[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bytea[]) as sealed (slice_number, row_count, root, groups, blocks)
     where run_id = $1 and step = 'decide' and slice.slice_number = sealed.slice_number`,
    [
      runId,
      slices.map(slice => slice.slice_number),
      seals.map(({ count }) => count),
      seals.map(({ root }) => root),
      seals.map(({ groups }) => groups),
      seals.map(({ blocks }) => blocks),
    ],
  )
  return seals
}

// What the seal of a run is made of: each slice's decision rows, slices in order.

import { type RowSeal, sealRows } from '../evidence/index.ts'
import type { Sql } from '../platform/index.ts'

export async function sealedSlices(sql: Sql, runId: number): Promise<RowSeal[]> {
  const slices = await sql.query<{ row_hashes: Uint8Array | null }>(
    `select row_hashes from night.slice where run_id = $1 and step = 'decide' order by slice_number`,
    [runId],
  )
  return slices.map(({ row_hashes: hashes }) => sealRows(hashes ?? new Uint8Array(0)))
}

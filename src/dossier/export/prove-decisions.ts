// Each decision about the loan as a row of the seal of its night: the row itself, its salt, and the way to the root that the entry of the night holds.

import {
  partPath,
  ROW_GROUP,
  type RowPath,
  type RowSeal,
  type RowSurroundings,
  rowPathOf,
} from '../../evidence/index.ts'
import { tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import type { FoundLoan } from '../read/find-loan.ts'

export type RowProof = {
  /** The entry that holds the root. */
  readonly entryId: bigint
  readonly salt: Uint8Array
  readonly row: Uint8Array
  /** From the row to the root of its part, from there to the root in the entry. */
  readonly paths: readonly [RowPath, RowPath]
}

type Sealed = RowSurroundings & {
  readonly runId: number
  readonly entryId: bigint
  readonly slice: number
  readonly salt: Uint8Array
  readonly row: Uint8Array
}

/** Decisions of nights that are sealed. One that is no row of its seal is left out: stored by late money after it, or changed, which a check of the dossier's
 * lines tells apart. */
export async function proveDecisions(sql: Sql, loan: FoundLoan): Promise<RowProof[]> {
  const decisions = await sql.query<Sealed>(SEALED, [loan.customerId, loan.loanId])
  const runs = await readParts(
    sql,
    decisions.map(({ runId }) => runId),
  )
  return decisions.map(({ runId, entryId, slice, salt, row, ...place }) => {
    const parts = runs.get(runId) ?? []
    const above = parts.findIndex(part => part.slice === slice)
    return { entryId, salt, row, paths: [rowPathOf(place), partPath(parts, above)] }
  })
}

type Part = RowSeal & { readonly runId: number; readonly slice: number }

/** The parts of each run, in the order in which they were sealed. */
async function readParts(sql: Sql, runIds: readonly number[]): Promise<Map<number, Part[]>> {
  const rows = await sql.query<Part>(
    `select run_id as "runId", slice_number as slice, row_count::integer as count, root from night.sealed_part where run_id = any ($1)
     order by run_id, slice_number`,
    [runIds],
  )
  return Map.groupBy(rows, row => row.runId)
}

const GROUP_BYTES = ROW_GROUP * tlog.HASH_BYTES

/** Of each slice, which may have some ten thousand rows, only what the way of the one row needs. */
const SEALED = `
  select decided.run_id as "runId", part.sealed_entry_id as "entryId", part.slice_number as slice, decided.salt, decided.row,
    (place.byte - 1) / ${tlog.HASH_BYTES} as index, part.row_count::integer as size, part.groups,
    substr(part.row_hashes, (place.byte - 1) / ${GROUP_BYTES} * ${GROUP_BYTES} + 1, ${GROUP_BYTES}) as "group",
    substr(part.row_hashes, part.row_count::integer / ${ROW_GROUP} * ${GROUP_BYTES} + 1) as rest
  from (
    select run_id, business_date, decided_seq, night.slice_of(customer_id, slice_count) as slice_number,
      decision.sealed_salt(salt, decision) as salt, convert_to(decision.sealed_text(decision), 'UTF8') as row
    from decision.decision join night.run using (run_id, business_date)
    where customer_id = $1 and loan_id = $2 and sealed_entry_id is not null
  ) decided
  join night.sealed_part part using (run_id, slice_number)
  cross join lateral (select position(sha256('\\x00'::bytea || decided.salt || decided.row) in part.row_hashes) as byte) place
  where place.byte > 0
  order by business_date, decided_seq`

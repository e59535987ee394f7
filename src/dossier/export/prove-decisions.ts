// Each decision about the loan as a row of the seal of its night: the row itself, its salt, and the way to the root that the entry of the night holds.

import { partPath, ROW_GROUP, type RowPath, type RowSeal, rowPathOf } from '../../evidence/index.ts'
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

type Sealed = {
  readonly runId: number
  readonly entryId: bigint
  readonly slice: number
  readonly salt: Uint8Array
  readonly row: Uint8Array
  readonly index: number
  readonly size: number
  readonly rows: Uint8Array
  readonly rowsRest: Uint8Array
  readonly groups: Uint8Array
  readonly groupsRest: Uint8Array
  readonly blocks: Uint8Array
}

/** Decisions of nights that are sealed. One that is no row of its seal is left out: stored by late money after it, or changed, which a check of the dossier's
 * lines tells apart. */
export async function proveDecisions(sql: Sql, loan: FoundLoan): Promise<RowProof[]> {
  const decisions = await sql.query<Sealed>(SEALED, [loan.customerId, loan.loanId])
  const runs = await readParts(
    sql,
    decisions.map(({ runId }) => runId),
  )
  return decisions.map(
    ({ runId, entryId, slice, salt, row, index, size, rows, rowsRest, groups, groupsRest, blocks }) => {
      const parts = runs.get(runId) ?? []
      const above = parts.findIndex(part => part.slice === slice)
      const way = rowPathOf({
        index,
        size,
        rows: { own: rows, rest: rowsRest },
        groups: { own: groups, rest: groupsRest },
        blocks,
      })
      return { entryId, salt, row, paths: [way, partPath(parts, above)] }
    },
  )
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

const HASH = tlog.HASH_BYTES
const GROUP = ROW_GROUP * HASH

/** Of each slice, which may have some ten thousand rows, only what the way of the one row needs. */
const SEALED = `
  with decided as materialized (
    select run_id, business_date, decided_seq, night.slice_of(customer_id, slice_count) as slice_number,
      decision.sealed_salt(salt, decision) as salt, convert_to(decision.sealed_text(decision), 'UTF8') as row
    from decision.decision join night.run using (run_id, business_date)
    where customer_id = $1 and loan_id = $2 and sealed_entry_id is not null
  ), placed as materialized (
    select decided.*, part.sealed_entry_id, part.row_count::integer as size,
      (nullif(position(sha256('\\x00'::bytea || decided.salt || decided.row) in part.all_hashes), 0) - 1) / ${HASH} as index
    from decided join night.sealed_part part using (run_id, slice_number)
  )
  select run_id as "runId", placed.sealed_entry_id as "entryId", slice_number as slice, placed.salt, placed.row, index, size,
    substr(all_hashes, index / ${ROW_GROUP} * ${GROUP} + 1, ${GROUP}) as rows,
    substr(all_hashes, size / ${ROW_GROUP} * ${GROUP} + 1, size % ${ROW_GROUP} * ${HASH}) as "rowsRest",
    substr(groups, index / ${ROW_GROUP ** 2} * ${GROUP} + 1, ${GROUP}) as groups,
    substr(groups, size / ${ROW_GROUP ** 2} * ${GROUP} + 1) as "groupsRest", blocks
  from placed join night.sealed_part using (run_id, slice_number)
  where index between 0 and size - 1
  order by business_date, decided_seq`

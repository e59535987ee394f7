// Each decision about the loan as a row of the seal of its night: the row itself, its salt, and the way to the root that the entry of the night holds.

import { hasher, indexOfHash, partPath, type RowPath, type RowSeal, rowPath } from '../../evidence/index.ts'
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

type Decided = {
  readonly run_id: number
  readonly entry_id: bigint
  readonly slice_number: number
  readonly salt: Uint8Array
  readonly text: string
}

/** Decisions of nights that are sealed; one that late money stored after the last seal is left out until the night is run again. */
export async function proveDecisions(sql: Sql, loan: FoundLoan): Promise<RowProof[]> {
  const decisions = await sql.query<Decided>(DECISIONS, [loan.customerId, loan.loanId])
  const proofs: RowProof[] = []
  for (const { run_id: runId, entry_id: entryId, slice_number: slice, salt, text } of decisions) {
    const [part] = await sql.query<{ row_hashes: Uint8Array }>(
      'select row_hashes from night.sealed_part where run_id = $1 and slice_number = $2',
      [runId, slice],
    )
    if (!part) continue
    const row = tlog.utf8(text)
    const place = indexOfHash(part.row_hashes, hasher.leaf(tlog.concat(salt, row)))
    if (place < 0) continue
    const parts = await sql.query<RowSeal & { slice_number: number }>(
      'select slice_number, row_count::integer as count, root from night.sealed_part where run_id = $1 order by slice_number',
      [runId],
    )
    const above = parts.findIndex(({ slice_number: number }) => number === slice)
    proofs.push({ entryId, salt, row, paths: [rowPath(part.row_hashes, place), partPath(parts, above)] })
  }
  return proofs
}

const DECISIONS = `
  select run_id, sealed_entry_id as entry_id, night.slice_of(customer_id, slice_count) as slice_number,
    decision.sealed_salt(salt, decision) as salt, decision.sealed_text(decision) as text
  from decision.decision join night.run using (run_id)
  where customer_id = $1 and loan_id = $2 and sealed_entry_id is not null
  order by decision.business_date, decided_seq`

// Money that arrives while the night runs, and any time after it on the same date, re-decides its customer: a change that the
// slice's snapshot did not see. Running it again finds nothing new, and a customer whose facts did not change is not stored again.

import { recorded } from '../evidence/index.ts'
import type { Database, Tx } from '../platform/index.ts'
import { allocateTasks, decideSlice, type SliceDecisions } from '../strategy/index.ts'
import { digestText } from './digest-text.ts'
import type { Slice } from './slices.ts'
import type { NightRun } from './steps.ts'

export type LateMoney = { readonly customers: number; readonly stored: bigint }

/** Re-decides the customers of one slice whose money moved after the slice had read it. */
export async function redecideLate(db: Database, night: NightRun, slice: Slice): Promise<LateMoney> {
  return recorded(
    db,
    async (tx, append) => {
      // Inside the transaction, so that what is marked as seen below is exactly what was looked for here.
      const late = await tx.query<{ customer_id: bigint }>(LATE, [night.runId, slice.number, slice.from, slice.to])
      const customers = late.map(row => row.customer_id)
      const [from, to] = [customers[0], customers.at(-1)]
      if (from === undefined || to === undefined) return { customers: 0, stored: 0n }
      const range = { from, to }
      const { runId, portfolioId, businessDate } = night
      const decided = await decideSlice(tx, night.decideStatement, {
        runId,
        portfolioId,
        businessDate,
        range,
        customers,
      })
      if (decided.stored > 0n) await allocateTasks(tx, { portfolioId, businessDate, range, customers })
      await rememberSeen(tx, night, slice, decided)
      await append({
        kind: 'slice.redecided',
        body: {
          run: runId,
          slice: slice.number,
          businessDate,
          customers: customers.length,
          stored: decided.stored,
          rowsSha256: digestText(decided.rowsSha256),
        },
      })
      return { customers: customers.length, stored: decided.stored }
    },
    { isolation: 'repeatable read', wroteNothing: late => late.customers === 0 },
  )
}

const LATE = `select distinct change.customer_id
  from night.slice
  join book.change on change.customer_id between $3 and $4 and not pg_visible_in_snapshot(change.changed_xid, slice.snapshot)
  where slice.run_id = $1 and slice.step = 'decide' and slice.slice_number = $2 and slice.state = 'done'
  order by change.customer_id`

/** The slice has now seen this money; its count and digest take in the rows that were stored again (digest of old digest and new). */
async function rememberSeen(tx: Tx, night: NightRun, slice: Slice, decided: SliceDecisions): Promise<void> {
  await tx.query(
    `update night.slice
     set snapshot = pg_current_snapshot(), stored_count = stored_count + $3,
         rows_sha256 = case when $4::bytea is null then rows_sha256 else sha256(coalesce(rows_sha256, '') || $4) end
     where run_id = $1 and step = 'decide' and slice_number = $2`,
    [night.runId, slice.number, decided.stored, decided.rowsSha256],
  )
}

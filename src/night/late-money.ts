// Money that arrives while the night runs, and any time after it on the same date, re-decides its customer: a change that the
// slice's snapshot did not see. Running it again finds nothing new, and an answer whose facts did not change is not stored again.

import { recomputeArrears } from '../book/index.ts'
import { recorded, sealRows } from '../evidence/index.ts'
import { Defect } from '../kernel/index.ts'
import type { Database, Sql } from '../platform/index.ts'
import { gradePromises } from '../resolution/index.ts'
import { recordStep } from './record-step.ts'
import type { Slice } from './slices.ts'
import { LATE_STEPS, type NightRun, runStep, type StepResult } from './steps.ts'
import { undisturbed } from './undisturbed.ts'

/** `error` is null when they were decided anew; otherwise they were not, and the slice's late money is held with it. */
export type LateMoney = { readonly customers: number; readonly error: string | null }

/** Re-decides the customers of one slice whose money moved after the slice had read it. A failure is an answer, so that other slices' go on. */
export async function redecideLate(db: Database, night: NightRun, slice: Slice): Promise<LateMoney> {
  try {
    return { customers: await undisturbed(() => redecide(db, night, slice)), error: null }
  } catch (error) {
    if (error instanceof Defect) throw error
    const text = error instanceof Error ? error.message : String(error)
    return { customers: await hold(db, night, slice, text), error: text }
  }
}

function redecide(db: Database, night: NightRun, slice: Slice): Promise<number> {
  return recorded(
    db,
    async (tx, append) => {
      // Inside the transaction, so that what is marked as seen below is exactly what was looked for here.
      const customers = await lateCustomers(tx, night, slice)
      const [from, to] = [customers[0], customers.at(-1)]
      if (from === undefined || to === undefined) return 0
      const { runId, portfolioId, businessDate } = night
      const late = { portfolioId, businessDate, from, to, customers }
      // A payment that began before the day was opened may have left the rows of the day before, spells included.
      await recomputeArrears(tx, late)
      await gradePromises(tx, late)
      let decided: StepResult['decided']
      for (const step of LATE_STEPS) {
        const result = await runStep(tx, night, { ...slice, customers }, step)
        // the slice as it now is: loans may have come with the money
        const whole = await step.count(tx, night, { ...slice, customers: null })
        await recordStep(tx, night, slice, step.name, { ...result, eligible: whole, done: whole }, 0)
        decided ??= result.decided
      }
      await tx.query(`delete from night.slice where run_id = $1 and step = 'late' and slice_number = $2`, [
        runId,
        slice.number,
      ])
      await append({
        kind: 'slice.redecided',
        portfolioId,
        body: {
          run: runId,
          slice: slice.number,
          businessDate,
          customers: customers.length,
          stored: decided?.stored,
          redecided: decided?.redecided,
        },
        ...(decided && { rows: sealRows(decided.rowHashes) }),
      })
      return customers.length
    },
    { isolation: 'repeatable read', wroteNothing: customers => customers === 0 },
  )
}

/** Customers with a loan in this portfolio, in order. The changes of every year before are passed by: the slice saw all transactions older than the
 * oldest it did not see. */
async function lateCustomers(sql: Sql, night: NightRun, slice: Slice): Promise<bigint[]> {
  const [seen] = await sql.query<{ snapshot: string; oldest_unseen: string }>(
    `select snapshot::text, pg_snapshot_xmin(snapshot)::text as oldest_unseen from night.slice
     where run_id = $1 and step = 'decide' and slice_number = $2 and state = 'done'`,
    [night.runId, slice.number],
  )
  if (!seen) return []
  const late = await sql.query<{ customer_id: bigint }>(LATE, [
    slice.from,
    slice.to,
    seen.oldest_unseen,
    seen.snapshot,
    night.portfolioId,
  ])
  return late.map(row => row.customer_id)
}

const LATE = `
  select distinct customer_id from book.change
  where customer_id between $1 and $2 and changed_xid >= $3::xid8 and not pg_visible_in_snapshot(changed_xid, $4::pg_snapshot)
    and exists (select from book.loan where loan.customer_id = change.customer_id and loan.customer_id between $1 and $2 and portfolio_id = $5)
  order by customer_id`

/** A row of its own for the loans that wait: the slice itself is done, and their first answer stands until the cause is mended. Returns how many
 * customers wait. */
async function hold(db: Database, night: NightRun, slice: Slice, error: string): Promise<number> {
  const customers = await lateCustomers(db, night, slice)
  await db.query(
    `insert into night.slice (run_id, step, slice_number, state, eligible_count, held_count, error)
     select $1, 'late', $2, 'held', loans, loans, $5
     from (select count(*) as loans from book.loan where portfolio_id = $3 and customer_id = any ($4)) book
     on conflict (run_id, step, slice_number) do update
       set eligible_count = excluded.eligible_count, held_count = excluded.held_count, error = excluded.error`,
    [night.runId, slice.number, night.portfolioId, customers, `late money: ${error}`],
  )
  return customers.length
}

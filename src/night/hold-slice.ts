// What is written of a slice that could not be done, so that the night can end, the others count, and somebody knows what to mend.

import type { Database } from '../platform/index.ts'
import { nameFailingLoan } from './name-failing-loan.ts'
import type { Slice } from './slices.ts'
import { loansToDecide, type NightRun } from './steps.ts'

/** Marks the slice as held with its error and counts its loans. False when it is done all the same: what ran it before us and was taken for dead
 * had its commit under way. */
export async function holdSlice(db: Database, night: NightRun, slice: Slice, error: string): Promise<boolean> {
  const held = await db.write(
    `insert into night.slice (run_id, step, slice_number, state, eligible_count, held_count, error) values ($1, 'decide', $2, 'held', $3, $3, $4)
     on conflict (run_id, step, slice_number) do update
       set state = 'held', eligible_count = $3, done_count = 0, held_count = $3, error = $4
       where slice.state <> 'done'`,
    [night.runId, slice.number, await loansToDecide(db, night, { ...slice, customers: null }), error],
  )
  return held > 0
}

/** The sentence that is kept with a held slice; for a value that cannot be, also whose it is. */
export async function errorText(db: Database, night: NightRun, slice: Slice, error: unknown): Promise<string> {
  const message = error instanceof Error ? error.message : String(error)
  const loan = await nameFailingLoan(db, night, slice, error)
  return loan === null ? message : `${message} (${loan})`
}

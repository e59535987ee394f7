// One slice of a night: all its steps in one transaction, so a slice is done or not there, whatever kills the program. A slice that
// fails is held with its error; the others go on.

import { recorded } from '../evidence/index.ts'
import { Defect } from '../kernel/index.ts'
import type { Clock, Database, Tx } from '../platform/index.ts'
import { digestText } from './digest-text.ts'
import { errorText, holdSlice } from './hold-slice.ts'
import type { Slice } from './slices.ts'
import { type NightRun, STEPS, type StepResult } from './steps.ts'
import { undisturbed } from './undisturbed.ts'

export type SliceResult = { readonly state: 'done' | 'held'; readonly loans: bigint; readonly error: string | null }

/** Runs every step on a slice; a failure is an answer, not an exception, so that the other slices go on. */
export async function runSlice(db: Database, clock: Clock, night: NightRun, slice: Slice): Promise<SliceResult> {
  try {
    const loans = await undisturbed(() => attemptSlice(db, clock, night, slice))
    return { state: 'done', loans, error: null }
  } catch (error) {
    if (error instanceof Defect) throw error
    const text = await errorText(db, night, slice, error)
    const isHeld = await holdSlice(db, night, slice, text)
    return isHeld ? { state: 'held', loans: 0n, error: text } : { state: 'done', loans: 0n, error: null }
  }
}

function attemptSlice(db: Database, clock: Clock, night: NightRun, slice: Slice): Promise<bigint> {
  return recorded(
    db,
    async (tx, append) => {
      const done: Record<string, bigint> = {}
      let stored: StepResult | undefined
      for (const step of STEPS) {
        const before = clock.elapsedMs()
        const result = await step.run(tx, night, slice, null)
        if (result.eligible !== result.done)
          throw new Defect(`step '${step.name}' was about ${result.eligible} rows and did ${result.done}`)
        await recordStep(tx, night, slice, step.name, result, (clock.elapsedMs() - before) / 1000)
        done[step.name] = result.done
        if (step.name === 'decide') stored = result
      }
      await append({
        kind: 'slice.decided',
        body: {
          run: night.runId,
          slice: slice.number,
          businessDate: night.businessDate,
          done,
          stored: stored?.stored,
          rowsSha256: digestText(stored?.rowsSha256),
        },
      })
      return done['decide'] ?? 0n
    },
    // One snapshot for all steps: what the slice did not see is exactly what came later.
    { isolation: 'repeatable read' },
  )
}

async function recordStep(
  tx: Tx,
  night: NightRun,
  slice: Slice,
  step: string,
  result: StepResult,
  seconds: number,
): Promise<void> {
  await tx.query(
    `insert into night.slice (run_id, step, slice_number, state, eligible_count, done_count, seconds, snapshot, totals, stored_count, rows_sha256)
     values ($1, $2, $3, 'done', $4, $5, $6, pg_current_snapshot(), $7, $8, $9)
     on conflict (run_id, step, slice_number) do update
       set state = excluded.state, eligible_count = excluded.eligible_count, done_count = excluded.done_count, held_count = 0, seconds = excluded.seconds,
           snapshot = excluded.snapshot, totals = excluded.totals, stored_count = excluded.stored_count, rows_sha256 = excluded.rows_sha256, error = null`,
    [
      night.runId,
      step,
      slice.number,
      result.eligible,
      result.done,
      seconds.toFixed(3),
      result.totals
        ? JSON.stringify(result.totals, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))
        : null,
      result.stored ?? 0n,
      result.rowsSha256 ?? null,
    ],
  )
}

// One slice of a night: all its steps in one transaction, so a slice is done or not there, whatever kills the program. A slice that
// fails is held with its error; the others go on.

import { recorded, sealRows } from '../evidence/index.ts'
import { Defect } from '../kernel/index.ts'
import type { Clock, Database } from '../platform/index.ts'
import { errorText, holdSlice } from './hold-slice.ts'
import { recordStep } from './record-step.ts'
import type { Slice } from './slices.ts'
import { type NightRun, runStep, STEPS, type StepResult } from './steps.ts'
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
      let decided: StepResult['decided']
      for (const step of STEPS) {
        const before = clock.elapsedMs()
        const result = await runStep(tx, night, { ...slice, customers: null }, step)
        await recordStep(tx, night, slice, step.name, result, (clock.elapsedMs() - before) / 1000)
        done[step.name] = result.done
        decided ??= result.decided
      }
      await append({
        kind: 'slice.decided',
        portfolioId: night.portfolioId,
        body: {
          run: night.runId,
          slice: slice.number,
          businessDate: night.businessDate,
          done,
          stored: decided?.stored,
        },
        ...(decided && { rows: sealRows(decided.rowHashes) }),
      })
      return done['decide'] ?? 0n
    },
    // One snapshot for all steps: what the slice did not see is exactly what came later.
    { isolation: 'repeatable read' },
  )
}

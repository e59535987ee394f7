// What a slice tells of each of its steps: the counts of the report and of the seal, kept where the slice is done.

import type { Tx } from '../platform/index.ts'
import type { Slice } from './slices.ts'
import type { NightRun, StepResult } from './steps.ts'

/** Replaces what the slice counted before; answers stored, and their hashes, come after those of earlier passes. A held row has none. `seconds` are the night's own: of a pass for late money the step `late` tells them. */
export async function recordStep(
  tx: Tx,
  night: NightRun,
  slice: Slice,
  step: string,
  { eligible, done, decided }: StepResult,
  seconds: number,
): Promise<void> {
  await tx.query(
    `insert into night.slice (run_id, step, slice_number, state, eligible_count, done_count, seconds, snapshot, stored_count, redecided_count, row_hashes)
     values ($1, $2, $3, 'done', $4, $5, $6, pg_current_snapshot(), $7, $8, $9)
     on conflict (run_id, step, slice_number) do update
       set state = 'done', eligible_count = excluded.eligible_count, done_count = excluded.done_count, held_count = 0, error = null,
           seconds = slice.seconds + excluded.seconds, snapshot = excluded.snapshot,
           stored_count = slice.stored_count + excluded.stored_count, redecided_count = slice.redecided_count + excluded.redecided_count,
           row_hashes = coalesce(slice.row_hashes, '') || coalesce(excluded.row_hashes, '')`,
    [
      night.runId,
      step,
      slice.number,
      eligible,
      done,
      seconds.toFixed(3),
      decided?.stored ?? 0n,
      decided?.redecided ?? 0n,
      decided?.rowHashes ?? null,
    ],
  )
}

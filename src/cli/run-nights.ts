// Nights of several portfolios, one after the other, each with all workers, with progress on a terminal.

import { Fault } from '../kernel/index.ts'
import { type NightProgress, type NightReport, runNight } from '../night/index.ts'
import type { Database } from '../platform/index.ts'
import type { Context } from './command.ts'
import { progressBar } from './progress-bar.ts'

export type PlannedNight = { readonly portfolio: string; readonly businessDate: string; readonly allowsGap?: boolean }
export type RefusedNight = { readonly portfolio: string; readonly fault: Fault }

/** A portfolio whose night is refused does not keep the others from theirs. The fault of a single one is thrown, as is a stop. */
export async function runNights(
  db: Database,
  context: Context,
  nights: readonly PlannedNight[],
): Promise<{ reports: NightReport[]; refused: RefusedNight[] }> {
  const { config, clock, log, stopping } = context
  const bar = progressBar(context.stderr)
  const reports: NightReport[] = []
  const refused: RefusedNight[] = []
  for (const night of nights) {
    const onProgress = (at: NightProgress) =>
      bar.show(`${at.portfolio} ${night.businessDate}`, at.slicesDone / at.slices, `${at.loans} loans`)
    try {
      reports.push(await runNight(db, { ...night, workers: config.workers, clock, log, onProgress, stopping }))
    } catch (fault) {
      if (!(fault instanceof Fault) || stopping.aborted || nights.length === 1) throw fault
      refused.push({ portfolio: night.portfolio, fault })
    }
  }
  bar.clear()
  return { reports, refused }
}

// Runs one business date of a portfolio: open the day, all slices in parallel, late money, seal, report. Started again after any
// interruption it does what is missing; after a finished night it changes nothing but for money that arrived since.

import { recorded } from '../evidence/index.ts'
import { Fault, must } from '../kernel/index.ts'
import type { Clock, Database, Log } from '../platform/index.ts'
import { prepareDeciding } from '../strategy/index.ts'
import { redecideLate } from './late-money.ts'
import { makeReport } from './make-report.ts'
import { type OpenedDay, openDay } from './open-day.ts'
import type { NightReport } from './report.ts'
import { runSlice } from './run-slice.ts'
import { type Slice, slices } from './slices.ts'
import { type NightRun, STEPS } from './steps.ts'

export type NightProgress = {
  readonly portfolio: string
  readonly slicesDone: number
  readonly slices: number
  readonly loans: bigint
}

export type NightOptions = {
  readonly businessDate: string
  /** Portfolio code. */
  readonly portfolio: string
  /** Loans in a slice; left out, the size that measured best. Holds for a new run only. */
  readonly loansPerSlice?: number
  /** Slices at the same time, each on a connection of its own. */
  readonly workers: number
  readonly clock: Clock
  readonly log: Log
  readonly onProgress?: (progress: NightProgress) => void
  /** Stops after the slices under way; the next run goes on. */
  readonly stopping?: AbortSignal
}

/** Any constant; the second key is the portfolio, so that two nights of one portfolio cannot run side by side. */
export const NIGHT_LOCK = 7_210_011

/** Decides the book of a portfolio for one business date. Throws `Fault`: unknown portfolio, a date before the open day, a night already running. */
export async function runNight(db: Database, options: NightOptions): Promise<NightReport> {
  const lock = await db.connect()
  try {
    const day = await openDay(db, options)
    const locked = await lock.query<{ ok: boolean }>('select pg_try_advisory_lock($1, $2) as ok', [
      NIGHT_LOCK,
      day.portfolioId,
    ])
    if (!locked.rows[0]?.ok)
      throw new Fault('night.running', `A night of portfolio ${options.portfolio} is running already.`)
    return await decideDay(db, day, options)
  } finally {
    await lock.end()
  }
}

async function decideDay(db: Database, day: OpenedDay, options: NightOptions): Promise<NightReport> {
  const { clock } = options
  const before = clock.elapsedMs()
  const night: NightRun = {
    runId: day.runId,
    portfolioId: day.portfolioId,
    businessDate: options.businessDate,
    decideStatement: (await prepareDeciding(db, { id: day.portfolioId, code: options.portfolio }, options.businessDate))
      .statement,
  }
  const all = slices(day.sliceCount)
  await runMissing(db, night, all, options)
  if (options.stopping?.aborted)
    throw new Fault('night.stopped', 'The night was stopped. Run the same date again: it goes on where it stopped.')
  for (const slice of all) await redecideLate(db, night, slice)
  const seconds = (clock.elapsedMs() - before) / 1000
  return seal(db, day, night, seconds)
}

async function runMissing(db: Database, night: NightRun, all: readonly Slice[], options: NightOptions): Promise<void> {
  const done = await doneSlices(db, night.runId)
  const waiting = all.filter(slice => !done.has(slice.number))
  let loans = 0n
  let count = done.size
  const work = async (): Promise<void> => {
    for (let slice = waiting.shift(); slice && !options.stopping?.aborted; slice = waiting.shift()) {
      const result = await runSlice(db, options.clock, night, slice)
      if (result.state === 'held')
        options.log('night', 'slice held', { slice: slice.number, error: result.error ?? '' })
      loans += result.loans
      count += 1
      options.onProgress?.({ portfolio: options.portfolio, slicesDone: count, slices: all.length, loans })
    }
  }
  await Promise.all(Array.from({ length: options.workers }, work))
}

async function doneSlices(db: Database, runId: number): Promise<Set<number>> {
  const rows = await db.query<{ slice_number: number }>(
    `select slice_number from night.slice where run_id = $1 and state = 'done' group by slice_number having count(*) = $2`,
    [runId, STEPS.length],
  )
  return new Set(rows.map(row => row.slice_number))
}

/** Closes the run with its report and one evidence entry; a run that is closed already keeps the report of its night. */
async function seal(db: Database, day: OpenedDay, night: NightRun, seconds: number): Promise<NightReport> {
  const report = await makeReport(db, day, night.businessDate, seconds)
  const changed = day.isNew || day.state !== 'finished' || report.decided !== day.report?.decided
  if (!changed) return must(day.report, 'a finished run has a report')
  await recorded(db, async (tx, append) => {
    const digests = await tx.query<{ slice_number: number; rows_sha256: Uint8Array | null }>(
      `select slice_number, rows_sha256 from night.slice where run_id = $1 and step = 'decide' order by slice_number`,
      [night.runId],
    )
    await tx.query(`update night.run set state = $2, finished_at = clock_timestamp(), report = $3 where run_id = $1`, [
      night.runId,
      report.state,
      JSON.stringify(report),
    ])
    await append({
      kind: 'run.sealed',
      body: {
        run: night.runId,
        portfolio: report.portfolio.code,
        businessDate: night.businessDate,
        loans: report.loans,
        decided: report.decided,
        state: report.state,
        // the digest of each slice's decision rows in key order, slices in order
        slices: digests.map(row => (row.rows_sha256 === null ? null : Buffer.from(row.rows_sha256).toString('hex'))),
      },
    })
  })
  return report
}

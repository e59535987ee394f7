// Runs one business date of a portfolio: open the day, all slices in parallel, late money, seal, report. Started again after any
// interruption it does what is missing; after a finished night it changes nothing but for money that arrived since.

import { isDeepStrictEqual } from 'node:util'
import { recorded, sealParts } from '../evidence/index.ts'
import { Fault } from '../kernel/index.ts'
import type { Clock, Database, Log } from '../platform/index.ts'
import { NIGHT_LOCK, prepareDeciding } from '../strategy/index.ts'
import { redecideLate } from './late-money.ts'
import { makeReport, type NightPass } from './make-report.ts'
import { type OpenedDay, openDay } from './open-day.ts'
import { refuseImpossibleDay } from './refuse-day.ts'
import type { NightReport, ReportStep } from './report.ts'
import { runSlice } from './run-slice.ts'
import { sealSlices } from './seal-slices.ts'
import { sideBySide } from './side-by-side.ts'
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
  /** Lets the date be far from what the book knows, where otherwise a slip of the keyboard is suspected. */
  readonly allowsGap?: boolean
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

const STOPPED = new Fault(
  'night.stopped',
  'The night was stopped. Run the same date again: it goes on where it stopped.',
)
const LOCK_LOST = new Fault(
  'night.lock_lost',
  'The connection that keeps other nights out was lost, so the night has stopped. Run the same date again: it goes on where it stopped.',
  { retryable: true },
)

/** Decides the book of a portfolio for one business date. Throws `Fault`: 'night.portfolio_unknown', 'night.day_passed',
 * 'night.day_far_ahead', 'night.before_tape', 'night.running', and what the tables have against compiling; each leaves the day as it was.
 * 'night.stopped' and 'night.lock_lost' leave the slices that are done. */
export async function runNight(db: Database, options: NightOptions): Promise<NightReport> {
  const portfolioId = await portfolioIdOf(db, options.portfolio)
  const lock = await db.connect()
  // Whose lock is gone may not be alone any more: finish what is under way and stop.
  const lost = new AbortController()
  lock.on('error', () => lost.abort(LOCK_LOST))
  const stopping = options.stopping ? AbortSignal.any([options.stopping, lost.signal]) : lost.signal
  try {
    const locked = await lock.query<{ ok: boolean }>('select pg_try_advisory_lock($1, $2) as ok', [
      NIGHT_LOCK,
      portfolioId,
    ])
    if (!locked.rows[0]?.ok)
      throw new Fault('night.running', `A night of portfolio ${options.portfolio} is running already.`)
    return await decideDay(db, portfolioId, { ...options, stopping })
  } finally {
    await lock.end()
  }
}

async function portfolioIdOf(db: Database, code: string): Promise<number> {
  const [row] = await db.query<{ portfolio_id: number }>('select portfolio_id from book.portfolio where code = $1', [
    code,
  ])
  if (!row) throw new Fault('night.portfolio_unknown', `There is no portfolio '${code}'.`)
  return row.portfolio_id
}

async function decideDay(db: Database, portfolioId: number, options: NightOptions): Promise<NightReport> {
  const { clock, businessDate } = options
  const before = clock.elapsedMs()
  const elapsed = (): number => (clock.elapsedMs() - before) / 1000
  // All that can refuse the date comes before it is opened, because an opened day cannot be taken back.
  const leftOut = await refuseImpossibleDay(db, portfolioId, options)
  if (leftOut > 0)
    options.log('night', 'dates left out', { portfolio: options.portfolio, dates: leftOut, businessDate })
  const deciding = await prepareDeciding(db, { id: portfolioId, code: options.portfolio }, businessDate)
  const day = await openDay(db, portfolioId, options)
  const prepare = step('prepare', deciding.tableCount, elapsed())
  const night: NightRun = {
    runId: day.runId,
    salt: day.salt,
    portfolioId,
    businessDate,
    decideStatement: deciding.statement,
  }
  const all = slices(day.sliceCount)
  await runMissing(db, night, all, options)
  refuseWhenStopped(options)
  const late = await redecideAllLate(db, night, all, options)
  refuseWhenStopped(options)
  const report = await seal(db, day, night, { seconds: elapsed(), prepare, late })
  if (report === day.report)
    options.log('night', 'decided already, nothing changed', { portfolio: options.portfolio, businessDate })
  return report
}

function refuseWhenStopped({ stopping }: NightOptions): void {
  if (stopping?.aborted) throw stopping.reason === LOCK_LOST ? LOCK_LOST : STOPPED
}

async function redecideAllLate(
  db: Database,
  night: NightRun,
  all: readonly Slice[],
  options: NightOptions,
): Promise<ReportStep> {
  const { clock, log } = options
  const before = clock.elapsedMs()
  const customers = { done: 0, held: 0 }
  await sideBySide(all, options, async slice => {
    const late = await redecideLate(db, night, slice)
    customers[late.error === null ? 'done' : 'held'] += late.customers
    if (late.error !== null) log('night', 'late money held', { slice: slice.number, error: late.error })
  })
  return {
    ...step('late', customers.done, (clock.elapsedMs() - before) / 1000),
    eligible: customers.done + customers.held,
    held: customers.held,
  }
}

/** A step of the whole run rather than of its slices: it is done, or the run has ended with its fault. */
function step(name: string, count: number, seconds: number): ReportStep {
  return { step: name, eligible: count, done: count, held: 0, failed: 0, seconds: Math.round(seconds * 1000) / 1000 }
}

async function runMissing(db: Database, night: NightRun, all: readonly Slice[], options: NightOptions): Promise<void> {
  const done = await doneSlices(db, night.runId)
  let loans = 0n
  let count = done.size
  await sideBySide(
    all.filter(slice => !done.has(slice.number)),
    options,
    async slice => {
      const result = await runSlice(db, options.clock, night, slice)
      if (result.state === 'held')
        options.log('night', 'slice held', { slice: slice.number, error: result.error ?? '' })
      loans += result.loans
      count += 1
      options.onProgress?.({ portfolio: options.portfolio, slicesDone: count, slices: all.length, loans })
    },
  )
}

async function doneSlices(db: Database, runId: number): Promise<Set<number>> {
  const rows = await db.query<{ slice_number: number }>(
    `select slice_number from night.slice where run_id = $1 and step <> 'late' and state = 'done' group by slice_number having count(*) = $2`,
    [runId, STEPS.length],
  )
  return new Set(rows.map(row => row.slice_number))
}

/** But for the times, and for how many came late in this very pass. Not by the count of late customers: a pass may have been killed before it was sealed. */
function saysTheSame(one: NightReport, other: NightReport): boolean {
  const said = (report: NightReport): unknown => ({
    ...report,
    seconds: null,
    loansPerSecond: null,
    steps: report.steps.filter(({ step: name }) => STEPS.some(step => step.name === name)),
  })
  return isDeepStrictEqual(said(one), said(other))
}

/** Closes the run with its report and one evidence entry; a run that is closed already keeps the report of its night. */
async function seal(db: Database, day: OpenedDay, night: NightRun, pass: NightPass): Promise<NightReport> {
  const report = await makeReport(db, day, night.businessDate, pass)
  if (day.state === 'finished' && day.report !== null && saysTheSame(report, day.report)) return day.report
  await recorded(db, async (tx, append) => {
    const entryId = await append({
      kind: 'run.sealed',
      portfolioId: night.portfolioId,
      body: {
        run: night.runId,
        portfolio: report.portfolio.code,
        businessDate: night.businessDate,
        loans: report.loans,
        decided: report.decided,
        state: report.state,
      },
      rows: sealParts(await sealSlices(tx, night.runId)),
    })
    await tx.query(
      `update night.run set state = $2, finished_at = clock_timestamp(), report = $3, sealed_entry_id = $4 where run_id = $1`,
      [night.runId, report.state, JSON.stringify(report), entryId],
    )
  })
  return report
}

// `decision replay`: what a candidate strategy would have said on past dates, beside what the strategy in force said, over facts as they were.
// One snapshot of the book serves all dates and slices, so that money arriving meanwhile changes nothing; slices bound memory and
// temporary space. The replay itself is recorded.

import { Fault, type IdRange, idRanges, must } from '../../kernel/index.ts'
import type { Clock, Database } from '../../platform/index.ts'
import { Sums } from './add-up.ts'
import { type ReplayPortfolio, replayDates, replayPortfolio } from './ask.ts'
import { baselinePeriods, type Period } from './baseline.ts'
import { type Candidate, type CandidateSource, readCandidate, withCandidate } from './candidate.ts'
import { describePeriods, notes } from './describe.ts'
import { keepReplay } from './keep.ts'
import { openReplay, replaySlice, type SideStatements, sideStatements } from './replay-slice.ts'
import type { Replay } from './result.ts'
import { inSession } from './session.ts'

export type ReplayOptions = {
  /** Portfolio code. */
  readonly portfolio: string
  readonly from: string
  readonly to: string
  readonly candidate: CandidateSource
  /** Example loans at most. */
  readonly examples: number
  readonly workers: number
  readonly clock: Clock
  readonly loansPerSlice?: number
  readonly onProgress?: (done: number, all: number) => void
  readonly stopping?: AbortSignal
}

/** As the night's: rows of a slice sort and hash in memory, and planning stays small beside running. */
const LOANS_PER_SLICE = 25_000

/** Compares, records and returns. Writes nothing to the book. Throws `Fault` for what ask.ts, baseline.ts and candidate.ts refuse. */
export async function runReplay(db: Database, options: ReplayOptions): Promise<Replay> {
  const before = options.clock.elapsedMs()
  const dates = replayDates(options.from, options.to)
  const portfolio = await replayPortfolio(db, options.portfolio, options.to)
  const candidate = await readCandidate(db, options.candidate)
  const periods = await baselinePeriods(db, portfolio, dates)
  const sums = await compareAll(db, portfolio, periods, candidate, options)
  const tables = periods.flatMap(({ arms }) =>
    [...arms, ...withCandidate(arms, candidate)].flatMap(arm => arm.tables.get('treatment') ?? []),
  )
  return keepReplay(db, portfolio, options, {
    portfolio: { code: portfolio.code, currency: portfolio.currency },
    from: options.from,
    to: options.to,
    baseline: await describePeriods(db, periods),
    candidate: {
      kind: candidate.kind,
      name: candidate.name,
      tables: candidate.sources,
      ignoredFiles: candidate.ignoredFiles,
    },
    days: sums.dayRows(),
    moves: sums.moveRows(),
    examples: sums.exampleRows(options.examples, [...new Set(tables)]),
    notes: notes(periods),
    seconds: Math.round(options.clock.elapsedMs() - before) / 1000,
  })
}

type Piece = { readonly businessDate: string; readonly range: IdRange; readonly statements: SideStatements }

async function compareAll(
  db: Database,
  portfolio: ReplayPortfolio,
  periods: readonly Period[],
  candidate: Candidate,
  options: ReplayOptions,
): Promise<Sums> {
  const [count] = await db.query<{ loans: bigint }>('select count(*) as loans from book.loan where portfolio_id = $1', [
    portfolio.id,
  ])
  const ranges = idRanges(
    Math.max(1, Math.ceil(Number(count?.loans ?? 0n) / (options.loansPerSlice ?? LOANS_PER_SLICE))),
  )
  const pieces = periods.flatMap(({ dates, arms, experiment }): Piece[] => {
    const statements = sideStatements({ baseline: arms, candidate: withCandidate(arms, candidate) }, experiment.salt)
    return dates.flatMap(businessDate => ranges.map(range => ({ businessDate, range, statements })))
  })
  const sums = new Sums()
  const waiting = [...pieces].reverse()
  let done = 0
  await db.transaction(
    async holder => {
      const [row] = await holder.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
      const snapshot = must(row, 'the function returns one row').snapshot
      const work = () =>
        inSession(db, async (session, within) => {
          await openReplay(session)
          for (let piece = waiting.pop(); piece; piece = waiting.pop()) {
            if (options.stopping?.aborted)
              throw new Fault('strategy.replay_stopped', 'The replay was stopped; nothing was recorded.')
            const { businessDate, range, statements } = piece
            sums.add(
              businessDate,
              await within(snapshot, tx =>
                replaySlice(tx, statements, { portfolioId: portfolio.id, businessDate, range }),
              ),
            )
            done += 1
            options.onProgress?.(done, pieces.length)
          }
        })
      const failed = (error: unknown) => {
        // The others end after the piece under way.
        waiting.length = 0
        throw error
      }
      await Promise.all(Array.from({ length: Math.min(options.workers, pieces.length) }, () => work().catch(failed)))
    },
    { isolation: 'repeatable read' },
  )
  return sums
}

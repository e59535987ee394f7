// How far the running nights are, read from the night's own book-keeping. The night may run in another process or on another machine:
// its rows are the only thing that is asked.

import { z } from 'zod'
import { nightsRunning } from '../../night/index.ts'
import type { Sql } from '../../platform/index.ts'
import { BUSINESS_DATE, COUNT, INSTANT, PORTFOLIO, RUN_STATE } from '../fields.ts'
import { from, read, sql } from '../query/read.ts'

export const NIGHT_PROGRESS = z
  .strictObject({
    runs: z.array(
      z.strictObject({
        runId: z.int(),
        portfolio: PORTFOLIO,
        businessDate: BUSINESS_DATE,
        state: RUN_STATE,
        isInterrupted: z.boolean().meta({ description: 'It has not finished and nobody works on it.' }),
        startedAt: INSTANT,
        share: z.number().min(0).max(1).meta({ description: 'Share of the work that is done.' }),
        sliceCount: COUNT,
        slicesDone: COUNT,
        steps: z.array(z.strictObject({ step: z.string(), eligible: COUNT, done: COUNT, held: COUNT, failed: COUNT })),
      }),
    ),
  })
  .meta({
    id: 'NightProgress',
    description: 'The data of one event: every running night, and the finished ones of the latest business date.',
  })

export type NightProgress = z.output<typeof NIGHT_PROGRESS>

/** One small read over the latest runs, cheap enough to repeat every second. */
export async function readProgress(db: Sql): Promise<NightProgress> {
  const runs = await read(
    db,
    from
      .selectFrom('night.run as run')
      .innerJoin('book.portfolio as portfolio', 'portfolio.portfolio_id', 'run.portfolio_id')
      .select([
        'run.run_id',
        'run.portfolio_id',
        'run.business_date',
        'run.state',
        'run.slice_count',
        'run.started_at',
        'portfolio.code',
        'portfolio.name',
        'portfolio.jurisdiction',
        'portfolio.currency',
      ])
      .where(eb =>
        eb.or([
          eb('run.state', '=', 'running'),
          eb(
            'run.business_date',
            '=',
            eb.selectFrom('night.run').select(({ fn }) => fn.max('business_date').as('latest')),
          ),
        ]),
      )
      .orderBy('portfolio.code')
      .orderBy('run.business_date'),
  )
  if (runs.length === 0) return { runs: [] }
  const ids = runs.map(run => run.run_id)
  const steps = await read(db, stepsOf(ids))
  const working = runs.some(run => run.state === 'running') ? await nightsRunning(db) : new Set<number>()
  return {
    runs: runs.map(run => {
      const own = steps.filter(step => step.run_id === run.run_id)
      const slicesDone = Math.max(0, ...own.map(step => Number(step.slices_done)))
      return {
        runId: run.run_id,
        portfolio: { code: run.code, name: run.name, jurisdiction: run.jurisdiction, currency: run.currency },
        businessDate: run.business_date,
        state: RUN_STATE.parse(run.state),
        isInterrupted: run.state === 'running' && !working.has(run.portfolio_id),
        startedAt: run.started_at.toISOString(),
        sliceCount: run.slice_count,
        slicesDone,
        share: run.state === 'finished' ? 1 : shareOf(slicesDone, run.slice_count),
        steps: own.map(step => ({
          step: step.step,
          eligible: Number(step.eligible),
          done: Number(step.done),
          held: Number(step.held),
          failed: Number(step.failed),
        })),
      }
    }),
  }
}

function stepsOf(ids: readonly number[]) {
  return from
    .selectFrom('night.slice')
    .select([
      'run_id',
      'step',
      sql<bigint>`count(*) filter (where slice_number >= 0)`.as('slices_done'),
      sql<bigint>`sum(eligible_count)::bigint`.as('eligible'),
      sql<bigint>`sum(done_count)::bigint`.as('done'),
      sql<bigint>`sum(held_count)::bigint`.as('held'),
      sql<bigint>`sum(failed_count)::bigint`.as('failed'),
    ])
    .where('run_id', 'in', ids)
    .groupBy(['run_id', 'step'])
    .orderBy('run_id')
    .orderBy('step')
}

// A slice is recorded when all its steps are done. What runs once a night (slice −1, before and after the slices) counts as one more, so
// that the bar is full only when the run says that it has finished.
function shareOf(slicesDone: number, sliceCount: number): number {
  return Math.min(1, slicesDone / (sliceCount + 1))
}

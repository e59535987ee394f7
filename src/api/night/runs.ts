// Night runs as the screens show them: which there are, and the reports of one business date.

import { z } from 'zod'
import type { Log, Sql } from '../../platform/index.ts'
import { BUSINESS_DATE, INSTANT, PORTFOLIO, RUN_STATE } from '../fields.ts'
import { from, read, sql } from '../query/read.ts'
import { NIGHT_REPORT, readReport } from './report.ts'

const RUN = {
  runId: z.int(),
  portfolio: PORTFOLIO,
  businessDate: BUSINESS_DATE,
  state: RUN_STATE,
  startedAt: INSTANT,
  finishedAt: INSTANT.nullable(),
}

export const NIGHT_LIST = z
  .strictObject({ nights: z.array(z.strictObject(RUN).meta({ id: 'NightRun' })) })
  .meta({ id: 'NightList' })

export const NIGHT = z
  .strictObject({
    businessDate: BUSINESS_DATE.nullable().meta({ description: 'Null before the first night.' }),
    runs: z.array(
      z
        .strictObject({
          ...RUN,
          heldSlices: z
            .array(z.strictObject({ step: z.string(), slice: z.int() }))
            .meta({ description: 'Slices that failed and wait. `curebook night status` tells why.' }),
          report: NIGHT_REPORT.nullable().meta({ description: 'Null until the run has finished.' }),
          isReportUnreadable: z.boolean().meta({ description: 'True when another version of Curebook stored it.' }),
        })
        .meta({ id: 'NightResult' }),
    ),
  })
  .meta({ id: 'Night' })

const runs = from
  .selectFrom('night.run as run')
  .innerJoin('book.portfolio as portfolio', 'portfolio.portfolio_id', 'run.portfolio_id')
  .select([
    'run.run_id',
    'run.business_date',
    'run.state',
    'run.started_at',
    'run.finished_at',
    'portfolio.code',
    'portfolio.name',
    'portfolio.jurisdiction',
    'portfolio.currency',
  ])

/** The latest `limit` runs, newest business date first. */
export async function latestRuns(db: Sql, limit: number): Promise<z.output<typeof NIGHT_LIST>> {
  const rows = await read(db, runs.orderBy('run.business_date', 'desc').orderBy('portfolio.code').limit(limit))
  return { nights: rows.map(runOf) }
}

/** The latest business date that has a report; before the first report, the latest that has a run; or null. A night that is running
 * does not take the last report off the screen. */
export async function latestBusinessDate(db: Sql): Promise<string | null> {
  const [row] = await read(
    db,
    from
      .selectFrom('night.run')
      .select('business_date')
      .orderBy(sql`report is null`)
      .orderBy('business_date', 'desc')
      .limit(1),
  )
  return row?.business_date ?? null
}

/** Every run of one business date with its report. */
export async function nightOf(db: Sql, log: Log, businessDate: string): Promise<z.output<typeof NIGHT>> {
  const rows = await read(
    db,
    runs.select('run.report').where('run.business_date', '=', businessDate).orderBy('portfolio.code'),
  )
  const held = await read(
    db,
    from
      .selectFrom('night.slice as slice')
      .innerJoin('night.run as run', 'run.run_id', 'slice.run_id')
      .select(['slice.run_id', 'slice.step', 'slice.slice_number'])
      .where('run.business_date', '=', businessDate)
      .where('slice.state', '=', 'held')
      .orderBy('slice.step')
      .orderBy('slice.slice_number'),
  )
  return {
    businessDate,
    runs: rows.map(row => {
      const report = readReport(row.report)
      const isReportUnreadable = row.report !== null && report === null
      if (isReportUnreadable) log('web', 'night_report_unreadable', { run_id: row.run_id })
      return {
        ...runOf(row),
        heldSlices: held
          .filter(slice => slice.run_id === row.run_id)
          .map(slice => ({ step: slice.step, slice: slice.slice_number })),
        report,
        isReportUnreadable,
      }
    }),
  }
}

type RunRow = {
  readonly run_id: number
  readonly business_date: string
  readonly state: string
  readonly started_at: Date
  readonly finished_at: Date | null
  readonly code: string
  readonly name: string
  readonly jurisdiction: string
  readonly currency: string
}

function runOf(row: RunRow): z.output<typeof NIGHT_LIST>['nights'][number] {
  return {
    runId: row.run_id,
    portfolio: { code: row.code, name: row.name, jurisdiction: row.jurisdiction, currency: row.currency },
    businessDate: row.business_date,
    state: RUN_STATE.parse(row.state),
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}

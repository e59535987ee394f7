// `night …`: run the steps of a business date, and see how the last ones went.

import { must, parseBusinessDate } from '../kernel/index.ts'
import { type NightProgress, type NightReport, runNight } from '../night/index.ts'
import type { Database } from '../platform/index.ts'
import { type Command, type Context, printJson } from './command.ts'
import { nightText } from './night-text.ts'
import { type Parsed, required, usage } from './options.ts'
import { progressBar } from './progress-bar.ts'

export const nightCommands: readonly Command[] = [
  {
    name: 'night run',
    help: 'decide the book for one business date: --date YYYY-MM-DD [--portfolio CODE]',
    options: { date: 'text', portfolio: 'text' },
    run: async (parsed, context) => {
      const businessDate = dateOption(parsed)
      const db = await context.database()
      const reports = await runNights(db, context, {
        businessDate,
        portfolios: await portfolioCodes(db, parsed.options['portfolio']),
      })
      if (parsed.switches.has('json')) printJson(context, { businessDate, ...totals(reports), portfolios: reports })
      else for (const report of reports) context.stdout.write(nightText(report))
      return reports.some(report => report.state === 'held') ? 1 : 0
    },
  },
  {
    name: 'night status',
    help: 'the last night of each portfolio',
    options: {},
    run: async (_, context) => {
      const db = await context.database()
      const runs = await db.query(
        `select distinct on (p.code) p.code as portfolio, r.business_date as "businessDate", r.state, r.started_at as "startedAt", r.finished_at as "finishedAt"
         from night.run r join book.portfolio p using (portfolio_id) order by p.code, r.business_date desc`,
      )
      printJson(context, { nights: runs })
      return 0
    },
  },
]

/** Runs the portfolios one after the other, each with all workers, showing progress on a terminal. */
export async function runNights(
  db: Database,
  context: Context,
  nights: { businessDate: string; portfolios: readonly string[] },
): Promise<NightReport[]> {
  const bar = progressBar(context.stderr)
  const reports: NightReport[] = []
  for (const portfolio of nights.portfolios) {
    const onProgress = (at: NightProgress) =>
      bar.show(`${at.portfolio} ${nights.businessDate}`, at.slicesDone / at.slices, `${at.loans} loans`)
    const { config, clock, log, stopping } = context
    reports.push(
      await runNight(db, {
        businessDate: nights.businessDate,
        portfolio,
        workers: config.workers,
        clock,
        log,
        onProgress,
        stopping,
      }),
    )
  }
  bar.clear()
  return reports
}

async function portfolioCodes(db: Database, one: string | undefined): Promise<string[]> {
  if (one !== undefined) return [one]
  const rows = await db.query<{ code: string }>('select code from book.portfolio order by code')
  if (rows.length === 0)
    throw usage('the book is empty: load a tape (`book import`) or build a demo book (`demo build`) first')
  return rows.map(row => row.code)
}

function dateOption(parsed: Parsed): string {
  const text = required(parsed, 'date', '2026-11-20')
  if (parseBusinessDate(text) === null) throw usage(`--date must be a calendar day YYYY-MM-DD, not '${text}'`)
  return text
}

/** The figures of all portfolios together, as the JSON contract has them at the top level. */
function totals(reports: readonly NightReport[]): Record<string, unknown> {
  const steps = new Map<
    string,
    { step: string; eligible: number; done: number; held: number; failed: number; seconds: number }
  >()
  for (const step of reports.flatMap(report => report.steps)) {
    const sum = steps.get(step.step)
    if (!sum) steps.set(step.step, { ...step })
    else for (const key of ['eligible', 'done', 'held', 'failed', 'seconds'] as const) sum[key] += step[key]
  }
  return {
    loans: reports.reduce((sum, report) => sum + report.loans, 0),
    decided: reports.reduce((sum, report) => sum + report.decided, 0),
    tasks: reports.reduce((sum, report) => sum + report.tasks, 0),
    seconds: reports.reduce((sum, report) => sum + report.seconds, 0),
    steps: [...steps.values()],
    stages: count(
      reports.flatMap(report => report.stages),
      row => row.stage,
    ).map(([stage, loans]) => ({ stage, loans })),
    treatments: count(
      reports.flatMap(report => report.treatments),
      row => row.treatment,
    ).map(([treatment, loans]) => ({ treatment, loans })),
  }
}

function count<T extends { readonly loans: number }>(rows: readonly T[], key: (row: T) => string): [string, number][] {
  const sums = new Map<string, number>()
  for (const row of rows) sums.set(key(row), must(row, 'a row').loans + (sums.get(key(row)) ?? 0))
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
}

// `night …`: run the steps of a business date, and see how the last ones went.

import { unknownPortfolio } from '../book/index.ts'
import { Fault, parseBusinessDate } from '../kernel/index.ts'
import { type NightReport, nightsRunning } from '../night/index.ts'
import { type Database, terminalLanguage } from '../platform/index.ts'
import { table } from './columns.ts'
import { type Command, printJson } from './command.ts'
import { nightText } from './night-text.ts'
import type { ErrorDocument } from './one-document.ts'
import { type Parsed, required, usage } from './options.ts'
import { type RefusedNight, runNights } from './run-nights.ts'

export const nightCommands: readonly Command[] = [
  {
    name: 'night run',
    help: 'decide the book for one business date: --date YYYY-MM-DD [--portfolio CODE] [--allow-gap]',
    options: { date: 'text', portfolio: 'text', 'allow-gap': 'switch' },
    run: async (parsed, context) => {
      const businessDate = dateOption(parsed)
      const db = await context.database()
      const codes = await portfolioCodes(db, parsed.options['portfolio'])
      const allowsGap = parsed.switches.has('allow-gap')
      const { reports, refused } = await runNights(
        db,
        context,
        codes.map(portfolio => ({ portfolio, businessDate, allowsGap })),
      )
      const error = notAllDone(reports, refused)
      const document = { businessDate, ...totals(reports), portfolios: reports }
      if (parsed.switches.has('json')) printJson(context, error === null ? document : { error, ...document })
      else {
        for (const report of reports) context.stdout.write(nightText(report, terminalLanguage(context.config)))
        for (const { fault } of refused) context.stderr.write(`curebook: ${fault.message}\n`)
      }
      return error === null ? 0 : 1
    },
  },
  {
    name: 'night status',
    help: 'the last night of each portfolio',
    options: {},
    run: async (parsed, context) => {
      const db = await context.database()
      const runs = await db.query<LastNight>(
        `select distinct on (p.code) p.portfolio_id as "portfolioId", p.code as portfolio, r.business_date as "businessDate", r.state, r.started_at as "startedAt", r.finished_at as "finishedAt"
         from night.run r join book.portfolio p using (portfolio_id) order by p.code, r.business_date desc`,
      )
      const working = await nightsRunning(db)
      const nights = runs.map(({ portfolioId, state, ...run }) => ({
        ...run,
        // a run that nobody works on was killed; the same command goes on with it
        state: state === 'running' && !working.has(portfolioId) ? 'interrupted' : state,
      }))
      if (parsed.switches.has('json')) printJson(context, { nights })
      else context.stdout.write(statusText(nights))
      return 0
    },
  },
]

type LastNight = {
  readonly portfolioId: number
  readonly portfolio: string
  readonly businessDate: string
  readonly state: string
  readonly startedAt: Date
  readonly finishedAt: Date | null
}

function statusText(nights: readonly Omit<LastNight, 'portfolioId'>[]): string {
  if (nights.length === 0) return 'No portfolio has had a night yet.\n'
  const rows = nights.map(({ portfolio, businessDate, state, finishedAt }) => [
    portfolio,
    businessDate,
    state,
    finishedAt === null ? '–' : finishedAt.toISOString(),
  ])
  return table(['portfolio', 'last night of', '', 'ended'], rows)
}

async function portfolioCodes(db: Database, one: string | undefined): Promise<string[]> {
  const rows = await db.query<{ code: string }>('select code from book.portfolio order by code')
  if (one !== undefined) {
    if (rows.some(({ code }) => code === one)) return [one]
    const { message } = await unknownPortfolio(db, one)
    throw new Fault('night.portfolio_unknown', message)
  }
  if (rows.length === 0)
    throw usage('the book is empty: load a tape (`book import`) or build a demo book (`demo build`) first')
  return rows.map(row => row.code)
}

function dateOption(parsed: Parsed): string {
  const text = required(parsed, 'date', '2026-11-20')
  if (parseBusinessDate(text) === null) throw usage(`--date must be a calendar day YYYY-MM-DD, not '${text}'`)
  return text
}

/** Null when every portfolio was decided whole. */
function notAllDone(reports: readonly NightReport[], refused: readonly RefusedNight[]): ErrorDocument['error'] | null {
  const held = reports.flatMap(report =>
    report.held.map(row => `${report.portfolio.code}, slice ${row.slice}, ${row.loans} loans: ${row.error}`),
  )
  const sentences = [
    ...refused.map(({ fault }) => fault.message),
    ...(held.length === 0 ? [] : [`Held, run the same date again after mending: ${held.join('; ')}`]),
  ]
  if (sentences.length === 0) return null
  return { code: refused[0]?.fault.code ?? 'night.held', message: sentences.join(' ') }
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
    loans: sum(reports, report => report.loans),
    openLoans: sum(reports, report => report.open.loans),
    pastDueLoans: sum(reports, report => report.pastDue.loans),
    decided: sum(reports, report => report.decided),
    redecided: sum(reports, report => report.redecided),
    tasks: sum(reports, report => report.tasks),
    seconds: sum(reports, report => report.seconds),
    steps: [...steps.values()],
    stages: byCode(
      reports.flatMap(report => report.stages),
      row => row.stage,
    ).map(([stage, rows]) => ({
      stage,
      loans: sum(rows, row => row.loans),
      pastDueLoans: sum(rows, row => row.pastDue.loans),
    })),
    treatments: byCode(
      reports.flatMap(report => report.treatments),
      row => row.treatment,
    ).map(([treatment, rows]) => ({ treatment, loans: sum(rows, row => row.loans) })),
  }
}

/** Rows of one code together, codes in the order of the alphabet. */
function byCode<T>(rows: readonly T[], codeOf: (row: T) => string): [string, T[]][] {
  return [...Map.groupBy(rows, codeOf)].sort(([a], [b]) => (a < b ? -1 : 1))
}

function sum<T>(rows: readonly T[], valueOf: (row: T) => number): number {
  return rows.reduce((total, row) => total + valueOf(row), 0)
}

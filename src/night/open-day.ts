// The first step: opens a business date for a portfolio, so that the date is a fact of the book and never the system's clock.

import { type Append, recorded } from '../evidence/index.ts'
import { must } from '../kernel/index.ts'
import type { Database, Tx } from '../platform/index.ts'
import { NIGHT_REPORT, type NightReport } from './report.ts'
import { sliceCount } from './slices.ts'

export type OpenedDay = {
  readonly runId: number
  readonly salt: Uint8Array
  readonly portfolioId: number
  readonly sliceCount: number
  readonly isNew: boolean
  readonly state: 'running' | 'finished' | 'held'
  readonly report: NightReport | null
}

/** Finds or makes the run of this date. */
export async function openDay(
  db: Database,
  portfolioId: number,
  day: { portfolio: string; businessDate: string; loansPerSlice?: number },
): Promise<OpenedDay> {
  return recorded(db, (tx, append) => open(tx, append, portfolioId, day), { wroteNothing: opened => !opened.isNew })
}

async function open(
  tx: Tx,
  append: Append,
  portfolioId: number,
  day: { portfolio: string; businessDate: string; loansPerSlice?: number },
): Promise<OpenedDay> {
  await tx.query('select from book.portfolio where portfolio_id = $1 for update', [portfolioId])
  const [known] = await tx.query<RunRow>(
    'select run_id, salt, slice_count, state, report from night.run where portfolio_id = $1 and business_date = $2',
    [portfolioId, day.businessDate],
  )
  if (known) return { ...fromRow(known), portfolioId, isNew: false }
  // Decisions are partitioned by month, so that a retention rule drops a table instead of rows.
  await tx.query('select decision.open_month($1)', [day.businessDate])
  await tx.query('update book.portfolio set business_date = $2 where portfolio_id = $1', [
    portfolioId,
    day.businessDate,
  ])
  const [count] = await tx.query<{ loans: bigint }>('select count(*) as loans from book.loan where portfolio_id = $1', [
    portfolioId,
  ])
  const [made] = await tx.query<RunRow>(
    `insert into night.run (portfolio_id, business_date, slice_count) values ($1, $2, $3) returning run_id, salt, slice_count, state, report`,
    [portfolioId, day.businessDate, sliceCount(Number(count?.loans ?? 0n), day.loansPerSlice)],
  )
  const run = fromRow(must(made, 'insert returns the run'))
  await append({
    kind: 'day.opened',
    portfolioId,
    body: { portfolio: day.portfolio, businessDate: day.businessDate, run: run.runId, slices: run.sliceCount },
  })
  return { ...run, portfolioId, isNew: true }
}

type RunRow = {
  readonly run_id: number
  readonly salt: Uint8Array
  readonly slice_count: number
  readonly state: 'running' | 'finished' | 'held'
  readonly report: unknown
}

function fromRow(row: RunRow): Omit<OpenedDay, 'portfolioId' | 'isNew'> {
  return {
    runId: row.run_id,
    salt: row.salt,
    sliceCount: row.slice_count,
    state: row.state,
    report: row.report === null ? null : NIGHT_REPORT.parse(row.report),
  }
}

// The first step: opens a business date for a portfolio, so that the date is a fact of the book and never the system's clock.

import { addMonths, Fault, must, businessDate as toBusinessDate } from '../kernel/index.ts'
import type { Database, Tx } from '../platform/index.ts'
import { NIGHT_REPORT, type NightReport } from './report.ts'
import { sliceCount } from './slices.ts'

export type OpenedDay = {
  readonly runId: number
  readonly portfolioId: number
  readonly sliceCount: number
  readonly isNew: boolean
  readonly state: 'running' | 'finished' | 'held'
  readonly report: NightReport | null
}

/** Finds or makes the run of this date. Throws `Fault`: 'night.portfolio_unknown', 'night.day_passed'. */
export async function openDay(
  db: Database,
  day: { portfolio: string; businessDate: string; loansPerSlice?: number },
): Promise<OpenedDay> {
  return db.transaction(async tx => {
    const [portfolio] = await tx.query<{ portfolio_id: number; business_date: string | null }>(
      'select portfolio_id, business_date from book.portfolio where code = $1 for update',
      [day.portfolio],
    )
    if (!portfolio) throw new Fault('night.portfolio_unknown', `There is no portfolio '${day.portfolio}'.`)
    if (portfolio.business_date !== null && day.businessDate < portfolio.business_date) {
      throw new Fault(
        'night.day_passed',
        `Portfolio ${day.portfolio} is at ${portfolio.business_date}; a night of ${day.businessDate} would go back. Use \`decision replay\` to look at a past date.`,
      )
    }
    const [known] = await tx.query<RunRow>(
      'select run_id, slice_count, state, report from night.run where portfolio_id = $1 and business_date = $2',
      [portfolio.portfolio_id, day.businessDate],
    )
    if (known) return { ...fromRow(known), portfolioId: portfolio.portfolio_id, isNew: false }
    await openPartition(tx, day.businessDate)
    await tx.query('update book.portfolio set business_date = $2 where portfolio_id = $1', [
      portfolio.portfolio_id,
      day.businessDate,
    ])
    const [count] = await tx.query<{ loans: bigint }>(
      'select count(*) as loans from book.loan where portfolio_id = $1',
      [portfolio.portfolio_id],
    )
    const [made] = await tx.query<RunRow>(
      `insert into night.run (portfolio_id, business_date, slice_count) values ($1, $2, $3) returning run_id, slice_count, state, report`,
      [portfolio.portfolio_id, day.businessDate, sliceCount(Number(count?.loans ?? 0n), day.loansPerSlice)],
    )
    return { ...fromRow(must(made, 'insert returns the run')), portfolioId: portfolio.portfolio_id, isNew: true }
  })
}

/** Decisions are partitioned by month, so that a retention rule drops a table instead of rows. */
async function openPartition(tx: Tx, date: string): Promise<void> {
  const first = toBusinessDate(`${date.slice(0, 7)}-01`)
  const name = `decision_${first.slice(0, 4)}_${first.slice(5, 7)}`
  await tx.query('select pg_advisory_xact_lock(7210012)')
  const [there] = await tx.query<{ found: string | null }>('select to_regclass($1) as found', [`decision.${name}`])
  if (there?.found != null) return
  // Both dates are parsed business dates, so they hold nothing but digits and dashes.
  await tx.query(
    `create table decision.${name} partition of decision.decision for values from ('${first}') to ('${addMonths(first, 1)}')`,
  )
}

type RunRow = {
  readonly run_id: number
  readonly slice_count: number
  readonly state: 'running' | 'finished' | 'held'
  readonly report: unknown
}

function fromRow(row: RunRow): Omit<OpenedDay, 'portfolioId' | 'isNew'> {
  return {
    runId: row.run_id,
    sliceCount: row.slice_count,
    state: row.state,
    report: row.report === null ? null : NIGHT_REPORT.parse(row.report),
  }
}

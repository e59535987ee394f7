// Adds up what the slices of a run recorded and what now stands for each loan, so that late money is in every figure.

import { must } from '../kernel/index.ts'
import type { Database } from '../platform/index.ts'
import type { OpenedDay } from './open-day.ts'
import { NIGHT_REPORT, type NightReport, type ReportStep } from './report.ts'
import { slices } from './slices.ts'

/** What the run itself did around the slices. */
export type NightPass = { readonly seconds: number; readonly prepare: ReportStep; readonly late: ReportStep }

export async function makeReport(
  db: Database,
  day: OpenedDay,
  businessDate: string,
  { seconds, prepare, late }: NightPass,
): Promise<NightReport> {
  const [portfolio] = await db.query(
    `select code, name, jurisdiction, currency from book.portfolio where portfolio_id = $1`,
    [day.portfolioId],
  )
  const steps = await db.query<StepRow>(STEPS_SQL, [day.runId])
  const held = await db.query<HeldRow>(
    `select step, slice_number, held_count, coalesce(error, '') as error from night.slice where run_id = $1 and state = 'held' order by step, slice_number`,
    [day.runId],
  )
  const undecided = slices(day.sliceCount).filter(({ number }) =>
    held.some(row => row.step === 'decide' && row.slice_number === number),
  )
  const totals = await db.query<TotalRow>(TOTALS_SQL, [
    day.portfolioId,
    undecided.map(({ from }) => from),
    undecided.map(({ to }) => to),
  ])
  const queues = await db.query<{ queue: string; tasks: bigint; arrears_minor: string }>(QUEUES_SQL, [day.portfolioId])
  const decide = steps.find(step => step.step === 'decide')
  const loans = Number(decide?.done ?? 0n)
  return NIGHT_REPORT.parse({
    runId: day.runId,
    businessDate,
    portfolio: must(portfolio, 'the run has a portfolio'),
    state: held.length > 0 ? 'held' : 'finished',
    seconds: Math.round(seconds * 1000) / 1000,
    loans,
    loansPerSecond: seconds > 0 ? Math.round(loans / seconds) : 0,
    decided: Number(decide?.stored ?? 0n),
    redecided: Number(decide?.redecided ?? 0n),
    tasks: queues.reduce((sum, row) => sum + Number(row.tasks), 0),
    ...standing(totals),
    steps: [
      prepare,
      ...steps.map(({ step, eligible, done, held: heldCount, failed, seconds: time }) => ({
        step,
        eligible: Number(eligible),
        done: Number(done),
        held: Number(heldCount),
        failed: Number(failed),
        seconds: Number(time),
      })),
      late,
    ],
    stages: grouped(totals, row => row.stage).map(([stage, rows]) => ({
      stage,
      ...amounts(rows),
      ...standing(rows),
    })),
    treatments: grouped(
      totals.filter(row => row.treatment !== null),
      row => JSON.stringify([row.stage, row.treatment, row.queue]),
    ).map(([key, rows]) => {
      const [stage, treatment, queue] = JSON.parse(key) as [string, string, string | null]
      return { stage, treatment, queue, loans: sum(rows, 'loans'), arrearsMinor: sum(rows, 'arrears_minor') }
    }),
    riskClasses: grouped(totals, row => row.risk_class ?? '').map(([riskClass, rows]) => ({
      riskClass,
      loans: sum(rows, 'loans'),
      balanceMinor: sum(rows, 'balance_minor'),
    })),
    queues: queues.map(row => ({
      queue: row.queue,
      tasks: Number(row.tasks),
      arrearsMinor: Number(row.arrears_minor),
    })),
    held: held.map(row => ({ slice: row.slice_number, loans: Number(row.held_count), error: row.error })),
  })
}

const STEPS_SQL = `
  select step, sum(eligible_count)::bigint as eligible, sum(done_count)::bigint as done, sum(held_count)::bigint as held,
         sum(failed_count)::bigint as failed, sum(seconds) as seconds, sum(stored_count)::bigint as stored,
         sum(redecided_count)::bigint as redecided
  from night.slice where run_id = $1 and step <> 'late' group by step
  order by array_position(array['age', 'promises', 'decide', 'allocate'], step)`

/** What stands for the loans of portfolio $1, but for the slices (customers $2 to $3) that are held: what stands there is of an earlier night. */
const TOTALS_SQL = `
  select coalesce(stage, '') as stage, treatment, queue, risk_class, is_open, is_past_due, is_in_scope,
         count(*) as loans, sum(arrears_minor)::bigint as arrears_minor, sum(balance_minor)::bigint as balance_minor
  from decision.standing
  where portfolio_id = $1
    and not exists (select from unnest($2::bigint[], $3::bigint[]) held (low, high) where customer_id between low and high)
  group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7`

const QUEUES_SQL = `
  select queue, count(*) as tasks, sum(arrears_minor)::text as arrears_minor
  from strategy.task where state = 'open' and portfolio_id = $1 group by queue order by queue`

type StepRow = {
  readonly step: string
  readonly eligible: bigint
  readonly done: bigint
  readonly held: bigint
  readonly failed: bigint
  readonly seconds: string
  readonly stored: bigint
  readonly redecided: bigint
}

type HeldRow = {
  readonly step: string
  readonly slice_number: number
  readonly held_count: bigint
  readonly error: string
}

type TotalRow = {
  readonly stage: string
  readonly treatment: string | null
  readonly queue: string | null
  readonly risk_class: string | null
  readonly is_open: boolean
  readonly is_past_due: boolean
  readonly is_in_scope: boolean
  readonly loans: bigint
  readonly arrears_minor: bigint
  readonly balance_minor: bigint
}

function grouped(rows: readonly TotalRow[], key: (row: TotalRow) => string): [string, TotalRow[]][] {
  const groups = new Map<string, TotalRow[]>()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
}

function standing(rows: readonly TotalRow[]): Pick<NightReport, 'open' | 'pastDue' | 'inScope'> {
  return {
    open: amounts(rows.filter(row => row.is_open)),
    pastDue: amounts(rows.filter(row => row.is_past_due)),
    inScope: amounts(rows.filter(row => row.is_in_scope)),
  }
}

function amounts(rows: readonly TotalRow[]): NightReport['pastDue'] {
  return {
    loans: sum(rows, 'loans'),
    arrearsMinor: sum(rows, 'arrears_minor'),
    balanceMinor: sum(rows, 'balance_minor'),
  }
}

function sum(rows: readonly TotalRow[], column: 'loans' | 'arrears_minor' | 'balance_minor'): number {
  return Number(rows.reduce((total, row) => total + row[column], 0n))
}

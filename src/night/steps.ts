// The steps of one business date, in order. Each is set-based SQL of its owner module on one slice of customers; this list is the
// night. A step returns how many rows it was about (eligible) and how many it did; the difference must be explained by held.

import { ageArrears } from '../book/index.ts'
import { must } from '../kernel/index.ts'
import type { Sql, Tx } from '../platform/index.ts'
import { gradePromises } from '../resolution/index.ts'
import { allocateTasks, decideSlice, type Totals } from '../strategy/index.ts'
import type { Slice } from './slices.ts'

export type NightRun = {
  readonly runId: number
  readonly portfolioId: number
  readonly businessDate: string
  /** The one statement that decides a slice, composed once for the run. */
  readonly decideStatement: string
}

export type StepResult = {
  readonly eligible: bigint
  readonly done: bigint
  readonly totals?: readonly Totals[]
  readonly stored?: bigint
  readonly rowsSha256?: Uint8Array | null
}

export type Step = {
  readonly name: string
  readonly run: (tx: Tx, night: NightRun, slice: Slice, customers: readonly bigint[] | null) => Promise<StepResult>
}

export const STEPS: readonly Step[] = [
  {
    name: 'age',
    run: async (tx, night, slice) =>
      all(
        await ageArrears(tx, {
          portfolioId: night.portfolioId,
          businessDate: night.businessDate,
          from: slice.from,
          to: slice.to,
        }),
      ),
  },
  {
    name: 'promises',
    run: async (tx, night, slice) =>
      all(
        await gradePromises(tx, {
          portfolioId: night.portfolioId,
          businessDate: night.businessDate,
          from: slice.from,
          to: slice.to,
          customers: null,
        }),
      ),
  },
  {
    name: 'decide',
    run: async (tx, night, slice, customers) => {
      const { runId, portfolioId, businessDate } = night
      const decided = await decideSlice(tx, night.decideStatement, {
        runId,
        portfolioId,
        businessDate,
        range: slice,
        customers,
      })
      const { loans, totals, stored, rowsSha256 } = decided
      // counted in the book, apart from the statement that decides: a join that loses or doubles a loan shows
      return { eligible: await loansToDecide(tx, night, slice), done: loans, totals, stored, rowsSha256 }
    },
  },
  {
    name: 'allocate',
    run: async (tx, night, slice, customers) => {
      const { portfolioId, businessDate } = night
      const { customers: eligible } = await allocateTasks(tx, { portfolioId, businessDate, range: slice, customers })
      return { eligible, done: eligible }
    },
  },
]

/** Loans of the portfolio in a range of customers that are there on the business date. */
export async function loansToDecide(sql: Sql, night: NightRun, { from, to }: Slice): Promise<bigint> {
  const [row] = await sql.query<{ loans: bigint }>(
    `select count(*) as loans from book.loan
     where portfolio_id = $1 and customer_id between $2 and $3 and (opened_on is null or opened_on <= $4)`,
    [night.portfolioId, from, to, night.businessDate],
  )
  return must(row, 'an aggregate has a row').loans
}

function all(count: number): StepResult {
  return { eligible: BigInt(count), done: BigInt(count) }
}

// The steps of one business date, in order. Each is set-based SQL of its owner module on one slice of customers; this list is the
// night. A step returns how many rows it was about (eligible) and how many it did; the difference must be explained by held.

import { ageArrears } from '../book/index.ts'
import type { Tx } from '../platform/index.ts'
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
      all(await gradePromises(tx, { businessDate: night.businessDate, from: slice.from, to: slice.to })),
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
      return { eligible: loans, done: totals.reduce((sum, row) => sum + row.loans, 0n), totals, stored, rowsSha256 }
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

function all(count: number): StepResult {
  return { eligible: BigInt(count), done: BigInt(count) }
}

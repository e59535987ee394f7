// The steps of one business date, in order. Each is set-based SQL of its owner module on one slice of customers; this list is the
// night. What a step is about (eligible) and what it did (done) are counted apart, by other statements than the one that works: a row that
// this one loses, doubles or leaves as it was is a difference, and holds the slice.

import { ageArrears, loansToAge } from '../book/index.ts'
import { Fault, must } from '../kernel/index.ts'
import type { Sql, Tx } from '../platform/index.ts'
import { gradePromises, promisesToGrade } from '../resolution/index.ts'
import { allocateTasks, customersToWork, decideSlice, type SliceDecisions } from '../strategy/index.ts'
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
  /** Of the step that decides. */
  readonly decided?: SliceDecisions
}

export type Step = {
  readonly name: string
  readonly run: (tx: Tx, night: NightRun, slice: Slice, pass: Pass) => Promise<StepResult>
}

/** The pass of the night itself, or one again over a slice that is done, for customers whose money moved since. */
export type Pass = 'first' | 'again'

const age: Step = {
  name: 'age',
  run: (tx, night, slice) => {
    const scope = { ...night, ...slice }
    return until(
      () => loansToAge(tx, scope),
      () => ageArrears(tx, scope),
    )
  },
}

const promises: Step = {
  name: 'promises',
  run: (tx, night, slice) => {
    const scope = { ...night, ...slice, customers: null }
    return until(
      () => promisesToGrade(tx, scope),
      () => gradePromises(tx, scope),
    )
  },
}

const decide: Step = {
  name: 'decide',
  run: async (tx, night, slice, pass) => {
    const decided = await decideSlice(tx, night.decideStatement, { ...night, range: slice, isAgain: pass === 'again' })
    return { eligible: await loansToDecide(tx, night, slice), done: decided.loans, decided }
  },
}

const allocate: Step = {
  name: 'allocate',
  run: async (tx, night, slice) => {
    const scope = { ...night, range: slice }
    const { stayed, opened } = await allocateTasks(tx, scope)
    return { eligible: await customersToWork(tx, scope), done: stayed + opened }
  },
}

export const STEPS: readonly Step[] = [age, promises, decide, allocate]

/** What is done again when money came late, after it was counted in for its customers. */
export const LATE_STEPS: readonly Step[] = [decide, allocate]

/** Runs a step. Throws `Fault` 'night.step_not_whole' when it did not do what it was about; its slice is then held with this sentence. */
export async function runStep(tx: Tx, night: NightRun, slice: Slice, step: Step, pass: Pass): Promise<StepResult> {
  const result = await step.run(tx, night, slice, pass)
  if (result.eligible === result.done) return result
  throw new Fault(
    'night.step_not_whole',
    `step '${step.name}' was about ${result.eligible} rows and did ${result.done}; nothing of the slice is kept`,
  )
}

/** Loans of the portfolio in a range of customers that are there on the business date. */
export async function loansToDecide(sql: Sql, night: NightRun, { from, to }: Slice): Promise<bigint> {
  const [row] = await sql.query<{ loans: bigint }>(
    `select count(*) as loans from book.loan
     where portfolio_id = $1 and customer_id between $2 and $3 and (opened_on is null or opened_on <= $4)`,
    [night.portfolioId, from, to, night.businessDate],
  )
  return must(row, 'an aggregate has a row').loans
}

/** For work that leaves nothing waiting: what waited before, and how much of it does not afterwards. */
async function until(waiting: () => Promise<bigint>, work: () => Promise<unknown>): Promise<StepResult> {
  const eligible = await waiting()
  await work()
  return { eligible, done: eligible - (await waiting()) }
}

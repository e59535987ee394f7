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
  /** Secret of the run, from which each decision row has its salt in the seal. */
  readonly salt: Uint8Array
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

/** One slice's customers: all of them, or only those whose money moved since it was done. */
export type Scope = Slice & { readonly customers: readonly bigint[] | null }

export type Step = {
  readonly name: string
  /** Rows that there are to do, counted apart from the statement that does them. */
  readonly count: (sql: Sql, night: NightRun, scope: Scope) => Promise<bigint>
  /** Rows that it did. Null where a row that is done is not counted any more: what is counted afterwards was left. */
  readonly run: (tx: Tx, night: NightRun, scope: Scope) => Promise<{ done: bigint | null; decided?: SliceDecisions }>
}

const age: Step = {
  name: 'age',
  count: (sql, night, scope) => loansToAge(sql, { ...night, ...scope }),
  run: async (tx, night, scope) => {
    await ageArrears(tx, { ...night, ...scope })
    return { done: null }
  },
}

const promises: Step = {
  name: 'promises',
  count: (sql, night, scope) => promisesToGrade(sql, { ...night, ...scope }),
  run: async (tx, night, scope) => {
    await gradePromises(tx, { ...night, ...scope })
    return { done: null }
  },
}

const decide: Step = {
  name: 'decide',
  count: loansToDecide,
  run: async (tx, night, scope) => {
    const { customers } = scope
    const decided = await decideSlice(tx, night.decideStatement, { ...night, range: scope, customers })
    return { done: decided.loans, decided }
  },
}

const allocate: Step = {
  name: 'allocate',
  count: (sql, night, scope) => customersToWork(sql, { ...night, range: scope, customers: scope.customers }),
  run: async (tx, night, scope) => {
    const { stayed, opened } = await allocateTasks(tx, { ...night, range: scope, customers: scope.customers })
    return { done: stayed + opened }
  },
}

export const STEPS: readonly Step[] = [age, promises, decide, allocate]

/** What is done again when money came late, after it was counted in for its customers. */
export const LATE_STEPS: readonly Step[] = [decide, allocate]

/** Runs a step. Throws `Fault` 'night.step_not_whole' when it did not do what it was about; its slice is then held with this sentence. */
export async function runStep(tx: Tx, night: NightRun, scope: Scope, step: Step): Promise<StepResult> {
  const eligible = await step.count(tx, night, scope)
  const result = await step.run(tx, night, scope)
  const done = result.done ?? eligible - (await step.count(tx, night, scope))
  if (eligible === done) return { ...result, eligible, done }
  throw new Fault(
    'night.step_not_whole',
    `step '${step.name}' was about ${eligible} rows and did ${done}; nothing of the slice is kept`,
  )
}

/** Loans of the portfolio in scope that are there on the business date. */
export async function loansToDecide(sql: Sql, night: NightRun, { from, to, customers }: Scope): Promise<bigint> {
  const [row] = await sql.query<{ loans: bigint }>(
    `select count(*) as loans from book.loan
     where portfolio_id = $1 and customer_id between $2 and $3 and (opened_on is null or opened_on <= $4)
       and ($5::bigint[] is null or customer_id = any ($5))`,
    [night.portfolioId, from, to, night.businessDate, customers],
  )
  return must(row, 'an aggregate has a row').loans
}

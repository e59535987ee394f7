// Turns tonight's answers of a slice into work: one task a customer.

import { readFileSync } from 'node:fs'
import { must } from '../../kernel/index.ts'
import type { Sql, Tx } from '../../platform/index.ts'
import type { SliceRange } from '../decide/decide-slice.ts'

/** The leading answer of each customer among the rows of a relation `answer`: the night hands out tasks by it, a replay counts by it. */
export const LEAD = readFileSync(new URL('lead.sql', import.meta.url), 'utf8')

const ALLOCATE = readFileSync(new URL('allocate-tasks.sql', import.meta.url), 'utf8').replace('/*lead*/', () => LEAD)

/** Tasks of a slice: kept open as they were, newly opened, closed because they no longer hold. */
export type Allocated = { readonly stayed: bigint; readonly opened: bigint; readonly superseded: bigint }

export type AllocatedSlice = {
  readonly businessDate: string
  readonly portfolioId: number
  readonly range: SliceRange
  /** Only these customers, when money moved; null for all. */
  readonly customers: readonly bigint[] | null
}

export async function allocateTasks(tx: Tx, slice: AllocatedSlice): Promise<Allocated> {
  const { businessDate, portfolioId, range, customers } = slice
  const [portfolio] = await tx.query<{ currency: string }>(
    'select currency from book.portfolio where portfolio_id = $1',
    [portfolioId],
  )
  const { currency } = must(portfolio, 'a slice is of a known portfolio')
  const [row] = await tx.query<Allocated>(ALLOCATE, [
    businessDate,
    range.from,
    range.to,
    portfolioId,
    customers,
    currency,
  ])
  return must(row, 'allocate-tasks.sql returns one row')
}

/** How many customers of a slice the answers of the date ask work for: each is to have one open task. */
export async function customersToWork(
  sql: Sql,
  { businessDate, portfolioId, range, customers }: AllocatedSlice,
): Promise<bigint> {
  const [row] = await sql.query<{ customers: bigint }>(
    `select count(distinct customer_id) as customers from decision.decision
     where business_date = $1 and portfolio_id = $2 and customer_id between $3 and $4 and queue is not null
       and ($5::bigint[] is null or customer_id = any ($5))
       and not exists (
         select from decision.decision later
         where later.customer_id = decision.customer_id and later.loan_id = decision.loan_id
           and later.business_date = $1 and later.decided_seq > decision.decided_seq)`,
    [businessDate, portfolioId, range.from, range.to, customers],
  )
  return must(row, 'an aggregate has a row').customers
}

// Turns tonight's answers of a slice into work: one task a customer.

import { readFileSync } from 'node:fs'
import { must } from '../../kernel/index.ts'
import type { Tx } from '../../platform/index.ts'
import type { SliceRange } from '../decide/decide-slice.ts'

/** The leading answer of each customer among the rows of a relation `answer`: the night hands out tasks by it, a replay counts by it. */
export const LEAD = readFileSync(new URL('lead.sql', import.meta.url), 'utf8')

const ALLOCATE = readFileSync(new URL('allocate-tasks.sql', import.meta.url), 'utf8').replace('/*lead*/', () => LEAD)

export type Allocated = { readonly customers: bigint; readonly opened: bigint; readonly superseded: bigint }

export async function allocateTasks(
  tx: Tx,
  slice: { businessDate: string; portfolioId: number; range: SliceRange; customers: readonly bigint[] | null },
): Promise<Allocated> {
  const [portfolio] = await tx.query<{ currency: string }>(
    'select currency from book.portfolio where portfolio_id = $1',
    [slice.portfolioId],
  )
  const [row] = await tx.query<Allocated>(ALLOCATE, [
    slice.businessDate,
    slice.range.from,
    slice.range.to,
    slice.portfolioId,
    slice.customers,
    must(portfolio, 'a slice is of a known portfolio').currency,
  ])
  return must(row, 'allocate-tasks.sql returns one row')
}

// The night's step for promises to pay: what became due is kept, partly kept or broken.

import { readFileSync } from 'node:fs'
import { must } from '../kernel/index.ts'
import type { Sql, Tx } from '../platform/index.ts'

const GRADE = readFileSync(new URL('grade-promises.sql', import.meta.url), 'utf8')

export type GradedSlice = {
  readonly businessDate: string
  readonly portfolioId: number
  readonly from: bigint
  readonly to: bigint
  /** Customers whose money came after the night had graded: their grades of this date are looked at again. All, ungraded ones only, when null. */
  readonly customers: readonly bigint[] | null
}

/** Returns how many promises were graded, or graded differently. */
export async function gradePromises(tx: Tx, slice: GradedSlice): Promise<number> {
  return tx.write(GRADE, [slice.businessDate, slice.from, slice.to, slice.portfolioId, slice.customers])
}

/** How many promises of a slice became due and have no grade, counted apart from the statement that grades them. None after it. */
export async function promisesToGrade(sql: Sql, { businessDate, portfolioId, from, to }: GradedSlice): Promise<bigint> {
  const [row] = await sql.query<{ promises: bigint }>(
    `select count(*) as promises from resolution.promise
     where customer_id between $1 and $2 and due_on < $3 and outcome is null
       and exists (
         select from book.loan
         where loan.customer_id = promise.customer_id and loan.loan_id = promise.loan_id and loan.portfolio_id = $4)`,
    [from, to, businessDate, portfolioId],
  )
  return must(row, 'an aggregate has a row').promises
}

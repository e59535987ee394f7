// The single place where imports of instalments and receipts have arrears, spells and paid-off status worked out anew.

import type { Tx } from '../../../platform/index.ts'
import { recomputeArrears } from '../../arrears/keep-arrears.ts'
import type { Portfolio } from '../portfolio.ts'
import { statement } from '../sql.ts'
import { knowSizes } from './know-sizes.ts'

/** Customers per statement: a page of ids is a parameter, and a million of them should not be one. */
const PAGE_CUSTOMERS = 10_000

/** Recomputes the customers in the temporary table `touched`, as of the portfolio's business date; before its first night as of the
 * newest day the book knows. That night brings every row to its own date, forward or back. */
export async function recomputeTouched(tx: Tx, portfolio: Portfolio): Promise<void> {
  await tx.query('analyze touched')
  await knowSizes(tx)
  const [day] = await tx.query<{ as_of: string | null }>(statement('csv-day-known'), [portfolio.portfolioId])
  if (!day?.as_of) return
  let after = -1n
  for (;;) {
    const page = await tx.query<{ customer_id: bigint }>(
      'select distinct customer_id from touched where customer_id > $1 order by customer_id limit $2',
      [after, PAGE_CUSTOMERS],
    )
    const [first] = page
    const last = page.at(-1)
    if (!first || !last) return
    await recomputeArrears(tx, {
      businessDate: day.as_of,
      portfolioId: portfolio.portfolioId,
      from: first.customer_id,
      to: last.customer_id,
      customers: page.map(row => row.customer_id),
    })
    after = last.customer_id
  }
}

// The two ways in which arrears rows are kept right: worked out anew for customers whose schedule or money moved, and brought to a night's
// date where they do not hold on it. Most of those only fell due: the row itself says what that makes of it, several times cheaper than
// working it out. A kept row is what working it out from scratch gives, on either way.

import { ID_MAX, must, mustHold } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { type AllocationSpan, KEEP_ARREARS, MOVE_ON } from './arrears-sql.ts'

export type ArrearsScope = {
  /** Work out as of this date before the portfolio's first night (a row stays at its own later date); after it always as of the
   * portfolio's business date. */
  readonly businessDate: string
  /** Only loans of this portfolio; all when left out. */
  readonly portfolioId?: number
  /** Customers from and to, both included; all when left out. */
  readonly from?: bigint
  readonly to?: bigint
  /** Only these customers; all of the range when left out. */
  readonly customers?: readonly bigint[]
}

export type AgeScope = {
  readonly businessDate: string
  readonly portfolioId: number
  readonly from: bigint
  readonly to: bigint
  /** Only these customers; all of the range when null or left out. */
  readonly customers?: readonly bigint[] | null
}

/** Works out arrears, overdue spells and paid-off status of the loans with a schedule in scope, from their instalments and receipts. Returns
 * how many loans were worked out. Loans of product 'tape' and loans without instalments are left alone. */
export async function recomputeArrears(sql: Sql, scope: ArrearsScope): Promise<number> {
  return keep(sql, scope, false)
}

/** The night's step: brings the rows to `businessDate` that do not hold on it, because something fell due, money dated ahead counts now, or
 * an import before the first night worked them out for a later day. Returns how many; a second time none. Runs in a repeatable-read
 * transaction, so that a payment that moves a row meanwhile fails it. Throws `Defect` when the portfolio is open for another date. */
export async function ageArrears(sql: Sql, slice: AgeScope): Promise<number> {
  const { businessDate, from, to, portfolioId, customers = null } = slice
  const [portfolio] = await sql.query<{ business_date: string | null }>(
    'select business_date from book.portfolio where portfolio_id = $1',
    [portfolioId],
  )
  const openOn = portfolio?.business_date ?? businessDate
  mustHold(openOn === businessDate, 'a night brings rows to the date that is open')
  const rows = await sql.query<{ loans: bigint; others: bigint[] | null }>(MOVE_ON, [
    businessDate,
    from,
    to,
    portfolioId,
    customers,
  ])
  const { loans, others } = must(rows[0], 'the statement counts its loans')
  return Number(loans) + (others === null ? 0 : await keep(sql, { ...slice, customers: others }, true))
}

async function keep(sql: Sql, scope: ArrearsScope, onlyMoved: boolean): Promise<number> {
  const { businessDate, from = 0n, to = ID_MAX, portfolioId = null, customers = null } = scope
  const spans = await sql.query<{ allocation_span: AllocationSpan }>(
    'select distinct allocation_span from book.portfolio where $1::integer is null or portfolio_id = $1 order by 1',
    [portfolioId],
  )
  let loans = 0
  for (const { allocation_span: span } of spans) {
    const asked = [businessDate, from, to, portfolioId, customers, onlyMoved, span]
    const rows = await sql.query<{ loans: bigint }>(KEEP_ARREARS[span], asked)
    loans += Number(must(rows[0], 'the statement counts its loans').loans)
  }
  return loans
}

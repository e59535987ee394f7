// The two ways in which arrears rows are kept right: worked out anew for customers whose schedule or money moved, and brought to a night's
// date where they do not hold on it. Both are the same statement, so a kept row is what working it out from scratch gives.

import { ID_MAX, must, mustHold } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { type AllocationSpan, KEEP_ARREARS } from './arrears-sql.ts'

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

/** Works out arrears, overdue spells and paid-off status of the loans with a schedule in scope, from their instalments and receipts. Returns
 * how many loans were worked out. Loans of product 'tape' and loans without instalments are left alone. */
export async function recomputeArrears(sql: Sql, scope: ArrearsScope): Promise<number> {
  return keep(sql, scope, false)
}

/** The night's step: brings the rows to `businessDate` that do not hold on it, because something fell due, money dated ahead counts now, or
 * an import before the first night worked them out for a later day. Returns how many; a second time none. Throws `Defect` when the
 * portfolio is open for another date. */
export async function ageArrears(
  sql: Sql,
  slice: { businessDate: string; portfolioId: number; from: bigint; to: bigint },
): Promise<number> {
  return keep(sql, slice, true)
}

async function keep(sql: Sql, scope: ArrearsScope, onlyMoved: boolean): Promise<number> {
  const { businessDate, from = 0n, to = ID_MAX, portfolioId = null, customers = null } = scope
  const spans = await sql.query<{ allocation_span: AllocationSpan; dates: string[] | null }>(
    `select allocation_span, array_agg(business_date::text) filter (where business_date <> $2) as dates
     from book.portfolio where $1::integer is null or portfolio_id = $1 group by 1 order by 1`,
    [portfolioId, businessDate],
  )
  let loans = 0
  for (const { allocation_span: span, dates } of spans) {
    mustHold(!onlyMoved || dates === null, 'a night brings rows to the date that is open')
    const asked = [businessDate, from, to, portfolioId, customers, onlyMoved, span]
    const rows = await sql.query<{ loans: bigint }>(KEEP_ARREARS[span], asked)
    loans += Number(must(rows[0], 'the statement counts its loans').loans)
  }
  return loans
}

// One import at a time into a portfolio, and no erasure of a person beside one: an import that read about the person before would bring back afterwards what
// the erasure took.

import type { Sql } from '../../platform/index.ts'

/** Any constant; the second key of the advisory lock is the portfolio. */
const IMPORT_LOCK = 7_210_002

/** The second import waits, and then meets the rows of the first as duplicates. */
export async function waitForOtherImports(tx: Sql, { portfolioId }: { readonly portfolioId: number }): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, $2)', [IMPORT_LOCK, portfolioId])
}

/** Keeps imports about the customer out until the transaction ends; false when one is under way. */
export async function keepImportsOut(tx: Sql, customerId: bigint): Promise<boolean> {
  const rows = await tx.query<{ ok: boolean }>(
    `select pg_try_advisory_xact_lock($1, portfolio_id) as ok
     from book.portfolio join book.customer using (lender) where customer_id = $2 order by portfolio_id`,
    [IMPORT_LOCK, customerId],
  )
  return rows.every(({ ok }) => ok)
}

// A portfolio with every column given, for books that are made whole. `book import` adds portfolios by its own defaults.

import { minorDigits, must } from '../../kernel/index.ts'
import type { Tx } from '../../platform/index.ts'

export type PortfolioRow = {
  readonly code: string
  readonly name: string
  readonly lender: string
  readonly jurisdiction: string
  readonly currency: string
  readonly timeZone: string
  readonly dayCount: string
}

/** Adds the portfolio and returns its id, or null when the code is taken. A taken code that another transaction is just adding is waited for. */
export async function addPortfolioRow(tx: Tx, row: PortfolioRow): Promise<number | null> {
  const rows = await tx.query<{ portfolio_id: number }>(
    `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone, day_count)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (code) do nothing returning portfolio_id`,
    [
      row.code,
      row.name,
      row.lender,
      row.jurisdiction,
      row.currency,
      10 ** -minorDigits(row.currency),
      row.timeZone,
      row.dayCount,
    ],
  )
  return rows.length === 0 ? null : must(rows[0], 'one row was added').portfolio_id
}

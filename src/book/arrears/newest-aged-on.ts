// How far the arrears rows of a portfolio reach: what they say of a day before that, they say with later knowledge.

import { must } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'

export type NewestAgedOn = {
  /** Newest month end of its tape loans; null when it has none. */
  readonly tape: string | null
  /** Of all its loans; null for an empty portfolio. */
  readonly newest: string | null
}

/** Reads the portfolio's arrears rows once. */
export async function newestAgedOn(sql: Sql, portfolioId: number): Promise<NewestAgedOn> {
  const [row] = await sql.query<NewestAgedOn>(
    `select max(aged_on) filter (where basis = 'tape') as tape, max(aged_on) as newest from book.arrears where portfolio_id = $1`,
    [portfolioId],
  )
  return must(row, 'an aggregate has a row')
}

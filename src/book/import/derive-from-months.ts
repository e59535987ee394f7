// What follows from the reported months of tape loans: status, what is owed, overdue spells. A pure function of the months in the book, so that
// the order in which they were loaded does not matter.

import type { Tx } from '../../platform/index.ts'
import type { Portfolio } from './portfolio.ts'
import { statement } from './sql.ts'

/** Brings the loans of the temporary table `touched` up to date. Loans that it does not mark as deep are taken from the statement
 * `simpleMonths`, which adds their newest month. */
export async function deriveFromMonths(
  tx: Tx,
  portfolio: Portfolio,
  { simpleMonths }: { simpleMonths?: 'list-simple-months' } = {},
): Promise<void> {
  await tx.query('analyze touched')
  await tx.query(statement('list-months'))
  if (simpleMonths) await tx.query(statement(simpleMonths))
  await tx.query('analyze month_days')
  await tx.query(statement('take-status'))
  await tx.query(statement('take-state'), [portfolio.portfolioId])
  await tx.query(statement('clear-spells'))
  await tx.query(statement('derive-spells'))
}

// What follows from the reported months of tape loans: status, what is owed, overdue spells. A pure function of the months in the book, so that
// the order in which they were loaded does not matter.

import type { Tx } from '../../platform/index.ts'
import type { Portfolio } from './portfolio.ts'
import { statement } from './sql.ts'

/** Brings the loans of the temporary table `touched` that are marked as deep up to date. */
export async function deriveFromMonths(tx: Tx, portfolio: Portfolio): Promise<void> {
  await tx.query('analyze touched')
  await tx.query(statement('list-months'))
  await tx.query('analyze month_days')
  await tx.query(statement('take-status'))
  await tx.query(statement('take-state'), [portfolio.portfolioId])
  await tx.query(statement('clear-spells'))
  await tx.query(statement('derive-spells'))
}

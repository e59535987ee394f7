// Decides of every staged row whether it is taken, a duplicate or rejected: first what is wrong with a row by itself, then what two rows of the file
// have against each other, so that a row is never refused because of one that is itself refused.

import type { Tx } from '../../../platform/index.ts'
import { LATEST_VALUE_DATE } from '../../receipt/latest-value-date.ts'
import type { Portfolio } from '../portfolio.ts'
import { statement } from '../sql.ts'
import type { Mapping } from './mapping.ts'

/** Kinds of rows that say who somebody is. */
const OF_PERSONS: ReadonlySet<string> = new Set(['party', 'endpoint', 'vehicle'])

/** Fills the temporary table `verdict` from `incoming`. */
export async function judgeRows(tx: Tx, portfolio: Portfolio, mapping: Mapping): Promise<void> {
  const { name } = mapping.kind
  const judge = statement(`csv-judge-${name.replace('_', '-')}`)
  if (name === 'receipt') await judgeReceipts(tx, portfolio, judge)
  else await tx.query(judge, [portfolio.portfolioId, portfolio.lender, mapping.customers === 'create'])
  await tx.query('analyze judged')
  if (OF_PERSONS.has(name)) await tx.query(statement('csv-refuse-erased'))
  if (name === 'receipt') while ((await tx.write(statement('csv-refuse-reversals'))) > 0);
  await tx.query(statement('csv-repeats'))
  await tx.query(statement('csv-verdict'))
  await tx.query('analyze verdict')
}

async function judgeReceipts(tx: Tx, portfolio: Portfolio, judge: string): Promise<void> {
  const place = statement('csv-place-receipt').replace('/*latest value date*/', () => LATEST_VALUE_DATE)
  await tx.query(place, [portfolio.portfolioId])
  await tx.query('analyze placed')
  await tx.query(judge)
}

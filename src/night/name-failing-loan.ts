// One impossible value among the 25,000 loans of a slice fails the one statement that decides them all, and PostgreSQL does not say in which row. So
// the slice is halved until the customer is left whose loan it is. Nothing of this stays.

import { recorded } from '../evidence/index.ts'
import type { Database, Tx } from '../platform/index.ts'
import type { Slice } from './slices.ts'
import { type NightRun, STEPS } from './steps.ts'
import { sqlState } from './undisturbed.ts'

/** SQLSTATE classes of errors that a row makes: a value that does not fit or cannot be computed with, a constraint it breaks. */
const CLASSES_OF_VALUES = new Set(['22', '23'])

/** Names the first customer of the slice whose loans fail the steps, for people; null when the error is not a value's, or shows in no customer
 * alone. Costs about one more run of the slice. */
export async function nameFailingLoan(
  db: Database,
  night: NightRun,
  slice: Slice,
  error: unknown,
): Promise<string | null> {
  if (!CLASSES_OF_VALUES.has(sqlState(error)?.slice(0, 2) ?? '')) return null
  try {
    return await recorded(db, tx => failingLoan(tx, night, slice), {
      isolation: 'repeatable read',
      wroteNothing: () => true, // every try is rolled back to its savepoint
    })
  } catch {
    return null // the error that holds the slice is the one to tell
  }
}

async function failingLoan(tx: Tx, night: NightRun, slice: Slice): Promise<string | null> {
  let range: Slice = slice
  for (;;) {
    // the middle one of several is never the last, so both halves have somebody
    const [known] = await tx.query<{ customers: bigint; middle: bigint | null }>(
      `select count(*) as customers, percentile_disc(0.5) within group (order by customer_id) as middle
       from (select distinct customer_id from book.loan where portfolio_id = $1 and customer_id between $2 and $3) customer`,
      [night.portfolioId, range.from, range.to],
    )
    if (!known || known.middle === null) return null
    if (known.customers === 1n) return (await fails(tx, night, range)) ? await loansOf(tx, night, known.middle) : null
    const lower: Slice = { ...range, to: known.middle }
    range = (await fails(tx, night, lower)) ? lower : { ...range, from: lower.to + 1n }
  }
}

async function loansOf(tx: Tx, night: NightRun, customerId: bigint): Promise<string | null> {
  const [row] = await tx.query<{ name: string | null }>(
    `select 'loan ' || string_agg(loan_number, ', ' order by loan_number) as name
     from book.loan where portfolio_id = $1 and customer_id = $2`,
    [night.portfolioId, customerId],
  )
  return row?.name ?? null
}

async function fails(tx: Tx, night: NightRun, range: Slice): Promise<boolean> {
  await tx.query('savepoint tried')
  try {
    for (const step of STEPS) await step.run(tx, night, { ...range, customers: null })
    return false
  } catch {
    return true
  } finally {
    await tx.query('rollback to savepoint tried')
  }
}

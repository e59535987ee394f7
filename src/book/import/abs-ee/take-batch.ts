// Takes one batch of staged records into the book, in plain SQL: which are new, known or refused, and what the new ones change.

import type { Tx } from '../../../platform/index.ts'
import { deriveFromMonths } from '../derive-from-months.ts'
import type { Portfolio } from '../portfolio.ts'
import { statement } from '../sql.ts'

export type TakeRun = {
  readonly portfolio: Portfolio
  readonly importRunId: number
  readonly isAmendment: boolean
  /** Makes up clearly fictional people for loans that have none. */
  readonly addPeople: ((tx: Tx, portfolio: Portfolio) => Promise<void>) | undefined
}

/** What to multiply rates and payment-to-income with to have fractions. */
export type Scale = { readonly rate: string; readonly payment_to_income: string }

/** The temporary tables of a file; gone with its transaction. */
export async function openStaging(tx: Tx): Promise<void> {
  await tx.query(statement('stage-abs-ee'))
  await tx.query(statement('open-verdict'))
}

/** `scale` is that of the file's first batch, null for that one itself. Returns the scale that was used. */
export async function takeBatch(
  tx: Tx,
  run: TakeRun,
  rows: Iterable<Uint8Array>,
  scale: Scale | null,
): Promise<Scale | null> {
  const { portfolio } = run
  await tx.query('truncate incoming')
  await tx.copyIn('copy incoming from stdin (format binary)', rows)
  // the wide columns need no statistics, and sampling them would cost a tenth of the import
  await tx.query('analyze incoming (seq, problems, customer_id, loan_id, period_ends_on)')
  await tx.query(statement('classify-abs-ee'), [portfolio.portfolioId, portfolio.lender, run.isAmendment])
  await tx.query('analyze record (seq, outcome, customer_id, loan_id)')
  await tx.query(statement('note-verdict'))
  const [own] = scale === null ? await tx.query<Scale>(statement('scale-abs-ee')) : [scale]
  await takeRecords(tx, run, own ?? null)
  await run.addPeople?.(tx, portfolio)
  await tx.query('drop table record, touched, month_days')
  return own ?? null
}

async function takeRecords(tx: Tx, run: TakeRun, scale: Scale | null): Promise<void> {
  const { portfolioId, lender } = run.portfolio
  const scales = [scale?.rate, scale?.payment_to_income]
  await tx.query(statement('take-customers'), [lender, run.addPeople !== undefined])
  await tx.query(statement('choose-touched'))
  await tx.query('analyze touched')
  await tx.query(statement('take-vehicles'))
  await tx.query(statement('fill-vehicles'))
  await tx.query(statement('take-loans'), [portfolioId, ...scales, run.importRunId])
  await tx.query(statement('fill-loans'), scales)
  await tx.query(statement('take-descriptions'))
  await tx.query(statement('take-loan-months'), [run.importRunId])
  await tx.query(statement('take-simple-state'), [portfolioId])
  await deriveFromMonths(tx, run.portfolio)
  await tx.query(statement('note-changes'))
}

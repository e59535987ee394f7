// The parts of the commands that take money: the loan under a lock, the receipts it has, and the row itself with the arrears worked out anew, the
// evidence and the word to the night.

import type { Append } from '../../evidence/index.ts'
import { type BusinessDate, businessDate, derivedId, must, type Outcome, ok, refused } from '../../kernel/index.ts'
import type { Tx } from '../../platform/index.ts'
import { recomputeArrears } from '../arrears/keep-arrears.ts'
import { LATEST_VALUE_DATE } from './latest-value-date.ts'
import type { LoanRefusal } from './refusals.ts'

export type LoanUnderLock = {
  readonly customerId: bigint
  readonly loanId: bigint
  readonly portfolio: string
  readonly loanNumber: string
  readonly portfolioId: number
  /** The portfolio's business date; null before its first night. */
  readonly businessDate: BusinessDate | null
  /** Money may be dated up to this day. */
  readonly latestValueOn: BusinessDate
}

export type StoredReceipt = {
  readonly receiptId: bigint
  readonly receiptNumber: string
  readonly valueOn: BusinessDate
  readonly amountMinor: bigint
  readonly reversesReceiptId: bigint | null
}

/** What stands after the money: `isNew` is false when the same receipt was recorded before and nothing was written. */
export type RecordedReceipt = {
  readonly customerId: bigint
  readonly loanId: bigint
  readonly receiptId: bigint
  readonly isNew: boolean
}

/** Finds the loan and locks its customer until the transaction ends: money of one customer is taken one at a time. Refuses what both
 * commands refuse first: book.loan_unknown, book.loan_without_schedule. */
export async function lockLoan(
  tx: Tx,
  asked: { portfolio: string; loanNumber: string },
): Promise<Outcome<LoanUnderLock, LoanRefusal>> {
  const { portfolio, loanNumber } = asked
  const [found] = await tx.query<{ customer_id: bigint; loan_id: bigint }>(
    `select loan.customer_id, loan.loan_id
     from book.loan
     join book.portfolio on portfolio.portfolio_id = loan.portfolio_id
     where portfolio.code = $1 and loan.loan_number = $2`,
    [portfolio, loanNumber],
  )
  if (!found)
    return refused({
      code: 'book.loan_unknown',
      message: `There is no loan '${loanNumber}' in portfolio '${portfolio}'.`,
    })
  // Locked by itself: a cluster locks rows of one customer at a time. Everything else is read after it, as the one before us left it.
  await tx.query('select from book.customer where customer_id = $1 for no key update', [found.customer_id])
  const [row] = await tx.query<{
    portfolio_id: number
    business_date: string | null
    has_schedule: boolean
    latest_value_on: string | null
  }>(
    `select loan.portfolio_id, portfolio.business_date, product <> 'tape' and exists (
       select from book.instalment where instalment.customer_id = loan.customer_id and instalment.loan_id = loan.loan_id
     ) as has_schedule,
       ${LATEST_VALUE_DATE} as latest_value_on
     from book.loan
     join book.portfolio on portfolio.portfolio_id = loan.portfolio_id
     where loan.customer_id = $1 and loan.loan_id = $2`,
    [found.customer_id, found.loan_id],
  )
  const known = must(row, 'a loan is never deleted')
  if (!known.has_schedule) {
    return refused({
      code: 'book.loan_without_schedule',
      message: `Loan '${loanNumber}' has no instalments of its own: its arrears come from the servicer's tape, so money cannot be allocated.`,
    })
  }
  return ok({
    customerId: found.customer_id,
    loanId: found.loan_id,
    portfolio,
    loanNumber,
    portfolioId: known.portfolio_id,
    businessDate: known.business_date === null ? null : businessDate(known.business_date),
    latestValueOn: businessDate(must(known.latest_value_on, 'a loan with a schedule has a last instalment')),
  })
}

/** The receipt of this number, or the reversal of a receipt; null when there is none. */
export async function findReceipt(
  tx: Tx,
  loan: LoanUnderLock,
  by: { receiptNumber: string } | { reversesReceiptId: bigint },
): Promise<StoredReceipt | null> {
  const [number, reverses] = 'receiptNumber' in by ? [by.receiptNumber, null] : [null, by.reversesReceiptId]
  const [row] = await tx.query<{
    receipt_id: bigint
    receipt_number: string
    value_on: string
    amount_minor: bigint
    reverses_receipt_id: bigint | null
  }>(
    `select receipt_id, receipt_number, value_on, amount_minor, reverses_receipt_id from book.receipt
     where customer_id = $1 and loan_id = $2 and (receipt_number = $3 or reverses_receipt_id = $4)`,
    [loan.customerId, loan.loanId, number, reverses],
  )
  if (!row) return null
  return {
    receiptId: row.receipt_id,
    receiptNumber: row.receipt_number,
    valueOn: businessDate(row.value_on),
    amountMinor: row.amount_minor,
    reversesReceiptId: row.reverses_receipt_id,
  }
}

/** Inserts the row, works the loan's customer out anew, appends the evidence and tells the night. */
export async function writeReceipt(
  tx: Tx,
  append: Append,
  loan: LoanUnderLock,
  receipt: { receiptNumber: string; valueOn: BusinessDate; amountMinor: bigint; reverses: StoredReceipt | null },
): Promise<Outcome<RecordedReceipt, never>> {
  const { customerId, loanId } = loan
  const { receiptNumber, valueOn, amountMinor, reverses } = receipt
  const receiptId = derivedId('receipt', loan.portfolio, loan.loanNumber, receiptNumber)
  await tx.query(
    `insert into book.receipt (customer_id, loan_id, receipt_id, receipt_number, value_on, amount_minor, reverses_receipt_id)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [customerId, loanId, receiptId, receiptNumber, valueOn, amountMinor, reverses?.receiptId ?? null],
  )
  await recomputeArrears(tx, {
    businessDate: loan.businessDate ?? valueOn,
    portfolioId: loan.portfolioId,
    from: customerId,
    to: customerId,
  })
  await tx.query('insert into book.change (customer_id, reason) values ($1, $2)', [
    customerId,
    reverses ? 'reversal' : 'receipt',
  ])
  const entryId = await append({
    kind: 'receipt.recorded',
    customerId,
    loanId,
    body: {
      portfolio: loan.portfolio,
      loan: loan.loanNumber,
      receipt: receiptNumber,
      valueOn,
      amountMinor,
      reverses: reverses?.receiptNumber,
      ...(await standing(tx, loan, receiptId)),
    },
  })
  // What the entry says was worked out with the receipt in the book, so the receipt learns of its entry last.
  await tx.query('update book.receipt set entry_id = $4 where customer_id = $1 and loan_id = $2 and receipt_id = $3', [
    customerId,
    loanId,
    receiptId,
    entryId,
  ])
  return ok({ customerId, loanId, receiptId, isNew: true })
}

/** How the money was spread and what was owed after it, as it stood then: later back-dated money may spread it anew. */
async function standing(tx: Tx, loan: LoanUnderLock, receiptId: bigint) {
  const key = [loan.customerId, loan.loanId]
  const parts = await tx.query<{
    instalment_number: number
    principal_minor: bigint
    interest_minor: bigint
    fee_minor: bigint
    unapplied_minor: bigint
  }>(
    `select instalment_number, principal_minor, interest_minor, fee_minor, unapplied_minor from book.allocation
     where customer_id = $1 and loan_id = $2 and receipt_id = $3 order by instalment_number`,
    [...key, receiptId],
  )
  const [row] = await tx.query<{
    due_minor: bigint
    balance_minor: bigint
    oldest_unpaid_due_on: string | null
    aged_on: string
  }>(
    'select due_minor, balance_minor, oldest_unpaid_due_on, aged_on from book.arrears where customer_id = $1 and loan_id = $2',
    key,
  )
  const arrears = must(row, 'a loan with a schedule has arrears once worked out')
  return {
    covers: parts.map(part => ({
      instalment: part.instalment_number,
      principalMinor: part.principal_minor,
      interestMinor: part.interest_minor,
      feeMinor: part.fee_minor,
      unappliedMinor: part.unapplied_minor,
    })),
    arrears: {
      asOf: arrears.aged_on,
      dueMinor: arrears.due_minor,
      balanceMinor: arrears.balance_minor,
      oldestUnpaidDueOn: arrears.oldest_unpaid_due_on,
    },
  }
}

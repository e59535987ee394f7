// The command for money that was taken back (a bounced payment, a posting error). Both rows stay; the receipt counts as if it had never
// come, on every date, because the money never was the lender's.

import type { BusinessDate, Outcome } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import type { ReversalRefusal } from './refusals.ts'
import { refusing, takeMoney } from './take-money.ts'
import { findReceipt, type RecordedReceipt } from './write-receipt.ts'

export type NewReversal = {
  readonly portfolio: string
  readonly loanNumber: string
  /** The reversal's own number, unique within the loan among receipts and reversals. */
  readonly receiptNumber: string
  /** The receipt that is undone, whole. */
  readonly reversesReceiptNumber: string
  /** The day the money was taken back. */
  readonly valueOn: BusinessDate
}

/** Reverses a receipt and works its customer's arrears out anew. The same reversal again writes nothing and answers `isNew: false`.
 * Refuses, in order: book.receipt_number_unfit, book.receipt_day_outside, book.loan_unknown, book.loan_without_schedule,
 * book.receipt_number_taken (number in use for something else), book.receipt_unknown, book.receipt_is_reversal, book.receipt_reversed_already, book.reversal_before_receipt,
 * book.receipt_too_far_ahead. */
export async function reverseReceipt(
  db: Database,
  reversal: NewReversal,
): Promise<Outcome<RecordedReceipt, ReversalRefusal>> {
  const { receiptNumber, reversesReceiptNumber, valueOn } = reversal
  return takeMoney<ReversalRefusal>(db, reversal, async (tx, loan, known) => {
    const undone = await findReceipt(tx, loan, { receiptNumber: reversesReceiptNumber })
    if (known) {
      if (undone !== null && known.reversesReceiptId === undone.receiptId && known.valueOn === valueOn)
        return { same: known }
      return refusing(
        'book.receipt_number_taken',
        `Loan '${loan.loanNumber}' has a receipt '${receiptNumber}' already.`,
      )
    }
    if (!undone) {
      return refusing('book.receipt_unknown', `Loan '${loan.loanNumber}' has no receipt '${reversesReceiptNumber}'.`)
    }
    if (undone.reversesReceiptId !== null) {
      return refusing(
        'book.receipt_is_reversal',
        `'${reversesReceiptNumber}' is a reversal; money that came again is recorded as a new receipt.`,
      )
    }
    const earlier = await findReceipt(tx, loan, { reversesReceiptId: undone.receiptId })
    if (earlier) {
      return refusing(
        'book.receipt_reversed_already',
        `Receipt '${reversesReceiptNumber}' was reversed by '${earlier.receiptNumber}' on ${earlier.valueOn}.`,
      )
    }
    if (valueOn < undone.valueOn) {
      return refusing(
        'book.reversal_before_receipt',
        `The reversal is dated ${valueOn}, before the receipt '${reversesReceiptNumber}' of ${undone.valueOn}.`,
      )
    }
    return { amountMinor: undone.amountMinor, reverses: undone }
  })
}

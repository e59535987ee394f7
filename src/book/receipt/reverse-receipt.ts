// The command for money that was taken back (a bounced payment, a posting error). Both rows stay; the receipt counts as if it had never
// come, on every date, because the money never was the lender's.

import { type BusinessDate, type Outcome, ok, refused } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import type { ReversalRefusal } from './refusals.ts'
import {
  aheadRefusal,
  findReceipt,
  lockLoan,
  type RecordedReceipt,
  recordedUnlessDeclined,
  writeReceipt,
} from './write-receipt.ts'

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
 * Refuses, in order: book.loan_unknown, book.loan_without_schedule, book.receipt_number_taken (number in use for something else),
 * book.receipt_unknown, book.receipt_is_reversal, book.receipt_reversed_already, book.reversal_before_receipt,
 * book.receipt_too_far_ahead. */
export async function reverseReceipt(
  db: Database,
  reversal: NewReversal,
): Promise<Outcome<RecordedReceipt, ReversalRefusal>> {
  const { receiptNumber, reversesReceiptNumber, valueOn } = reversal
  return recordedUnlessDeclined<RecordedReceipt, ReversalRefusal>(db, async (tx, append, decline) => {
    const refuse = (code: ReversalRefusal['code'], message: string) => decline(refused({ code, message }))
    const locked = await lockLoan(tx, reversal)
    if (!locked.ok) return decline(locked)
    const loan = locked.value
    const undone = await findReceipt(tx, loan, { receiptNumber: reversesReceiptNumber })
    const known = await findReceipt(tx, loan, { receiptNumber })
    if (known) {
      const isSame = undone !== null && known.reversesReceiptId === undone.receiptId && known.valueOn === valueOn
      if (isSame)
        return decline(
          ok({ customerId: loan.customerId, loanId: loan.loanId, receiptId: known.receiptId, isNew: false }),
        )
      return refuse('book.receipt_number_taken', `Loan '${loan.loanNumber}' has a receipt '${receiptNumber}' already.`)
    }
    if (!undone) {
      return refuse('book.receipt_unknown', `Loan '${loan.loanNumber}' has no receipt '${reversesReceiptNumber}'.`)
    }
    if (undone.reversesReceiptId !== null) {
      return refuse(
        'book.receipt_is_reversal',
        `'${reversesReceiptNumber}' is a reversal; money that came again is recorded as a new receipt.`,
      )
    }
    const earlier = await findReceipt(tx, loan, { reversesReceiptId: undone.receiptId })
    if (earlier) {
      return refuse(
        'book.receipt_reversed_already',
        `Receipt '${reversesReceiptNumber}' was reversed by '${earlier.receiptNumber}' on ${earlier.valueOn}.`,
      )
    }
    if (valueOn < undone.valueOn) {
      return refuse(
        'book.reversal_before_receipt',
        `The reversal is dated ${valueOn}, before the receipt '${reversesReceiptNumber}' of ${undone.valueOn}.`,
      )
    }
    const ahead = aheadRefusal(loan, valueOn)
    if (ahead) return decline(refused(ahead))
    return writeReceipt(tx, append, loan, { receiptNumber, valueOn, amountMinor: undone.amountMinor, reverses: undone })
  })
}

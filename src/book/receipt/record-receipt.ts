// The command that takes money into the book. Money of any value date: a back-dated receipt is spread as if it had been there in time.

import type { BusinessDate, Outcome } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import { MONEY_MAX } from '../bounds.ts'
import type { ReceiptRefusal } from './refusals.ts'
import { refusing, takeMoney } from './take-money.ts'
import type { RecordedReceipt } from './write-receipt.ts'

export type NewReceipt = {
  readonly portfolio: string
  readonly loanNumber: string
  /** The lender's number of the receipt, unique within the loan. */
  readonly receiptNumber: string
  /** The day the money counts from. */
  readonly valueOn: BusinessDate
  /** Minor units of the portfolio's currency, above 0. */
  readonly amountMinor: bigint
}

/** Records a receipt and works its customer's arrears out anew. The same number with the same content again writes nothing and answers
 * `isNew: false`. Refuses, in order: book.receipt_number_unfit, book.receipt_day_outside, book.loan_unknown, book.loan_without_schedule,
 * book.receipt_amount_not_positive, book.receipt_amount_too_large, book.receipt_number_taken (same number, other content), book.receipt_too_far_ahead. */
export async function recordReceipt(
  db: Database,
  receipt: NewReceipt,
): Promise<Outcome<RecordedReceipt, ReceiptRefusal>> {
  const { receiptNumber, valueOn, amountMinor } = receipt
  return takeMoney<ReceiptRefusal>(db, receipt, async (_, loan, known) => {
    if (amountMinor <= 0n) {
      return refusing(
        'book.receipt_amount_not_positive',
        `Receipt '${receiptNumber}' is of ${amountMinor} minor units. Money that was taken back is recorded as a reversal.`,
      )
    }
    if (amountMinor > MONEY_MAX) {
      return refusing(
        'book.receipt_amount_too_large',
        `Receipt '${receiptNumber}' is of ${amountMinor} minor units; the book holds amounts up to ${MONEY_MAX}.`,
      )
    }
    if (!known) return { amountMinor, reverses: null }
    if (known.valueOn === valueOn && known.amountMinor === amountMinor && known.reversesReceiptId === null)
      return { same: known }
    return refusing(
      'book.receipt_number_taken',
      `Loan '${loan.loanNumber}' has a receipt '${receiptNumber}' of ${known.amountMinor} minor units on ${known.valueOn} already.`,
    )
  })
}

// Why money is not taken into the book, in order of precedence: the first that applies is the answer.

export type LoanRefusal = {
  readonly code: 'book.loan_unknown' | 'book.loan_without_schedule'
  readonly message: string
}

/** What a tape refuses too, found before anything is looked up. */
export type MoneyRefusal = {
  readonly code: 'book.receipt_number_unfit' | 'book.receipt_day_outside'
  readonly message: string
}

export type ReceiptRefusal = {
  readonly code:
    | MoneyRefusal['code']
    | LoanRefusal['code']
    | 'book.receipt_amount_not_positive'
    | 'book.receipt_amount_too_large'
    | 'book.receipt_number_taken'
    | 'book.receipt_too_far_ahead'
  readonly message: string
}

export type ReversalRefusal = {
  readonly code:
    | MoneyRefusal['code']
    | LoanRefusal['code']
    | 'book.receipt_number_taken'
    | 'book.receipt_unknown'
    | 'book.receipt_is_reversal'
    | 'book.receipt_reversed_already'
    | 'book.reversal_before_receipt'
    | 'book.receipt_too_far_ahead'
  readonly message: string
}

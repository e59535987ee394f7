// What recording a receipt and reversing one have in common, around what each of them checks by itself: one transaction, the loan under a lock, the
// same number recorded before, the date too far ahead, the writing.

import { type Append, recorded } from '../../evidence/index.ts'
import { type BusinessDate, type Outcome, ok, type Refusal, refused } from '../../kernel/index.ts'
import type { Database, Tx } from '../../platform/index.ts'
import { whyNoDay, whyNoIdentifier } from '../bounds.ts'
import type { LoanRefusal, MoneyRefusal } from './refusals.ts'
import {
  findReceipt,
  type LoanUnderLock,
  lockLoan,
  type RecordedReceipt,
  type StoredReceipt,
  writeReceipt,
} from './write-receipt.ts'

export type Money = {
  readonly portfolio: string
  readonly loanNumber: string
  readonly receiptNumber: string
  readonly valueOn: BusinessDate
}

type SharedRefusal = MoneyRefusal | LoanRefusal | AheadRefusal
type AheadRefusal = { readonly code: 'book.receipt_too_far_ahead'; readonly message: string }

/** What a command finds: a reason to refuse, that this very receipt is recorded already, or what is to be written. */
export type Found<R extends Refusal> =
  | { readonly refusal: R }
  | { readonly same: StoredReceipt }
  | { readonly amountMinor: bigint; readonly reverses: StoredReceipt | null }

/** A reason to refuse, as `check` of `takeMoney` answers it. */
export function refusing<C extends string>(
  code: C,
  message: string,
): { readonly refusal: { readonly code: C; readonly message: string } } {
  return { refusal: { code, message } }
}

/** Takes money, unless `check` or the rules of both commands are against it; then, and when it was taken before, nothing is written.
 * Refuses book.receipt_number_unfit, book.receipt_day_outside, book.loan_unknown and book.loan_without_schedule before `check`, book.receipt_too_far_ahead after it. */
export async function takeMoney<R extends Refusal>(
  db: Database,
  money: Money,
  check: (tx: Tx, loan: LoanUnderLock, known: StoredReceipt | null) => Promise<Found<R>>,
): Promise<Outcome<RecordedReceipt, R | SharedRefusal>> {
  const unfit = moneyRefusal(money)
  if (unfit) return refused(unfit)
  return recordedUnlessDeclined<RecordedReceipt, R | SharedRefusal>(db, async (tx, append, decline) => {
    const locked = await lockLoan(tx, money)
    if (!locked.ok) return decline(locked)
    const { customerId, loanId } = locked.value
    const found = await check(tx, locked.value, await findReceipt(tx, locked.value, money))
    if ('refusal' in found) return decline(refused(found.refusal))
    if ('same' in found) return decline(ok({ customerId, loanId, receiptId: found.same.receiptId, isNew: false }))
    const ahead = aheadRefusal(locked.value, money.valueOn)
    if (ahead) return decline(refused(ahead))
    const { receiptNumber, valueOn } = money
    return writeReceipt(tx, append, locked.value, { receiptNumber, valueOn, ...found })
  })
}

/** By the rules of a tape, so that no receipt comes in by hand that a tape could not bring. */
function moneyRefusal({ receiptNumber, valueOn }: Money): MoneyRefusal | null {
  const noNumber = whyNoIdentifier(receiptNumber)
  if (noNumber !== null)
    return {
      code: 'book.receipt_number_unfit',
      message: `The receipt's number ${JSON.stringify(receiptNumber)} ${noNumber}.`,
    }
  const noDay = whyNoDay(valueOn)
  return noDay === null ? null : { code: 'book.receipt_day_outside', message: `Value date ${valueOn} ${noDay}.` }
}

function aheadRefusal(loan: LoanUnderLock, valueOn: BusinessDate): AheadRefusal | null {
  if (valueOn <= loan.latestValueOn) return null
  const since =
    loan.businessDate === null
      ? `and portfolio '${loan.portfolio}' had no night yet: money for loan '${loan.loanNumber}' may be dated up to ten years after its last instalment, ${loan.latestValueOn}`
      : `more than 31 days after the business date ${loan.businessDate} of portfolio '${loan.portfolio}'`
  return { code: 'book.receipt_too_far_ahead', message: `Value date ${valueOn} is too far ahead, ${since}.` }
}

/** Runs a write command that may refuse, or find its work done already: either way it rolls back and writes nothing. */
async function recordedUnlessDeclined<T, R extends Refusal>(
  db: Database,
  work: (tx: Tx, append: Append, decline: (outcome: Outcome<T, R>) => never) => Promise<Outcome<T, R>>,
): Promise<Outcome<T, R>> {
  let declined: Outcome<T, R> | undefined
  const decline = (outcome: Outcome<T, R>): never => {
    declined = outcome
    throw new Declined()
  }
  try {
    return await recorded(db, (tx, append) => work(tx, append, decline))
  } catch (error) {
    if (error instanceof Declined && declined) return declined
    throw error
  }
}

/** Leaves the transaction of `recorded` without a commit; never seen outside this file. */
class Declined extends Error {}

// Turns the customers of one slice into rows for every table, ready for COPY. Pure: the same customers, seed and date give the same
// rows (but for what is sealed, which is random by design).

import { type BookRows, newBookRows } from '../book/index.ts'
import type { FieldSealer } from '../identity/index.ts'
import { type FlagRows, newFlagRows } from '../permission/index.ts'
import { newPromiseRows, type PromiseRows } from '../resolution/index.ts'
import type { DigestMemory } from './digest-memory.ts'
import { drawFlags } from './flag.ts'
import { addLoan, drawLoan } from './loan-rows.ts'
import { addParty } from './party-rows.ts'
import { DEMO_PORTFOLIOS, portfolioAt } from './portfolios.ts'
import { Random } from './random.ts'
import { customerNumber, type RosterCustomer } from './roster.ts'

export type SliceInput = {
  readonly seed: number
  /** The as-of month (months since year 0) and the last day whose money is known. */
  readonly asOfMonth: number
  readonly agedDay: number
  /** Ids of the portfolios in the order of DEMO_PORTFOLIOS. */
  readonly portfolioIds: readonly number[]
  readonly sealer: FieldSealer
  readonly digests: DigestMemory
}

/** Rows by table; grows as customers are added. */
export class SliceRows {
  readonly book: BookRows = newBookRows()
  readonly flags: FlagRows = newFlagRows()
  readonly promises: PromiseRows = newPromiseRows()
  /** Wrapped data keys, stored by `identity`. */
  readonly customerKeys: (readonly [bigint, Uint8Array])[] = []
  openCount = 0
  lateCount = 0
}

/** Adds a customer with parties, endpoints, vehicles, loans and all that happened to them. */
export function addCustomer(rows: SliceRows, customer: RosterCustomer, input: SliceInput): void {
  const portfolio = portfolioAt(customer.portfolioIndex)
  const random = new Random(input.seed, 'customer', customer.ordinal * DEMO_PORTFOLIOS.length + customer.portfolioIndex)
  const number = customerNumber(customer.portfolioIndex, customer.ordinal)
  rows.book.customer.push({
    customer_id: customer.customerId,
    lender: portfolio.lender,
    customer_number: number,
    is_fictional: true,
  })
  rows.customerKeys.push([customer.customerId, input.sealer.addCustomer(customer.customerId)])
  const borrower = addParty(rows, { customer, number, portfolio, role: 'borrower' }, input, random)
  const second = random.chance(portfolio.secondPartyChance)
    ? addParty(rows, { customer, number, portfolio, role: 'second' }, input, random)
    : null
  const secondRole = random.weighted([
    ['co_borrower', 50],
    ['spouse', 30],
    ['guarantor', 20],
  ])
  let isLate = false
  for (const ordinal of customer.loanOrdinals) {
    const loan = drawLoan(input, customer.portfolioIndex, ordinal)
    addLoan(rows, customer, loan, input, loan.random)
    const link = { customer_id: customer.customerId, loan_id: loan.loanId }
    rows.book.loan_party.push({ ...link, party_id: borrower, role: 'borrower' })
    if (second !== null) rows.book.loan_party.push({ ...link, party_id: second, role: secondRole })
    if (loan.life.status === 'open' && loan.life.oldestUnpaidDay !== null) isLate = true
  }
  input.sealer.forget()
  drawFlags({ jurisdiction: portfolio.jurisdiction, isLate, agedDay: input.agedDay }, random).forEach((flag, index) => {
    rows.flags.push({
      customer_id: customer.customerId,
      flag_id: BigInt(index + 1),
      kind: flag.kind,
      starts_on: flag.startsDay,
      ends_on: flag.endsDay,
    })
  })
}

// Turns the customers of one slice into rows for every table, ready for COPY. Pure: the same customers, seed and date give the same
// rows (but for what is sealed, which is random by design).

import { type BookRows, newBookRows } from '../book/load/index.ts'
import {
  type FieldSealer,
  maskEndpoint,
  maskName,
  normalEndpoint,
  normalText,
  type SealedField,
} from '../identity/index.ts'
import { derivedId, loanId } from '../kernel/index.ts'
import { type FlagRows, newFlagRows } from '../permission/load/index.ts'
import { newPromiseRows, type PromiseRows } from '../resolution/load/index.ts'
import { arrearsOf } from './arrears-of.ts'
import { type DemoContract, drawContract } from './contract.ts'
import { drawFlags } from './flag.ts'
import { type Life, simulateLife } from './life.ts'
import { drawAddress, drawPerson, emailOf } from './people.ts'
import { DEMO_PORTFOLIOS, type DemoPortfolio } from './portfolios.ts'
import { drawPromises } from './promise.ts'
import { Random } from './random.ts'
import { CHARGE_OFF, OVER_3, ROLL_RATES } from './roll-rates.ts'
import { customerNumber, type RosterCustomer } from './roster.ts'
import { valueAfter } from './vehicle.ts'

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

/** Made-up names, streets and American numbers repeat a thousandfold; their digests are taken once. */
export class DigestMemory {
  private readonly sealer: FieldSealer
  private readonly known = new Map<string, Uint8Array>()

  constructor(sealer: FieldSealer) {
    this.sealer = sealer
  }

  of(field: SealedField, normal: string): Uint8Array {
    const key = `${field} ${normal}`
    let digest = this.known.get(key)
    if (digest === undefined) {
      digest = this.sealer.digest(field, normal)
      // E-mails and Chinese numbers never come back: without a limit they would fill the memory of a large build.
      if (this.known.size < DIGESTS_KEPT_MAX) this.known.set(key, digest)
    }
    return digest
  }
}

const DIGESTS_KEPT_MAX = 40_000
/** Receipts count as recorded at noon UTC of their day, the same in every build. */
const NOON_MS = 43_200_000
const DAY_MS = 86_400_000

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

/** A loan as it was drawn and lived, before it becomes rows. */
export type DemoLoan = {
  readonly loanNumber: string
  readonly loanId: bigint
  readonly contract: DemoContract
  readonly life: Life
}

/** Draws and lives one loan. The vehicle's ordinal is unique across both portfolios (even and odd numbers). */
export function drawLoan(
  input: Pick<SliceInput, 'seed' | 'asOfMonth' | 'agedDay'>,
  portfolioIndex: number,
  ordinal: number,
): DemoLoan & { readonly random: Random } {
  const portfolio = portfolioAt(portfolioIndex)
  const random = new Random(input.seed, 'loan', ordinal * DEMO_PORTFOLIOS.length + portfolioIndex)
  const contract = drawContract(
    portfolio,
    { asOfMonth: input.asOfMonth, ordinal: ordinal * DEMO_PORTFOLIOS.length + portfolioIndex },
    random,
  )
  const rates = ROLL_RATES[contract.segment]
  const life = simulateLife({ instalments: contract.instalments, agedDay: input.agedDay, rates, random })
  const loanNumber = `${portfolio.prefix}L${String(ordinal + 1).padStart(8, '0')}`
  return { loanNumber, loanId: loanId(portfolio.code, loanNumber), contract, life, random }
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

type PartyInput = {
  readonly customer: RosterCustomer
  readonly number: string
  readonly portfolio: DemoPortfolio
  readonly role: 'borrower' | 'second'
}

/** Adds a party and returns its id. Borrowers have a phone, an e-mail and an address; second parties a phone. No identity numbers are
 * made up: one that passes its check may be somebody's. */
function addParty(rows: SliceRows, party: PartyInput, input: SliceInput, random: Random): bigint {
  const { customer, number, portfolio } = party
  const { sealer } = input
  const { customerId } = customer
  const person = drawPerson(portfolio.jurisdiction, random)
  const partyNumber = party.role === 'borrower' ? number : `${number}-2`
  const partyId = derivedId('party', portfolio.lender, number, partyNumber)
  rows.book.party.push({
    customer_id: customerId,
    party_id: partyId,
    party_number: partyNumber,
    kind: 'person',
    name_sealed: sealer.seal(customerId, 'party.name', person.name),
    name_hint: maskName(person.name),
    name_digest: input.digests.of('party.name', normalText(person.name)),
    language: person.language,
  })
  const addEndpoint = (place: bigint, kind: 'phone' | 'email' | 'address', value: string) => {
    rows.book.endpoint.push({
      customer_id: customerId,
      endpoint_id: place,
      party_id: partyId,
      kind,
      value_sealed: sealer.seal(customerId, 'endpoint.value', value),
      value_digest: input.digests.of('endpoint.value', normalEndpoint(kind, value)),
      value_hint: maskEndpoint(kind, value),
    })
  }
  if (party.role === 'second') {
    addEndpoint(4n, 'phone', person.phone)
    return partyId
  }
  addEndpoint(1n, 'phone', person.phone)
  addEndpoint(2n, 'email', emailOf(number))
  addEndpoint(3n, 'address', drawAddress(portfolio.jurisdiction, random))
  return partyId
}

function addLoan(rows: SliceRows, customer: RosterCustomer, loan: DemoLoan, input: SliceInput, random: Random): void {
  const portfolio = portfolioAt(customer.portfolioIndex)
  const { contract, life } = loan
  const { vehicle } = contract
  const vehicleNumber = `${loan.loanNumber}-V`
  const vehicleId = derivedId('vehicle', portfolio.lender, vehicleNumber)
  const portfolioId = input.portfolioIds[customer.portfolioIndex] ?? 0
  const key = { customer_id: customer.customerId, loan_id: loan.loanId }
  rows.book.vehicle.push({
    customer_id: customer.customerId,
    vehicle_id: vehicleId,
    vehicle_number: vehicleNumber,
    vin: vehicle.vin,
    plate: vehicle.plate,
    engine_number: vehicle.engineNumber,
    make: vehicle.make,
    model: vehicle.model,
    model_year: vehicle.modelYear,
    is_new: vehicle.isNew,
    value_minor: valueAfter(vehicle, contract.ageMonths, random),
    value_on: input.agedDay - random.between(0, 60),
    value_source: 'synthetic_guide',
  })
  rows.book.loan.push({
    ...key,
    portfolio_id: portfolioId,
    loan_number: loan.loanNumber,
    vehicle_id: vehicleId,
    product: contract.product,
    status: life.status,
    is_repossessed: random.chance(repossessedChance(life)),
    opened_on: contract.openedDay,
    first_due_on: contract.firstDueDay,
    matures_on: contract.maturityDay,
    term_months: contract.termMonths,
    principal_minor: contract.principalMinor,
    annual_rate: (contract.rateBasisPoints / 10_000).toFixed(6),
    payment_minor: contract.paymentMinor,
    credit_score: drawScore(portfolio, contract, life, random),
    credit_score_kind: portfolio.scoreKind,
    payment_to_income: drawPaymentToIncome(contract, random).toFixed(6),
  })
  addMoney(rows, loan, key, { agedDay: input.agedDay, portfolioId })
  const typicalMinor = contract.paymentMinor > 0n ? contract.paymentMinor : 1n
  drawPromises(life, { agedDay: input.agedDay, typicalMinor }, random).forEach((promise, index) => {
    rows.promises.push({
      ...key,
      promise_id: derivedId('promise', loan.loanNumber, String(index + 1)),
      promised_on: promise.promisedDay,
      due_on: promise.dueDay,
      amount_minor: promise.amountMinor,
      taken_by: promise.takenBy,
      outcome: promise.outcome,
      graded_on: promise.gradedDay,
    })
  })
  if (life.status !== 'open') return
  rows.openCount += 1
  if (life.oldestUnpaidDay !== null) rows.lateCount += 1
}

type LoanKey = { readonly customer_id: bigint; readonly loan_id: bigint }

/** What fell due and what came. Most rows of a book are made here: plain literals, nothing spread or mapped. */
function addMoney(
  rows: SliceRows,
  loan: DemoLoan,
  { customer_id, loan_id }: LoanKey,
  at: { agedDay: number; portfolioId: number },
): void {
  const { life } = loan
  for (const instalment of life.instalments) {
    rows.book.instalment.push({
      customer_id,
      loan_id,
      instalment_number: instalment.number,
      due_on: instalment.dueDay,
      principal_minor: instalment.principalMinor,
      interest_minor: instalment.interestMinor,
    })
  }
  life.receipts.forEach((receipt, index) => {
    rows.book.receipt.push({
      customer_id,
      loan_id,
      receipt_id: BigInt(index + 1),
      receipt_number: `${loan.loanNumber}-${index + 1}`,
      value_on: receipt.day,
      amount_minor: receipt.amountMinor,
      reverses_receipt_id: receipt.reverses === null ? null : BigInt(receipt.reverses + 1),
      recorded_at: receipt.day * DAY_MS + NOON_MS,
    })
  })
  const arrears = arrearsOf(life, at.agedDay)
  rows.book.arrears.push({
    customer_id,
    loan_id,
    portfolio_id: at.portfolioId,
    oldest_unpaid_due_on: life.oldestUnpaidDay,
    due_minor: arrears.dueMinor,
    balance_minor: arrears.balanceMinor,
    next_due_on: arrears.nextDueDay,
    next_due_minor: arrears.nextDueMinor,
    aged_on: at.agedDay,
    basis: 'schedule',
  })
}

/** An instalment is some 13 % of income, more for borrowers with low scores. */
function drawPaymentToIncome(contract: DemoContract, random: Random): number {
  const share = 0.13 + 0.05 * random.normal() + (contract.segment === 'subprime' ? 0.05 : 0)
  return Math.max(0.02, Math.min(0.45, share))
}

/** Lenders take the vehicle from the third missed month on; of charged-off loans it is gone in more than half. */
function repossessedChance(life: Life): number {
  if (life.status === 'charged_off') return 0.55
  return life.status === 'open' && life.worstState === OVER_3 && life.oldestUnpaidDay !== null ? 0.15 : 0
}

/** A score that knows the segment and, as behaviour scores do, how bad it got: 14 points down for each month of worst arrears. */
function drawScore(portfolio: DemoPortfolio, contract: DemoContract, life: Life, random: Random): number {
  const worst = Math.min(life.worstState, CHARGE_OFF)
  const score = portfolio.score[contract.segment] - 14 * worst + 38 * random.normal()
  return Math.round(Math.max(300, Math.min(850, score)))
}

function portfolioAt(index: number): DemoPortfolio {
  return DEMO_PORTFOLIOS[index] ?? DEMO_PORTFOLIOS[0]
}

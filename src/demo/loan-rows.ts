// A loan, its vehicle and all that was due, paid and promised, as rows.

import { maskNumber, normalNumber } from '../identity/index.ts'
import { derivedId, loanId } from '../kernel/index.ts'
import { arrearsOf } from './arrears-of.ts'
import { type DemoContract, drawContract } from './contract.ts'
import { type Life, simulateLife } from './life.ts'
import { DEMO_PORTFOLIOS, type DemoPortfolio, portfolioAt } from './portfolios.ts'
import { drawPromises } from './promise.ts'
import { Random } from './random.ts'
import { CHARGE_OFF, OVER_3, ROLL_RATES } from './roll-rates.ts'
import type { RosterCustomer } from './roster.ts'
import type { SliceInput, SliceRows } from './slice-rows.ts'
import { spellsOf } from './spells-of.ts'
import { valueAfter } from './vehicle.ts'

/** Receipts count as recorded at noon UTC of their day, the same in every build. */
const NOON_MS = 43_200_000
const DAY_MS = 86_400_000

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

/** Adds the rows of a drawn loan. */
export function addLoan(
  rows: SliceRows,
  customer: RosterCustomer,
  loan: DemoLoan,
  input: SliceInput,
  random: Random,
): void {
  const { sealer } = input
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
    vin_sealed: sealer.seal(customer.customerId, 'vehicle.vin', vehicle.vin),
    vin_hint: maskNumber(vehicle.vin),
    vin_digest: sealer.digest('vehicle.vin', normalNumber(vehicle.vin)),
    plate_sealed: sealer.seal(customer.customerId, 'vehicle.plate', vehicle.plate),
    plate_hint: maskNumber(vehicle.plate),
    plate_digest: sealer.digest('vehicle.plate', normalNumber(vehicle.plate)),
    engine_number_sealed: sealer.seal(customer.customerId, 'vehicle.engine_number', vehicle.engineNumber),
    engine_number_hint: maskNumber(vehicle.engineNumber),
    engine_number_digest: sealer.digest('vehicle.engine_number', normalNumber(vehicle.engineNumber)),
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
  for (const spell of spellsOf(life, at.agedDay)) {
    rows.book.overdue_spell.push({
      customer_id,
      loan_id,
      started_on: spell.startedDay,
      ended_on: spell.endedDay,
      reached_30_on: spell.reached30Day,
      reached_60_on: spell.reached60Day,
      reached_90_on: spell.reached90Day,
    })
  }
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

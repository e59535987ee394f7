// The instalments that a contract schedules. Pure arithmetic on minor units and exact fractions; every amount is rounded once, half to even, and
// the last instalment takes what rounding left, so that principal sums to the loan to the cent.

import { addMonths, type BusinessDate, divHalfEven, mustHold } from '../../kernel/index.ts'
import { type DayCount, type Fraction, yearFraction } from './day-count.ts'

export type ScheduleTerms = {
  readonly product: 'level_payment' | 'equal_principal' | 'interest_first_balloon'
  readonly principalMinor: bigint
  /** Nominal rate a year as a decimal fraction: '0.0725' is 7.25 %. */
  readonly annualRate: string
  readonly termMonths: number
  readonly openedOn: BusinessDate
  readonly firstDueOn: BusinessDate
  /** Day of the month on which instalments fall due (the last day where a month is shorter). The first due date's day when left out; give it when
   * that date is itself a shortened month end (first due on 28 February, then on the 31st). */
  readonly dueDay?: number
  /** 'month': a twelfth of the annual rate a month, however many days it has. This is what contracts and banks quote for 等额本息 and 等额本金 and what
   * Regulation Z, appendix J calls a monthly unit-period; a first period that is no whole month counts by 30/360. Or a day count. */
  readonly interestBasis: 'month' | DayCount
}

export type ScheduledInstalment = {
  readonly number: number
  readonly dueOn: BusinessDate
  readonly principalMinor: bigint
  readonly interestMinor: bigint
}

/** Fifty years: longer than any loan on a vehicle, short enough that exact fractions stay quick. */
const TERM_MONTHS_MAX = 600

/** All instalments, numbered from 1. Throws `Defect` on terms that no contract has (no principal, no month, a due date before the loan). */
export function schedule(terms: ScheduleTerms): ScheduledInstalment[] {
  const dates = dueDates(terms)
  const rates = periodRates(terms, dates)
  const principalAt = principalPlan(terms, rates)
  const instalments: ScheduledInstalment[] = []
  let balance = terms.principalMinor
  for (const [index, dueOn] of dates.entries()) {
    const interestMinor = roundedShare(balance, rates[index] as Fraction)
    const isLast = index === dates.length - 1
    const principalMinor = isLast ? balance : between0And(balance, principalAt(interestMinor))
    instalments.push({ number: index + 1, dueOn, principalMinor, interestMinor })
    balance -= principalMinor
  }
  return instalments
}

/** The level payment (等额本息): with it, paid at every due date, principal and interest end at zero together. For equal periods this is the annuity
 * P·i / (1 − (1 + i)^−n); periods of different length are each discounted with their own rate. Rounded half to even. */
export function levelPaymentMinor(terms: ScheduleTerms): bigint {
  return annuity(terms.principalMinor, periodRates(terms, dueDates(terms)))
}

function dueDates(terms: ScheduleTerms): BusinessDate[] {
  const { principalMinor, termMonths, openedOn, firstDueOn, dueDay } = terms
  mustHold(principalMinor > 0n, `a loan of ${principalMinor} minor units has no schedule`)
  mustHold(
    Number.isInteger(termMonths) && termMonths >= 1 && termMonths <= TERM_MONTHS_MAX,
    `${termMonths} is no term in months`,
  )
  mustHold(
    firstDueOn > openedOn,
    `the first due date ${firstDueOn} is not after the day the loan was opened, ${openedOn}`,
  )
  return Array.from({ length: termMonths }, (_, month) =>
    month === 0 ? firstDueOn : addMonths(firstDueOn, month, dueDay),
  )
}

/** The interest rate of each period as an exact fraction of the balance. */
function periodRates(terms: ScheduleTerms, dates: readonly BusinessDate[]): Fraction[] {
  const annual = readRate(terms.annualRate)
  return dates.map((dueOn, index) => {
    const from = index === 0 ? terms.openedOn : (dates[index - 1] as BusinessDate)
    const part = periodOf(terms, index, from, dueOn)
    return { dividend: annual.dividend * part.dividend, divisor: annual.divisor * part.divisor }
  })
}

function periodOf(terms: ScheduleTerms, index: number, from: BusinessDate, dueOn: BusinessDate): Fraction {
  if (terms.interestBasis !== 'month') return yearFraction(terms.interestBasis, from, dueOn)
  const isWholeMonth = index > 0 || addMonths(from, 1) === dueOn || addMonths(dueOn, -1, terms.dueDay) === from
  return isWholeMonth ? { dividend: 1n, divisor: 12n } : yearFraction('30/360', from, dueOn)
}

/** How much principal an instalment repays, given its interest; the last one repays the rest whatever this says. */
function principalPlan(terms: ScheduleTerms, rates: readonly Fraction[]): (interestMinor: bigint) => bigint {
  // 先息后本: interest only; the last instalment repays the whole principal.
  if (terms.product === 'interest_first_balloon') return () => 0n
  // 等额本金: the same principal each time, so the payment falls with the interest.
  const share = divHalfEven(terms.principalMinor, BigInt(terms.termMonths))
  if (terms.product === 'equal_principal') return () => share
  const payment = annuity(terms.principalMinor, rates)
  return interestMinor => payment - interestMinor
}

/** P·∏(1+iⱼ) = A·Σₖ ∏ⱼ﹥ₖ(1+iⱼ), solved for A in whole numbers over the common divisor of all periods. */
function annuity(principalMinor: bigint, rates: readonly Fraction[]): bigint {
  const divisor = rates.reduce((common, rate) => leastCommonMultiple(common, rate.divisor), 1n)
  // From the last period to the first: growth is ∏(divisor + rate) of the later periods, weight the sum over all payments.
  let growth = 1n
  let weight = 0n
  let scale = divisor ** BigInt(rates.length)
  for (const rate of rates.toReversed()) {
    weight += growth * scale
    growth *= divisor + rate.dividend * (divisor / rate.divisor)
    scale /= divisor
  }
  return divHalfEven(principalMinor * growth, weight)
}

function roundedShare(amount: bigint, share: Fraction): bigint {
  return divHalfEven(amount * share.dividend, share.divisor)
}

/** Rounding on tiny loans can ask for a cent more than is left, or less than nothing. */
function between0And(balance: bigint, wanted: bigint): bigint {
  if (wanted < 0n) return 0n
  return wanted < balance ? wanted : balance
}

function readRate(text: string): Fraction {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text)
  mustHold(match !== null, `'${text}' is no rate: a decimal fraction such as 0.0725 is`)
  const places = match[2] ?? ''
  return { dividend: BigInt((match[1] ?? '') + places), divisor: 10n ** BigInt(places.length) }
}

function leastCommonMultiple(one: bigint, other: bigint): bigint {
  let [a, b] = [one, other]
  while (b !== 0n) [a, b] = [b, a % b]
  return (one / a) * other
}

// The schedules of the synthetic loans: the book's own (`schedule` with a month as its unit, every period a whole month), at a fifth of its
// cost, which a million loans notice. A test holds the two together.

import { divHalfEven } from '../kernel/index.ts'
import { dayInMonth } from './calendar.ts'
import type { DemoInstalment } from './life.ts'
import type { DemoProduct } from './portfolios.ts'

/** A month's interest is principal × basis points / this. */
const MONTHS_OF_BASIS_POINTS = 120_000n

export type ScheduleTerms = {
  readonly product: DemoProduct
  readonly principalMinor: bigint
  /** Nominal rate a year; above zero. */
  readonly rateBasisPoints: number
  readonly termMonths: number
  /** Month of the first due date, counted from January of year 0, and the day in each month (1 to 28). */
  readonly firstMonth: number
  readonly dueDay: number
}

/** All instalments of a loan; their principal sums to the loan's. */
export function demoSchedule(terms: ScheduleTerms): DemoInstalment[] {
  const { product, termMonths } = terms
  const rate = BigInt(terms.rateBasisPoints)
  const level = product === 'level_payment' ? levelPayment(terms) : 0n
  const equal = product === 'equal_principal' ? divHalfEven(terms.principalMinor, BigInt(termMonths)) : 0n
  const instalments: DemoInstalment[] = []
  let left = terms.principalMinor
  for (let number = 1; number <= termMonths; number++) {
    const interestMinor = divHalfEven(left * rate, MONTHS_OF_BASIS_POINTS)
    const planned = product === 'level_payment' ? level - interestMinor : equal
    const principalMinor = number === termMonths ? left : planned
    left -= principalMinor
    const dueDay = dayInMonth(terms.firstMonth + number - 1, terms.dueDay)
    instalments.push({ number, dueDay, principalMinor, interestMinor })
  }
  return instalments
}

/** Growth of one unit over a term, as the two whole numbers of a fraction; a book has only some thousand pairs of rate and term. */
const growths = new Map<number, readonly [bigint, bigint]>()

/** The constant payment P·i·(1+i)ⁿ / ((1+i)ⁿ − 1), halves to even. */
function levelPayment({ principalMinor, rateBasisPoints, termMonths }: ScheduleTerms): bigint {
  const key = rateBasisPoints * 1_000 + termMonths
  let growth = growths.get(key)
  if (growth === undefined) {
    const months = BigInt(termMonths)
    growth = [(MONTHS_OF_BASIS_POINTS + BigInt(rateBasisPoints)) ** months, MONTHS_OF_BASIS_POINTS ** months]
    growths.set(key, growth)
  }
  const [grown, unit] = growth
  return divHalfEven(principalMinor * BigInt(rateBasisPoints) * grown, MONTHS_OF_BASIS_POINTS * (grown - unit))
}

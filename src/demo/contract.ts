// What a borrower signed: product, term, rate, principal, due day and schedule. Older loans come with the instalments of the last two
// years only, as a lender that changes systems brings them: what fell due before is paid and not in the book.

import { dayInMonth } from './calendar.ts'
import { demoSchedule } from './demo-schedule.ts'
import type { DemoInstalment } from './life.ts'
import type { DemoPortfolio, DemoProduct } from './portfolios.ts'
import type { Random } from './random.ts'
import type { Segment } from './roll-rates.ts'
import type { DemoVehicle } from './vehicle.ts'
import { drawVehicle } from './vehicle.ts'

/** Months of history that the book is given. */
const HISTORY_MONTHS = 24
/** Basis points a year below which no loan is made. */
const RATE_MIN = 90

export type DemoContract = {
  readonly segment: Segment
  readonly product: DemoProduct
  readonly termMonths: number
  readonly rateBasisPoints: number
  readonly principalMinor: bigint
  readonly openedDay: number
  readonly firstDueDay: number
  readonly maturityDay: number
  readonly paymentMinor: bigint
  /** How many instalments are due by the month of the as-of date. */
  readonly ageMonths: number
  readonly vehicle: DemoVehicle
  /** From the first instalment of the two years to the last one. */
  readonly instalments: readonly DemoInstalment[]
}

/** Draws the contract of the loan with `ordinal`, of any age short of its end in `asOfMonth` (months since year 0). */
export function drawContract(
  portfolio: DemoPortfolio,
  input: { asOfMonth: number; ordinal: number },
  random: Random,
): DemoContract {
  const segment = random.weighted(portfolio.segments)
  const product = random.weighted(portfolio.products)
  const termMonths = random.weighted(portfolio.termMonths)
  // Leaning to older loans, as in a book that has stopped growing: the longer the history, the more a night has to age.
  const ageMonths = Math.floor(termMonths * random.unit() ** 0.7)
  const dueDay = random.between(1, 28)
  const firstMonth = input.asOfMonth - ageMonths
  const firstDueDay = dayInMonth(firstMonth, dueDay)
  const openedDay = dayInMonth(firstMonth - 1, dueDay)
  const vehicle = drawVehicle(portfolio, { openedDay, ordinal: input.ordinal }, random)
  const [rateMiddle, rateSpread] = portfolio.rateBasisPoints[segment]
  const rateBasisPoints = Math.max(RATE_MIN, Math.round((rateMiddle + rateSpread * random.normal()) / 5) * 5)
  const [low, high] = portfolio.loanToPrice
  const percent = Math.max(
    low,
    Math.min(high, (low + high) / 2 + (segment === 'subprime' ? 8 : 0) + 9 * random.normal()),
  )
  const principalMinor = ((vehicle.priceMinor * BigInt(Math.round(percent * 10))) / 100_000n) * 100n
  const schedule = demoSchedule({ product, principalMinor, rateBasisPoints, termMonths, firstMonth, dueDay })
  const first = schedule[0]
  return {
    segment,
    product,
    termMonths,
    rateBasisPoints,
    principalMinor,
    openedDay,
    firstDueDay,
    maturityDay: dayInMonth(firstMonth + termMonths - 1, dueDay),
    paymentMinor: first === undefined ? 0n : first.principalMinor + first.interestMinor,
    ageMonths,
    vehicle,
    instalments: schedule.slice(Math.max(0, ageMonths - HISTORY_MONTHS)),
  }
}

// Which dates a night may have. The system clock is never asked, and an opened day cannot be taken back: so a date that would decide
// from what was not known yet, or that looks like a slip of the keyboard, is refused before it is opened.

import { newestAgedOn } from '../book/index.ts'
import { addMonths, daysBetween, Fault, must, businessDate as toBusinessDate } from '../kernel/index.ts'
import type { Sql } from '../platform/index.ts'

/** From one night to the next: lenders with monthly tapes have one night a month. A wrong month or year is more, and it is the likeliest slip. */
const GAP_DAYS_MAX = 35
/** From the newest the book knows to its first night: an old tape may be tried out long after. */
const FIRST_GAP_MONTHS_MAX = 120

/** Returns how many dates since the last night are left out. Throws `Fault`: 'night.day_passed', 'night.before_tape', 'night.day_far_ahead'. */
export async function refuseImpossibleDay(
  sql: Sql,
  portfolioId: number,
  day: { portfolio: string; businessDate: string; allowsGap?: boolean },
): Promise<number> {
  const { portfolio, businessDate } = day
  const [row] = await sql.query<{ business_date: string | null }>(
    'select business_date from book.portfolio where portfolio_id = $1',
    [portfolioId],
  )
  const last = must(row, 'the portfolio was found').business_date
  if (last !== null && businessDate < last) {
    throw new Fault(
      'night.day_passed',
      `Portfolio ${portfolio} is at ${last}; a night of ${businessDate} would go back. Use \`decision replay\` to look at a past date.`,
    )
  }
  const known = await newestAgedOn(sql, portfolioId)
  if (known.tape !== null && businessDate < known.tape) {
    throw new Fault(
      'night.before_tape',
      `The tape of portfolio ${portfolio} tells how its loans stood on ${known.tape}; a night of ${businessDate} would decide from what was not known then. Use a date from ${known.tape} on, or \`decision replay\` for a past one.`,
    )
  }
  const date = toBusinessDate(businessDate)
  const tooFar = (than: string): Fault =>
    new Fault(
      'night.day_far_ahead',
      `${businessDate} is more than ${than} of portfolio ${portfolio}, and an opened day cannot be taken back. Say --allow-gap if it is meant.`,
    )
  if (last === null) {
    const { newest } = known
    if (newest !== null && date > addMonths(toBusinessDate(newest), FIRST_GAP_MONTHS_MAX) && !day.allowsGap)
      throw tooFar(`${FIRST_GAP_MONTHS_MAX} months after ${newest}, the newest day the book knows,`)
    return 0
  }
  const days = daysBetween(toBusinessDate(last), date)
  if (days > GAP_DAYS_MAX && !day.allowsGap) throw tooFar(`${GAP_DAYS_MAX} days after ${last}, the last night`)
  return Math.max(0, days - 1)
}

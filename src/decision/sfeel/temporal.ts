// Dates and durations as texts. What is a legal FEEL value but not one we can hold exactly (times, fractions of a day,
// years beyond four digits) is refused, never rounded.

import { parseBusinessDate } from '../../kernel/index.ts'
import { DecisionFault } from '../decision-fault.ts'
import type { Constant } from './constant.ts'

/** PostgreSQL's integer; 5.8 million years of days. */
const DURATION_MAX = 2_147_483_647

const DURATION =
  /^(-?)P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/

/** `date("…")`: null when the text is no calendar day; refused when it is one we cannot hold. */
export function parseDate(text: string): Constant | null {
  const date = parseBusinessDate(text)
  if (date !== null && !text.startsWith('0000')) return { type: 'date', value: date }
  if (/^-?\d{4,9}-\d\d-\d\d$/.test(text) && (!/^\d{4}-/.test(text) || text.startsWith('0000'))) {
    throw new DecisionFault('decision.unsupported', `the year of date '${text}' is outside 0001 to 9999`)
  }
  if (/^\d{4}-\d\d-\d\d[TZ@+-]/.test(text))
    throw new DecisionFault('decision.unsupported', `date '${text}' with a time or a zone`)
  return null
}

/** `duration("…")`: whole days, or whole months; null when the text is no ISO 8601 duration of FEEL. */
export function parseDuration(text: string): Constant | null {
  const match = DURATION.exec(text)
  if (!match) return null
  const [, sign, years, months, days, hours, minutes, seconds, fraction] = match
  const of = (part: string | undefined) => Number(part ?? '0')
  const direction = sign === '-' ? -1 : 1
  const hasMonths = years !== undefined || months !== undefined
  const hasDays = days !== undefined || hours !== undefined || minutes !== undefined || seconds !== undefined
  if (hasMonths && hasDays) return null
  if (hasMonths) return { type: 'months', value: bounded(text, direction * (of(years) * 12 + of(months))) }
  const wholeSeconds = of(days) * 86_400 + of(hours) * 3600 + of(minutes) * 60 + of(seconds)
  if (wholeSeconds % 86_400 !== 0 || /[1-9]/.test(fraction ?? '') || !Number.isSafeInteger(wholeSeconds)) {
    throw new DecisionFault('decision.unsupported', `duration '${text}' is not a whole number of days`)
  }
  return { type: 'days', value: bounded(text, (direction * wholeSeconds) / 86_400) }
}

/** `@"…"`: a date or a duration; times are refused by name. */
export function parseAtLiteral(text: string): Constant | null {
  if (/^-?P/.test(text)) return parseDuration(text)
  if (/[T:]/.test(text)) throw new DecisionFault('decision.unsupported', `time or date and time literal @"${text}"`)
  return parseDate(text)
}

function bounded(text: string, value: number): number {
  if (Math.abs(value) > DURATION_MAX) throw new DecisionFault('decision.unsupported', `duration '${text}' is too long`)
  return value === 0 ? 0 : value
}

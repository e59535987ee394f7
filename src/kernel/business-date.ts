// A business date is a calendar day without time or zone, written YYYY-MM-DD. It is never taken from the system clock:
// a night, a receipt or a report carries its own. Arithmetic is on the proleptic Gregorian calendar.

declare const brand: unique symbol
export type BusinessDate = string & { readonly [brand]: 'BusinessDate' }

const PATTERN = /^(?!0000)(\d{4})-(\d{2})-(\d{2})$/
const DAY_MS = 86_400_000

/** Reads `YYYY-MM-DD`; null when the text is no calendar day (2026-02-30 is none). */
export function parseBusinessDate(text: string): BusinessDate | null {
  const match = PATTERN.exec(text)
  if (!match) return null
  const day = toDay(text)
  return fromDay(day) === text ? (text as BusinessDate) : null
}

/** As `parseBusinessDate`, for constants and trusted columns: throws RangeError instead of returning null. */
export function businessDate(text: string): BusinessDate {
  const date = parseBusinessDate(text)
  if (date === null) throw new RangeError(`'${text}' is not a business date (YYYY-MM-DD)`)
  return date
}

/** Whole days since 1970-01-01. */
export function dayNumber(date: BusinessDate): number {
  return toDay(date)
}

export function fromDayNumber(days: number): BusinessDate {
  return fromDay(days) as BusinessDate
}

export function addDays(date: BusinessDate, days: number): BusinessDate {
  return fromDay(toDay(date) + days) as BusinessDate
}

/** `later − earlier` in days. */
export function daysBetween(earlier: BusinessDate, later: BusinessDate): number {
  return toDay(later) - toDay(earlier)
}

/** The same day `months` later; the last day of the month when that day does not exist (31 January + 1 month = 28 February).
 * `anchorDay` keeps a schedule on its day after a short month (31 Jan, 28 Feb, 31 Mar). */
export function addMonths(date: BusinessDate, months: number, anchorDay = Number(date.slice(8))): BusinessDate {
  const month0 = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  const year = Math.floor(month0 / 12)
  const month = month0 - year * 12
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const day = Math.min(anchorDay, lastDay)
  return `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}` as BusinessDate
}

export function endOfMonth(date: BusinessDate): BusinessDate {
  return addMonths(date, 0, 31)
}

function toDay(text: string): number {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, Number(text.slice(8, 10))]
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  return (year < 100 ? new Date(0).setUTCFullYear(year, month, day) : Date.UTC(year, month, day)) / DAY_MS
}

function fromDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

// Days as whole numbers since 1970-01-01 while a life is simulated, and their text when it is written: a million loans meet the same
// few thousand days, so both are kept once made.

import { addMonths, type BusinessDate, dayNumber, fromDayNumber } from '../kernel/index.ts'

const dates: (BusinessDate | undefined)[] = []
const monthStarts = new Map<number, number>()

/** The date of a day number (not before 1970). */
export function dateOf(day: number): BusinessDate {
  return (dates[day] ??= fromDayNumber(day))
}

/** The day number of `dayOfMonth` (1 to 28) in a month counted from January of year 0. */
export function dayInMonth(month: number, dayOfMonth: number): number {
  let start = monthStarts.get(month)
  if (start === undefined) {
    start = dayNumber(addMonths(fromDayNumber(0), month - 1970 * 12))
    monthStarts.set(month, start)
  }
  return start + dayOfMonth - 1
}

/** The month of a date, counted from January of year 0. */
export function monthOf(date: BusinessDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
}

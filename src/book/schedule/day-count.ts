// How much of a year lies between two dates, as an exact fraction: interest is rate × fraction × balance, and only the product is rounded.

import { type BusinessDate, daysBetween } from '../../kernel/index.ts'

export type DayCount = 'actual/365' | 'actual/360' | '30/360'

/** An exact non-negative fraction; `divisor` is above 0. */
export type Fraction = { readonly dividend: bigint; readonly divisor: bigint }

/** The part of a year from `from` (excluded) to `to` (included). Source: ISDA 2006 Definitions, section 4.16: (d) actual/365 fixed, (e) actual/360,
 * (f) 30/360 "bond basis", where a 31st counts as the 30th at the beginning, and at the end when the beginning is a 30th or 31st. */
export function yearFraction(dayCount: DayCount, from: BusinessDate, to: BusinessDate): Fraction {
  if (dayCount === 'actual/365') return { dividend: BigInt(daysBetween(from, to)), divisor: 365n }
  if (dayCount === 'actual/360') return { dividend: BigInt(daysBetween(from, to)), divisor: 360n }
  return { dividend: BigInt(days30(from, to)), divisor: 360n }
}

function days30(from: BusinessDate, to: BusinessDate): number {
  const first = Math.min(30, dayOf(from))
  const last = first === 30 ? Math.min(30, dayOf(to)) : dayOf(to)
  return 360 * (yearOf(to) - yearOf(from)) + 30 * (monthOf(to) - monthOf(from)) + last - first
}

function yearOf(date: BusinessDate): number {
  return Number(date.slice(0, 4))
}

function monthOf(date: BusinessDate): number {
  return Number(date.slice(5, 7))
}

function dayOf(date: BusinessDate): number {
  return Number(date.slice(8))
}

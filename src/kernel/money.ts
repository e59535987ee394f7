// Money is whole minor units (cents, fen) in `bigint`; a currency belongs to the portfolio. `number` never holds money.
// Every division names its rounding.

import { Defect } from './must.ts'

/** Minor units per major unit, as a power of ten (ISO 4217). Currencies of the shipped jurisdictions. */
const MINOR_DIGITS: Readonly<Record<string, number>> = { CNY: 2, USD: 2, GBP: 2, INR: 2, EUR: 2, JPY: 0 }

export function minorDigits(currency: string): number {
  const digits = MINOR_DIGITS[currency]
  if (digits === undefined) throw new Defect(`currency '${currency}' is not known`)
  return digits
}

export function isCurrency(currency: string): boolean {
  return MINOR_DIGITS[currency] !== undefined
}

/** What people write for currencies that have another code. */
const MEANT: Readonly<Record<string, string>> = {
  RMB: 'CNY',
  CNH: 'CNY',
  人民币: 'CNY',
  元: 'CNY',
  '¥': 'CNY',
  '￥': 'CNY',
  $: 'USD',
}

/** Why a text is no currency, with the code that was probably meant. */
export function whyNoCurrency(text: string): string {
  const upper = text.trim().toUpperCase()
  const meant = MEANT[upper] ?? (isCurrency(upper) ? upper : undefined)
  return `'${text}' is none of ${Object.keys(MINOR_DIGITS).join(', ')}${meant === undefined ? '' : `; write ${meant}`}`
}

/** Quotient rounded to the nearest whole, halves to even (banker's rounding). `divisor` must be positive. */
export function divHalfEven(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new Defect('divHalfEven needs a positive divisor')
  const negative = dividend < 0n
  const size = negative ? -dividend : dividend
  let quotient = size / divisor
  const twice = (size - quotient * divisor) * 2n
  if (twice > divisor || (twice === divisor && quotient % 2n === 1n)) quotient += 1n
  return negative ? -quotient : quotient
}

/** Reads a plain decimal such as `1234.5` or `-0.07` into minor units; null when it is no number or has more places than the currency. */
export function parseMinor(text: string, digits: number): bigint | null {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text)
  if (!match) return null
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  if (fraction.length > digits) return null
  const minor = BigInt((match[2] ?? '') + fraction.padEnd(digits, '0'))
  return match[1] === '-' ? -minor : minor
}

/** Plain decimal text of minor units: `formatMinor(-7n, 2)` is `-0.07`. */
export function formatMinor(minor: bigint, digits: number): string {
  const sign = minor < 0n ? '-' : ''
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** `1234567.89` as `1,234,567.89`. */
export function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.')
  const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return fraction === undefined ? spaced : `${spaced}.${fraction}`
}

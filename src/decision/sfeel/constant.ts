// Constants that stand in a table: typed, exact and comparable while compiling.

import { compareDecimal, type Decimal, decimalText } from './decimal.ts'

/** `days` is the days-and-time duration limited to whole days, `months` the years-and-months duration. */
export type ScalarType = 'number' | 'string' | 'boolean' | 'date' | 'days' | 'months'

export type Constant =
  | { readonly type: 'number'; readonly value: Decimal }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** ISO text with a year of four digits, so text order is date order. */
  | { readonly type: 'date'; readonly value: string }
  | { readonly type: 'days'; readonly value: number }
  | { readonly type: 'months'; readonly value: number }

/** Order within one type; false before true, text by code point as COLLATE "C" does in UTF-8. */
export function compareConstants(a: Constant, b: Constant): number {
  if (a.type === 'number' || b.type === 'number') {
    if (a.type === 'number' && b.type === 'number') return compareDecimal(a.value, b.value)
    throw new RangeError(`a ${a.type} and a ${b.type} have no order`)
  }
  if (a.type === 'string' && b.type === 'string') return compareText(a.value, b.value)
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0
}

/** By code point: JavaScript's own order is by UTF-16 unit and differs above U+FFFF. */
function compareText(a: string, b: string): number {
  if (a === b) return 0
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    if (a.charCodeAt(index) === b.charCodeAt(index)) continue
    // A difference in the second half of a pair means that the first halves agree, so either half orders the code points.
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)]
    return isSurrogate(left) === isSurrogate(right)
      ? left - right
      : (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0)
  }
  return a.length - b.length
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

/** The constant as an author would write it in FEEL. */
export function constantText(constant: Constant): string {
  switch (constant.type) {
    case 'number':
      return decimalText(constant.value)
    case 'string':
      return JSON.stringify(constant.value)
    case 'boolean':
      return String(constant.value)
    case 'date':
      return `date("${constant.value}")`
    case 'days':
      return `duration("${durationOfDays(constant.value)}")`
  }
  // months
  return `duration("${durationOfMonths(constant.value)}")`
}

export function durationOfDays(days: number): string {
  return `${days < 0 ? '-' : ''}P${Math.abs(days)}D`
}

export function durationOfMonths(months: number): string {
  const size = Math.abs(months)
  const [years, rest] = [Math.floor(size / 12), size % 12]
  return `${months < 0 ? '-' : ''}P${years > 0 ? `${years}Y` : ''}${rest > 0 || years === 0 ? `${rest}M` : ''}`
}

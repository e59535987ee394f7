// Text of a cell to the value of a field, or the reason why it is none. Nothing is guessed: what the mapping does not allow is refused.

import { endOfMonth, minorDigits, parseBusinessDate, parseMinor } from '../../../kernel/index.ts'
import { MONEY_MAX, whyNoDay, whyNoIdentifier, whyNoText } from '../../bounds.ts'
import type { KindField } from './kinds.ts'
import type { FieldRule, Mapping } from './mapping.ts'
import { whyNoDate, whyNoNumber } from './why-refused.ts'

export type Converted = { readonly value: string } | { readonly reason: string }

const TEXT_CHARACTERS_MAX = 500
const YES = new Set(['true', 't', 'yes', 'y', '1', '是'])
const NO = new Set(['false', 'f', 'no', 'n', '0', '否'])

/** Converts the non-empty text of a cell to the text that PostgreSQL takes: money in minor units, dates ISO, fractions plain decimals. */
export function convert(field: KindField, rule: FieldRule, mapping: Mapping, text: string): Converted {
  const meant = rule.values === undefined ? text : Object.hasOwn(rule.values, text) ? rule.values[text] : undefined
  if (meant === undefined) return { reason: `is none of the values that the mapping lists for ${field.name}` }
  switch (field.kind) {
    case 'identifier':
      return unless(whyNoIdentifier(meant), meant)
    case 'text':
    case 'personal':
      return unless(whyNoText(meant, TEXT_CHARACTERS_MAX), meant)
    case 'date':
      return date(meant, rule, mapping)
    case 'money':
      return money(meant, field, rule, mapping)
    case 'fraction':
      return fraction(meant, field, rule, mapping)
    case 'whole':
      return whole(meant, field, mapping)
    case 'yes_no':
      return yesNo(meant)
    default:
      return field.choices?.includes(meant)
        ? { value: meant }
        : { reason: `is none of ${field.choices?.join(', ')}; map it with values` }
  }
}

function unless(reason: string | null, value: string): Converted {
  return reason === null ? { value } : { reason }
}

function date(text: string, rule: FieldRule, mapping: Mapping): Converted {
  const format = rule.format ?? mapping.dateFormat
  const parts = matcher(format).exec(text)?.groups
  if (!parts) return { reason: whyNoDate(text, format) }
  const month = `${parts['y']}-${(parts['m'] ?? '').padStart(2, '0')}`
  const first = parseBusinessDate(`${month}-${(parts['d'] ?? '1').padStart(2, '0')}`)
  if (first === null) return { reason: 'is no day of the calendar' }
  const outside = whyNoDay(first)
  if (outside !== null)
    return { reason: `${outside}; if it stands for an empty cell, list it under 'empty' in the mapping` }
  return { value: parts['d'] === undefined && rule.day === 'last' ? endOfMonth(first) : first }
}

const matchers = new Map<string, RegExp>()

function matcher(format: string): RegExp {
  let known = matchers.get(format)
  if (!known) {
    const tokens: Readonly<Record<string, string>> = {
      YYYY: String.raw`(?<y>\d{4})`,
      MM: String.raw`(?<m>\d{2})`,
      DD: String.raw`(?<d>\d{2})`,
      M: String.raw`(?<m>\d{1,2})`,
      D: String.raw`(?<d>\d{1,2})`,
    }
    const pattern = format.replace(/YYYY|MM|DD|M|D|[.*+?^${}()|[\]\\/]/g, part => tokens[part] ?? `\\${part}`)
    known = new RegExp(`^${pattern}$`)
    matchers.set(format, known)
  }
  return known
}

/** A plain decimal from the mapping's way of writing; null when it is none. */
export function plainDecimal(
  text: string,
  { decimal, thousands }: { decimal: string; thousands: string },
): string | null {
  const [whole = '', fraction, ...rest] = text.split(decimal)
  if (rest.length > 0 || (fraction !== undefined && !/^\d*$/.test(fraction))) return null
  const sign = /^[+-]/.exec(whole)?.[0] ?? ''
  const digits = whole.slice(sign.length)
  const groups = thousands !== '' && digits.includes(thousands) ? digits.split(thousands) : null
  if (groups && !(/^\d{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every(group => /^\d{3}$/.test(group))))
    return null
  const joined = groups ? groups.join('') : digits
  if (!/^\d*$/.test(joined) || (joined === '' && !fraction)) return null
  return `${sign === '-' ? '-' : ''}${joined || '0'}${fraction ? `.${fraction}` : ''}`
}

function money(text: string, field: KindField, rule: FieldRule, mapping: Mapping): Converted {
  const decimal = plainDecimal(text, mapping)
  if (decimal === null) return { reason: whyNoNumber(text, mapping) }
  // 12.8 of ten thousand yuan with two places of fen have 2 + 4 places
  const digits = rule.unit === 'minor' ? 0 : minorDigits(mapping.currency) + (rule.unit === 'ten_thousand' ? 4 : 0)
  const minor = parseMinor(decimal, digits)
  if (minor === null)
    return { reason: digits === 0 ? 'has decimals, but is in minor units' : `has more than ${digits} decimal places` }
  if (minor > MONEY_MAX || minor < -MONEY_MAX) return { reason: 'is larger than any amount that can be held' }
  if (field.min !== undefined && minor < BigInt(field.min))
    return {
      reason:
        field.min === 0
          ? 'is negative'
          : 'is not above zero; money taken back is a row of its own that names the receipt it reverses',
    }
  return { value: String(minor) }
}

function fraction(text: string, field: KindField, rule: FieldRule, mapping: Mapping): Converted {
  const percent = rule.unit === 'percent' ? text.replace(/\s*[%％]$/, '') : text
  const decimal = plainDecimal(percent, mapping)
  if (decimal === null) return { reason: whyNoNumber(text, mapping) }
  const value = rule.unit === 'percent' ? shiftedTwo(decimal) : decimal
  return outside(Number(value), field) ?? { value }
}

/** A decimal divided by 100 by moving its point: no binary fractions on the way. */
function shiftedTwo(decimal: string): string {
  const negative = decimal.startsWith('-')
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.')
  const padded = whole.padStart(3, '0')
  return `${negative ? '-' : ''}${padded.slice(0, -2)}.${padded.slice(-2)}${fraction}`
}

function whole(text: string, field: KindField, mapping: Mapping): Converted {
  const decimal = plainDecimal(text, mapping)
  // tables from statistics programs write whole numbers as 694.0
  const digits = decimal === null ? null : /^(-?\d{1,9})(?:\.0*)?$/.exec(decimal)?.[1]
  if (digits === null || digits === undefined) return { reason: 'is not a whole number' }
  return outside(Number(digits), field) ?? { value: digits }
}

function outside(number: number, field: KindField): Converted | null {
  if (field.min !== undefined && number < field.min) return { reason: `is below ${field.min}` }
  if (field.max !== undefined && number > field.max) return { reason: `is above ${field.max}` }
  return null
}

function yesNo(text: string): Converted {
  const lower = text.toLowerCase()
  if (YES.has(lower)) return { value: 'true' }
  return NO.has(lower) ? { value: 'false' } : { reason: 'is neither yes nor no; map it with values' }
}

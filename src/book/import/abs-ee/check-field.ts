// Whether a field's text is what the schema's type allows. The answer is a reason a person can act on, or null when it is fine.

import type { FieldType } from './fields.ts'

const DATE = /^\d{1,2}-\d{1,2}-\d{4}$/
const MONTH = /^\d{2}\/\d{4}$/
const DECIMAL = /^[+-]?(?:(\d+)(?:\.(\d*))?|\.(\d+))$/
const USUAL_DECIMAL = /^\d{1,12}(?:\.\d{1,8})?$/
const WHOLE = /^[+-]?(\d+)$/

const SPACES = /[ \t\r\n]/

/** Collapses white space as XSD does for every type except `text`. */
export function normalised(type: FieldType, text: string): string {
  if (type.kind === 'text') return text
  return SPACES.test(text) ? text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : text
}

/** The reason why `value` (already normalised) is not of `type`; null when it is. */
export function faultOf(type: FieldType, value: string): string | null {
  switch (type.kind) {
    case 'token':
    case 'text':
      return lengthFault(value, type.lengthMax)
    case 'date':
      return DATE.test(value) ? null : 'is not a date MM-DD-YYYY'
    case 'month':
      return MONTH.test(value) ? null : 'is not a month MM/YYYY'
    case 'flag':
      return value === 'true' || value === 'false' ? null : "is neither 'true' nor 'false'"
    case 'code':
      return type.values.includes(value) ? null : `is none of the codes ${type.values.join(', ')}`
    case 'whole':
      return wholeFault(value, type.digitsMax)
    default:
      return decimalFault(value)
  }
}

function lengthFault(value: string, lengthMax: number): string | null {
  if (value.length === 0) return 'is empty (leave the element out instead)'
  if (value.length <= lengthMax) return null
  // the schema counts characters, `length` counts UTF-16 units
  return Array.from(value).length > lengthMax ? `is longer than ${lengthMax} characters` : null
}

function wholeFault(value: string, digitsMax: number): string | null {
  const digits = WHOLE.exec(value)?.[1]
  if (digits === undefined) return 'is not a whole number'
  return digits.length > digitsMax ? `has more than ${digitsMax} digits` : null
}

/** At most 12 digits before the point and 8 after it. */
function decimalFault(value: string): string | null {
  if (USUAL_DECIMAL.test(value)) return null
  const match = DECIMAL.exec(value)
  if (!match) return 'is not a decimal number'
  const before = (match[1] ?? '').replace(/^0+/, '')
  const after = (match[2] ?? match[3] ?? '').replace(/0+$/, '')
  if (before.length > 12) return 'is beyond 999999999999.99999999'
  return after.length > 8 ? 'has more than 8 decimal places' : null
}

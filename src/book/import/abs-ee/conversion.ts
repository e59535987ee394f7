// Values of a checked record in the units of the book: cents, days, whole numbers. A value that no column can hold, or that is no day of
// the calendar, is one more problem of the record.

import { dayNumber, divHalfEven, endOfMonth, parseBusinessDate } from '../../../kernel/index.ts'
import type { Problem } from '../problem.ts'
import { type FieldValues, slotOf } from './collect-fields.ts'
import type { RawRecord } from './read-records.ts'

const RATE_MAX = 100
const INCOME_SHARE_MAX = 1_000

/** Days since 1970-01-01. */
export type Month = { readonly firstDay: number; readonly lastDay: number }

export class Conversion {
  /** Slots whose column holds the value exactly, so that JSON need not repeat it. */
  readonly inColumns = new Set<number>()
  private readonly record: RawRecord
  private readonly values: FieldValues
  private readonly problems: Problem[]

  constructor(record: RawRecord, values: FieldValues, problems: Problem[]) {
    this.record = record
    this.values = values
    this.problems = problems
  }

  text(name: string): string | null {
    const value = this.values[slotOf(name)]
    return typeof value === 'string' ? value : null
  }

  /** Every value of a field that may repeat. */
  texts(name: string): readonly string[] {
    return [this.values[slotOf(name)] ?? []].flat()
  }

  flag(name: string): boolean | null {
    const text = this.text(name)
    if (text === null) return null
    this.inColumns.add(slotOf(name))
    return text === 'true'
  }

  /** Amounts are in dollars with up to eight places; columns hold cents, half to even. */
  minor(name: string): bigint | null {
    const text = this.text(name)
    if (text === null) return null
    const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text)
    const fraction = (match?.[3] ?? '').replace(/0+$/, '')
    const sign = match?.[1] === '-' ? -1n : 1n
    if (fraction.length <= 2) {
      this.inColumns.add(slotOf(name))
      return sign * BigInt(`${match?.[2]}${fraction.padEnd(2, '0')}`)
    }
    return sign * divHalfEven(BigInt(`${match?.[2]}${fraction.padEnd(8, '0')}`), 1_000_000n)
  }

  whole(name: string, bounds: { min: number; max: number }): number | null {
    const text = this.text(name)
    if (text === null) return null
    this.inColumns.add(slotOf(name))
    const number = Number(text)
    if (number < bounds.min || number > bounds.max) this.problem(name, `is beyond ${bounds.min} to ${bounds.max}`)
    return number
  }

  /** As it came, a fraction or per cent: the whole file tells which (sql/scale-abs-ee.sql). */
  rate(name: string): string | null {
    const text = this.text(name)
    if (text === null) return null
    if (Math.abs(Number(text)) > RATE_MAX) this.problem(name, `is no interest rate a year (beyond ${RATE_MAX})`)
    return plainDecimal(text)
  }

  /** 0 stands for unknown here: spreadsheets wrote it into blanks. So does a value that no income can explain. */
  incomeShare(name: string): string | null {
    const text = this.text(name)
    return text !== null && Number(text) > 0 && Number(text) < INCOME_SHARE_MAX ? plainDecimal(text) : null
  }

  /** MM-DD-YYYY as days since 1970-01-01. */
  day(name: string): number | null {
    const text = this.text(name)
    if (text === null) return null
    this.inColumns.add(slotOf(name))
    const day = DAYS.of(text)
    if (day === null) this.problem(name, 'is no day of the calendar')
    return day
  }

  /** MM/YYYY: the files do not tell the day. */
  month(name: string): Month | null {
    const text = this.text(name)
    if (text === null) return null
    const month = MONTHS.of(text)
    if (month === null) this.problem(name, 'is no month of the calendar')
    return month
  }

  private problem(name: string, reason: string): void {
    const raw = this.record.fields.find(field => field.name === name)
    this.problems.push({ line: raw?.line ?? this.record.line, field: name, value: raw?.value ?? '', reason })
  }
}

/** A file has few different dates, and reading one costs as much as the rest of a field. */
class Remembered<T> {
  private static readonly SIZE_MAX = 10_000
  private readonly known = new Map<string, T>()
  private readonly read: (text: string) => T

  constructor(read: (text: string) => T) {
    this.read = read
  }

  of(text: string): T {
    let value = this.known.get(text)
    if (value === undefined) {
      value = this.read(text)
      if (this.known.size < Remembered.SIZE_MAX) this.known.set(text, value)
    }
    return value
  }
}

const DAYS = new Remembered<number | null>(text => {
  const [, month = '', day = '', year = ''] = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(text) ?? []
  const date = parseBusinessDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  return date === null ? null : dayNumber(date)
})

const MONTHS = new Remembered<Month | null>(text => {
  const first = parseBusinessDate(`${text.slice(3)}-${text.slice(0, 2)}-01`)
  if (first === null || first < '1900') return null
  return { firstDay: dayNumber(first), lastDay: dayNumber(endOfMonth(first)) }
})

/** `.5`, `5.` and `+5` are decimals of the schema; PostgreSQL's binary form wants them plain. */
function plainDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d*)\.?(\d*)$/.exec(text) ?? []
  return `${sign === '-' ? '-' : ''}${whole || '0'}${fraction && `.${fraction}`}`
}

// One record of the file becomes one line of the staging table: checked, converted, keyed. What has no column is kept as it came, in
// JSON; a converted value that lost digits (an amount with parts of a cent) is kept there too, so that nothing of the 72 fields is lost.

import { hash } from 'node:crypto'
import {
  type BusinessDate,
  customerId,
  derivedId,
  divHalfEven,
  endOfMonth,
  loanId,
  parseBusinessDate,
} from '../../../kernel/index.ts'
import { type CopyValue, copyLine } from '../copy-line.ts'
import type { Problem } from '../problem.ts'
import { faultOf, normalised } from './check-field.ts'
import { FIELDS, type Field } from './fields.ts'
import { loanStatus } from './loan-status.ts'
import type { RawRecord } from './read-records.ts'
import { readScore } from './read-score.ts'

export type StagingKeys = { readonly lender: string; readonly portfolio: string }

/** A loan of more than a hundred years, or days past due beyond what the column holds, is a slip of the keyboard. */
const TERM_MONTHS_MAX = 1_200
const DAYS_MAX = 32_767
const RATE_MAX = 100

const SLOT: ReadonlyMap<string, number> = new Map(FIELDS.map((field, index) => [field.name, index]))
/** Canonical JSON sorts its keys (UTF-16 order). */
const SORTED: readonly { slot: number; key: string; about: Field['about'] }[] = FIELDS.map((field, slot) => ({
  slot,
  key: `${JSON.stringify(field.name)}:`,
  about: field.about,
  name: field.name,
})).sort((a, b) => (a.name < b.name ? -1 : 1))
/** Fields without a column that the loan's row keeps at hand; all of them are in its description. */
const IN_LOAN: ReadonlySet<number> = new Set(
  ['obligorGeographicLocation', 'coObligorIndicator', 'subvented', 'vehicleTypeCode', 'paymentTypeCode'].map(
    name => SLOT.get(name) as number,
  ),
)
/** What JSON writes otherwise than as it is. */
// oxlint-disable-next-line no-control-regex -- JSON escapes them
const NEEDS_ESCAPE = /["\\\u0000-\u001f\u007f-\uffff]/
const REQUIRED = FIELDS.filter(field => field.isRequired).map(field => field.name)

type Value = string | string[] | undefined

/** The COPY line of a record in the column order of `sql/stage-abs-ee.sql`. */
export function stageRecord(record: RawRecord, seq: number, keys: StagingKeys): string {
  const values: Value[] = Array.from({ length: FIELDS.length }, () => undefined)
  const problems: Problem[] = []
  collect(record, values, problems)
  const row = new Conversion(record, values, problems)
  const columns = problems.length === 0 || row.canConvert() ? row.columns(keys) : []
  if (problems.length > 0)
    return copyLine([seq, record.line, JSON.stringify(problems), ...Array.from({ length: COLUMN_COUNT }, () => null)])
  return copyLine([seq, record.line, null, ...columns])
}

const COLUMN_COUNT = 38

function collect(record: RawRecord, values: Value[], problems: Problem[]): void {
  if (record.nested)
    problems.push({
      ...record.nested,
      field: record.nested.name,
      reason: 'is an element inside a field, which the schema does not have',
    })
  for (const raw of record.fields) {
    const slot = SLOT.get(raw.name)
    const field = slot === undefined ? undefined : FIELDS[slot]
    if (slot === undefined || field === undefined) {
      problems.push({
        line: raw.line,
        field: raw.name,
        value: raw.value,
        reason: 'is no field of auto-loan asset data',
      })
      continue
    }
    const value = normalised(field.type, raw.value)
    const fault = faultOf(field.type, value)
    const before = values[slot]
    if (fault !== null) problems.push({ line: raw.line, field: raw.name, value: raw.value, reason: fault })
    else if (before === undefined) values[slot] = value
    else if (!field.isRepeated)
      problems.push({ line: raw.line, field: raw.name, value: raw.value, reason: 'occurs twice in one record' })
    else values[slot] = [...(typeof before === 'string' ? [before] : before), value]
  }
  for (const name of REQUIRED) {
    if (values[SLOT.get(name) as number] === undefined && !record.fields.some(raw => raw.name === name))
      problems.push({ line: record.line, field: name, value: '', reason: 'is missing' })
  }
}

class Conversion {
  private readonly record: RawRecord
  private readonly values: readonly Value[]
  private readonly problems: Problem[]
  /** Slots whose column holds the value exactly, so that JSON need not repeat it. */
  private readonly monthColumns = new Set<number>()

  constructor(record: RawRecord, values: readonly Value[], problems: Problem[]) {
    this.record = record
    this.values = values
    this.problems = problems
  }

  /** Conversion finds further faults (a date that is none) only where the required fields are there. */
  canConvert(): boolean {
    return REQUIRED.every(name => this.text(name) !== null)
  }

  columns(keys: StagingKeys): CopyValue[] {
    const number = this.text('assetNumber') ?? ''
    const periodEndsOn = this.day('reportingPeriodEndingDate')
    const balance = this.minor('reportingPeriodActualEndBalanceAmount', this.monthColumns)
    const chargedOff = this.minor('chargedoffPrincipalAmount', this.monthColumns)
    const recovered = this.minor('recoveredAmount', this.monthColumns)
    const { score, kind } = readScore(this.text('obligorCreditScoreType'), this.text('obligorCreditScore'))
    const year = /^(19|20)\d\d$/.exec(this.text('vehicleModelYear') ?? '')
    const newUsed = this.text('vehicleNewUsedCode')
    const opened = this.month('originationDate')
    const scheduled = this.minor('reportingPeriodScheduledPaymentAmount', this.monthColumns)
    const description = this.json(({ about }) => about === 'contract')
    return [
      customerId(keys.lender, number),
      loanId(keys.portfolio, number),
      derivedId('vehicle', keys.lender, number),
      number,
      periodEndsOn,
      opened,
      this.month('originalFirstPaymentDate'),
      lastDay(this.month('loanMaturityDate')),
      this.whole('originalLoanTerm', { min: 0, max: TERM_MONTHS_MAX }),
      this.minor('originalLoanAmount'),
      this.rate('reportingPeriodInterestRatePercentage') ?? this.rate('originalInterestRatePercentage'),
      positive(scheduled),
      score,
      kind,
      positiveText(this.text('paymentToIncomePercentage')),
      this.text('coObligorIndicator'),
      this.text('obligorGeographicLocation'),
      this.text('vehicleManufacturerName'),
      this.text('vehicleModelName')?.trim(),
      year ? year[0] : null,
      newUsed === null ? null : newUsed === '1',
      positive(this.minor('vehicleValueAmount')),
      this.text('vehicleValueAmount') === null ? null : opened,
      this.text('vehicleValueSourceCode'),
      this.whole('currentDelinquencyStatus', { min: -DAYS_MAX, max: DAYS_MAX }, this.monthColumns),
      balance,
      scheduled,
      this.minor('totalActualAmountPaid', this.monthColumns),
      chargedOff,
      recovered,
      this.text('repossessedIndicator', this.monthColumns),
      loanStatus({
        zeroBalanceCodes: [this.value('zeroBalanceCode') ?? []].flat(),
        balanceMinor: balance,
        chargedOffMinor: chargedOff,
        recoveredMinor: recovered,
      }),
      this.minor('nextReportingPeriodPaymentAmountDue'),
      this.json(({ slot }) => IN_LOAN.has(slot)),
      description,
      hash('sha256', description, 'buffer'),
      this.json(({ slot, about }) => about === 'month' && !this.monthColumns.has(slot)),
      hash(
        'sha256',
        this.json(() => true),
        'buffer',
      ),
    ]
  }

  private value(name: string): Value {
    return this.values[SLOT.get(name) as number]
  }

  private text(name: string, exactColumns?: Set<number>): string | null {
    const value = this.value(name)
    if (typeof value !== 'string') return null
    exactColumns?.add(SLOT.get(name) as number)
    return value
  }

  /** Amounts are in dollars with up to eight places; columns hold cents, half to even. */
  private minor(name: string, exactColumns?: Set<number>): bigint | null {
    const text = this.text(name)
    if (text === null) return null
    const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text)
    const fraction = (match?.[3] ?? '').replace(/0+$/, '')
    const sign = match?.[1] === '-' ? -1n : 1n
    if (fraction.length <= 2) {
      exactColumns?.add(SLOT.get(name) as number)
      return sign * BigInt(`${match?.[2]}${fraction.padEnd(2, '0')}`)
    }
    return sign * divHalfEven(BigInt(`${match?.[2]}${fraction.padEnd(8, '0')}`), 1_000_000n)
  }

  private whole(name: string, bounds: { min: number; max: number }, exactColumns?: Set<number>): number | null {
    const text = this.text(name, exactColumns)
    if (text === null) return null
    const number = Number(text)
    if (number < bounds.min || number > bounds.max) this.problem(name, `is beyond ${bounds.min} to ${bounds.max}`)
    return number
  }

  /** As it came, a fraction or per cent: the whole file tells which (sql/scale-abs-ee.sql). */
  private rate(name: string): string | null {
    const text = this.text(name)
    if (text !== null && Math.abs(Number(text)) > RATE_MAX)
      this.problem(name, `is no interest rate a year (beyond ${RATE_MAX})`)
    return text
  }

  /** MM-DD-YYYY as a date. */
  private day(name: string): string | null {
    const text = this.text(name, this.monthColumns)
    const match = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(text ?? '')
    const date = match
      ? calendarDay(`${match[3]}-${(match[1] ?? '').padStart(2, '0')}-${(match[2] ?? '').padStart(2, '0')}`)
      : null
    if (date === null) this.problem(name, 'is no day of the calendar')
    return date
  }

  /** MM/YYYY as the first day of the month: the files do not tell the day. */
  private month(name: string): BusinessDate | null {
    const text = this.text(name)
    if (text === null) return null
    const date = calendarDay(`${text.slice(3)}-${text.slice(0, 2)}-01`)
    if (date === null || date < '1900') this.problem(name, 'is no month of the calendar')
    return date
  }

  private problem(name: string, reason: string): void {
    const raw = this.record.fields.find(field => field.name === name)
    this.problems.push({ line: raw?.line ?? this.record.line, field: name, value: raw?.value ?? '', reason })
  }

  /** Canonical JSON of the chosen fields, repeated ones as arrays. */
  private json(chosen: (field: (typeof SORTED)[number]) => boolean): string {
    let json = ''
    for (const field of SORTED) {
      const value = this.values[field.slot]
      if (value === undefined || !chosen(field)) continue
      json += json === '' ? field.key : `,${field.key}`
      json += typeof value === 'string' && !NEEDS_ESCAPE.test(value) ? `"${value}"` : JSON.stringify(value)
    }
    return `{${json}}`
  }
}

/** A file has few different dates, and reading one costs as much as the rest of a field. */
const DAYS = new Map<string, BusinessDate | null>()
const DAYS_CACHED_MAX = 10_000

function calendarDay(text: string): BusinessDate | null {
  let date = DAYS.get(text)
  if (date === undefined) {
    date = parseBusinessDate(text)
    if (DAYS.size < DAYS_CACHED_MAX) DAYS.set(text, date)
  }
  return date
}

function positive(minor: bigint | null): bigint | null {
  return minor !== null && minor > 0n ? minor : null
}

/** 0 stands for unknown here: spreadsheets wrote it into blanks. So does a value that no income can explain. */
function positiveText(text: string | null): string | null {
  return text !== null && Number(text) > 0 && Number(text) < 1_000 ? text : null
}

/** A loan matures no later than on the last day of its month. */
function lastDay(firstDay: BusinessDate | null): BusinessDate | null {
  return firstDay === null ? null : endOfMonth(firstDay)
}

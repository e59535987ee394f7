// A mapping file says how the columns of a lender's tape become Curebook's fields. It is data, checked as a whole before a row is read;
// every fault names its place in the file.

import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { didYouMean, Fault, isCurrency, repeatedKeys, whyNoCurrency } from '../../../kernel/index.ts'
import { unreadable } from '../open-file.ts'
import { type KindField, ROW_KINDS, type RowKind, rowKind } from './kinds.ts'
import { issueTexts } from './mapping-faults.ts'

const ENCODINGS = ['utf-8', 'gb18030', 'gbk', 'big5', 'shift_jis', 'euc-kr', 'windows-1252', 'utf-16le'] as const
const COLUMN = z.string().min(1, 'a column has a name')
const SEVERAL = 'several columns are two to eight'

const FORMAT = z
  .string()
  .max(20)
  .refine(
    text =>
      [/YYYY/g, /M{1,2}/g].every(part => text.match(part)?.length === 1) && (text.match(/D{1,2}/g)?.length ?? 0) <= 1,
    {
      message:
        'a date format has YYYY and MM (or M) once, and DD (or D) at most once, such as YYYY-MM-DD or YYYY年M月D日',
    },
  )

const RULE = z.strictObject({
  /** The column that holds the value. */
  column: COLUMN.optional(),
  /** Several columns written one after the other, with `join` between them. */
  columns: z.array(COLUMN).min(2, SEVERAL).max(8, SEVERAL).optional(),
  join: z.string().max(8).optional(),
  /** The same value for every row. */
  constant: z.string().min(1).optional(),
  /** The value of an empty cell. */
  default: z.string().min(1).optional(),
  /** What the texts of the column mean: {"结清": "paid_off"}. A text that is not listed is a fault of the row. */
  values: z.record(z.string(), z.string()).optional(),
  /** Dates: YYYY, MM, M, DD, D and what stands between them. */
  format: FORMAT.optional(),
  /** Dates without a day: which day of the month is meant. */
  day: z.enum(['first', 'last']).optional(),
  /** Money: 'major' (yuan), 'minor' (fen) or 'ten_thousand' (万元). Fractions: 'fraction' (0.0725) or 'percent' (7.25). */
  unit: z.enum(['major', 'minor', 'ten_thousand', 'fraction', 'percent']).optional(),
})

const SCHEMA = z.strictObject({
  kind: z.enum(ROW_KINDS.map(kind => kind.name) as [string, ...string[]]),
  /** Must be the portfolio's: a tape in another currency is not converted. */
  currency: z.string().refine(isCurrency, { error: ({ input }) => whyNoCurrency(String(input)) }),
  encoding: z.enum(ENCODINGS).default('utf-8'),
  delimiter: z.string().length(1, 'a delimiter is one character').default(','),
  /** The sign before decimals, and the one between thousands ('' for none). */
  decimal: z.enum(['.', ',']).default('.'),
  thousands: z.enum(['', ',', '.', ' ', "'"]).default(''),
  /** For dates without a format of their own. */
  dateFormat: FORMAT.default('YYYY-MM-DD'),
  /** Texts that stand for an empty cell. */
  empty: z.array(z.string()).default([]),
  fields: z.record(z.string(), z.union([COLUMN, RULE])),
  /** Columns to keep as they came, or 'rest' for all that no field takes (loans and loan months). */
  attributes: z.union([z.literal('rest'), z.array(COLUMN)]).optional(),
  /** Columns that are known and not wanted, or 'rest'. */
  ignore: z.union([z.literal('rest'), z.array(COLUMN)]).optional(),
  /** 'create' adds a customer that the book does not know yet; otherwise such a row is refused. */
  customers: z.enum(['known', 'create']).default('known'),
  /** Loan months: 'payments' when the tape has no days past due, so that arrears follow from months without payment. */
  arrears: z.enum(['reported', 'payments']).default('reported'),
  /** For people who read the mapping. */
  description: z.string().optional(),
})

const KNOWN_SETTINGS = { ofMapping: Object.keys(SCHEMA.shape), ofField: Object.keys(RULE.shape) }

export type FieldRule = z.infer<typeof RULE>
export type Mapping = Omit<z.infer<typeof SCHEMA>, 'kind' | 'fields'> & {
  readonly kind: RowKind
  readonly rules: ReadonlyMap<string, FieldRule>
}

/** Reads and checks a mapping file. Throws `Fault` 'book.mapping_wrong' with every fault in it. */
export function readMapping(path: string): Mapping {
  let text: string
  try {
    // editors on Windows begin a file with a byte order mark
    text = readFileSync(path, 'utf8').replace(/^\ufeff/, '')
  } catch (cause) {
    throw new Fault('book.mapping_wrong', `mapping ${path}: ${unreadable(cause)}`, { cause })
  }
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('book.mapping_wrong', `mapping ${path}: this is not JSON: ${reason}`, { cause })
  }
  const repeated = repeatedKeys(text)
  if (repeated.length > 0)
    throw wrong(
      path,
      repeated.map(({ key, line }) => `line ${line}: '${key}' is given twice`),
    )
  return parseMapping(content, path)
}

/** As `readMapping`, of content already read; `path` only names it. */
export function parseMapping(content: unknown, path: string): Mapping {
  const parsed = SCHEMA.safeParse(content, { reportInput: true })
  if (!parsed.success)
    throw wrong(
      path,
      parsed.error.issues.flatMap(issue => issueTexts(issue, KNOWN_SETTINGS)),
    )
  const { fields, kind: name, ...rest } = parsed.data
  const kind = rowKind(name) as RowKind
  const rules = new Map(
    Object.entries(fields).map(([field, rule]) => [field, typeof rule === 'string' ? { column: rule } : rule] as const),
  )
  const mapping: Mapping = { ...rest, kind, rules }
  const faults = [...rules].flatMap(([field, rule]) => ruleFaults(kind, field, rule))
  for (const field of kind.fields) {
    if (field.isRequired && !rules.has(field.name))
      faults.push(`fields.${field.name}: a row of kind ${kind.name} needs it`)
  }
  if (mapping.attributes !== undefined && !kind.hasAttributes)
    faults.push(`attributes: a row of kind ${kind.name} has none`)
  if (mapping.customers === 'create' && !kind.mayCreateCustomer)
    faults.push(`customers: a row of kind ${kind.name} cannot add customers`)
  if (mapping.arrears === 'payments' && (kind.name !== 'loan_month' || rules.has('days_past_due'))) {
    faults.push(`arrears: 'payments' is for loan months without days_past_due`)
  }
  if (rules.has('role') !== rules.has('loan_number') && kind.name === 'party')
    faults.push('fields.role: role and loan_number go together')
  if (faults.length > 0) throw wrong(path, faults)
  return mapping
}

function ruleFaults(kind: RowKind, name: string, rule: FieldRule): string[] {
  const field = kind.fields.find(candidate => candidate.name === name)
  const names = kind.fields.map(known => known.name)
  if (!field)
    return [
      `fields.${name}: a row of kind ${kind.name} has no such field.${didYouMean(name, names)} It has ${names.join(', ')}`,
    ]
  const faults: string[] = []
  const sources = [rule.column, rule.columns, rule.constant].filter(source => source !== undefined).length
  if (sources !== 1) faults.push(`fields.${name}: give exactly one of column, columns and constant`)
  if (rule.join !== undefined && rule.columns === undefined) faults.push(`fields.${name}.join: only with columns`)
  if ((rule.format ?? rule.day) !== undefined && field.kind !== 'date')
    faults.push(`fields.${name}.format: only for dates`)
  if (rule.unit !== undefined && !unitFits(field, rule.unit))
    faults.push(`fields.${name}.unit: '${rule.unit}' does not fit; ${unitsOf(field)}`)
  for (const meaning of Object.values(rule.values ?? {})) {
    if (field.kind === 'choice' && !field.choices?.includes(meaning))
      faults.push(`fields.${name}.values: '${meaning}' is none of ${field.choices?.join(', ')}`)
    if (field.kind === 'yes_no' && meaning !== 'true' && meaning !== 'false')
      faults.push(`fields.${name}.values: '${meaning}' is neither true nor false`)
  }
  return faults
}

const MONEY_UNITS: readonly string[] = ['major', 'minor', 'ten_thousand']
const FRACTION_UNITS: readonly string[] = ['fraction', 'percent']

function unitFits(field: KindField, unit: string): boolean {
  return (field.kind === 'money' ? MONEY_UNITS : field.kind === 'fraction' ? FRACTION_UNITS : []).includes(unit)
}

function unitsOf({ kind }: KindField): string {
  if (kind === 'money') return `money has ${MONEY_UNITS.join(', ')}`
  return kind === 'fraction' ? `a rate has ${FRACTION_UNITS.join(', ')}` : 'only money and rates have a unit'
}

function wrong(path: string, faults: readonly string[]): Fault {
  return new Fault('book.mapping_wrong', `mapping ${path} is wrong:\n${faults.map(fault => `  ${fault}`).join('\n')}`)
}

// Small CSV tapes for tests that need a book as an import leaves it: one mapping for each kind of row, and columns with the mapping's names.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CsvReport, importCsv, parseMapping } from '../../src/book/index.ts'
import type { Database } from '../../src/platform/index.ts'

const COLUMNS = {
  loan: ['loan_number', 'customer_number', 'product', 'opened_on', 'first_due_on', 'credit_score', 'status'],
  instalment: ['loan_number', 'instalment_number', 'due_on', 'principal', 'interest', 'fee'],
  receipt: ['loan_number', 'receipt_number', 'value_on', 'amount', 'reverses_receipt_number'],
} as const

const MONEY = new Set(['principal', 'interest', 'fee', 'amount'])

export type Tape = {
  readonly folder: string
  readonly portfolio: string
  readonly kind: keyof typeof COLUMNS
  /** Cells in the order of the kind's columns, money in minor units; what is left off at the end is empty. */
  readonly rows: readonly (readonly (string | number | bigint)[])[]
  readonly name?: string
}

let count = 0

export async function loadCsv(db: Database, { folder, portfolio, kind, rows, name }: Tape): Promise<CsvReport> {
  const columns = COLUMNS[kind]
  const path = join(folder, name ?? `tape-${++count}.csv`)
  const lines = rows.map(row => columns.map((_, index) => String(row[index] ?? '')).join(','))
  writeFileSync(path, `${[columns.join(','), ...lines].join('\n')}\n`)
  const fields = Object.fromEntries(
    columns.map(column => [column, MONEY.has(column) ? { column, unit: 'minor' } : column]),
  )
  const mapping = { kind, currency: 'CNY', fields, ...(kind === 'loan' ? { customers: 'create' } : {}) }
  return importCsv(db, {
    path,
    mapping: parseMapping(mapping, kind),
    portfolio,
    rejectFolder: folder,
    isDryRun: false,
  })
}

// The fast way into the book for rows that are right by construction (a synthetic book, a migration): COPY with a closed list of tables
// and columns. Nothing is checked but what PostgreSQL checks; a lender's files go through `book import` instead.

import { type CopyColumns, CopyRows, type Tx } from '../../platform/index.ts'

/** Parents before children: the order in which a slice of the book is loaded. */
const COLUMNS = {
  customer: { customer_id: 'int8', lender: 'text', customer_number: 'text', is_fictional: 'bool' },
  party: {
    customer_id: 'int8',
    party_id: 'int8',
    party_number: 'text',
    kind: 'text',
    name_sealed: 'bytea',
    name_hint: 'text',
    name_digest: 'bytea',
    language: 'text',
  },
  endpoint: {
    customer_id: 'int8',
    endpoint_id: 'int8',
    party_id: 'int8',
    kind: 'text',
    value_sealed: 'bytea',
    value_digest: 'bytea',
    value_hint: 'text',
  },
  vehicle: {
    customer_id: 'int8',
    vehicle_id: 'int8',
    vehicle_number: 'text',
    vin_sealed: 'bytea',
    vin_hint: 'text',
    vin_digest: 'bytea',
    plate_sealed: 'bytea',
    plate_hint: 'text',
    plate_digest: 'bytea',
    engine_number_sealed: 'bytea',
    engine_number_hint: 'text',
    engine_number_digest: 'bytea',
    make: 'text',
    model: 'text',
    model_year: 'int2',
    is_new: 'bool',
    value_minor: 'int8',
    value_on: 'date',
    value_source: 'text',
  },
  loan: {
    customer_id: 'int8',
    loan_id: 'int8',
    portfolio_id: 'int4',
    loan_number: 'text',
    vehicle_id: 'int8',
    product: 'text',
    status: 'text',
    is_repossessed: 'bool',
    opened_on: 'date',
    first_due_on: 'date',
    matures_on: 'date',
    term_months: 'int2',
    principal_minor: 'int8',
    annual_rate: 'numeric',
    payment_minor: 'int8',
    credit_score: 'int2',
    credit_score_kind: 'text',
    payment_to_income: 'numeric',
  },
  loan_party: { customer_id: 'int8', loan_id: 'int8', party_id: 'int8', role: 'text' },
  instalment: {
    customer_id: 'int8',
    loan_id: 'int8',
    instalment_number: 'int2',
    due_on: 'date',
    principal_minor: 'int8',
    interest_minor: 'int8',
  },
  receipt: {
    customer_id: 'int8',
    loan_id: 'int8',
    receipt_id: 'int8',
    receipt_number: 'text',
    value_on: 'date',
    amount_minor: 'int8',
    reverses_receipt_id: 'int8',
    recorded_at: 'timestamptz',
  },
  arrears: {
    customer_id: 'int8',
    loan_id: 'int8',
    portfolio_id: 'int4',
    oldest_unpaid_due_on: 'date',
    due_minor: 'int8',
    balance_minor: 'int8',
    next_due_on: 'date',
    next_due_minor: 'int8',
    aged_on: 'date',
    basis: 'text',
  },
  overdue_spell: {
    customer_id: 'int8',
    loan_id: 'int8',
    started_on: 'date',
    ended_on: 'date',
    reached_30_on: 'date',
    reached_60_on: 'date',
    reached_90_on: 'date',
  },
} as const satisfies Record<string, CopyColumns>

type BookTable = keyof typeof COLUMNS
/** Rows for one COPY of each table. */
export type BookRows = { readonly [T in BookTable]: CopyRows<(typeof COLUMNS)[T]> }

export const BOOK_TABLES = Object.keys(COLUMNS) as readonly BookTable[]

export function newBookRows(): BookRows {
  return {
    customer: new CopyRows(COLUMNS.customer),
    party: new CopyRows(COLUMNS.party),
    endpoint: new CopyRows(COLUMNS.endpoint),
    vehicle: new CopyRows(COLUMNS.vehicle),
    loan: new CopyRows(COLUMNS.loan),
    loan_party: new CopyRows(COLUMNS.loan_party),
    instalment: new CopyRows(COLUMNS.instalment),
    receipt: new CopyRows(COLUMNS.receipt),
    arrears: new CopyRows(COLUMNS.arrears),
    overdue_spell: new CopyRows(COLUMNS.overdue_spell),
  }
}

/** Streams the collected rows of a table in and returns how many landed. Throws the database's error on the first bad one. */
export async function copyRows<T extends BookTable>(tx: Tx, table: T, rows: BookRows[T]): Promise<number> {
  const columns = Object.keys(COLUMNS[table]).join(', ')
  return tx.copyIn(`copy book.${table} (${columns}) from stdin (format binary)`, rows.pieces())
}

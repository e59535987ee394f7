// Promises in bulk for a synthetic book, graded as they turned out. A promise of today is taken by a command and graded by the night.

import { CopyRows, type Tx } from '../../platform/index.ts'

const COLUMNS = {
  customer_id: 'int8',
  promise_id: 'int8',
  loan_id: 'int8',
  promised_on: 'date',
  due_on: 'date',
  amount_minor: 'int8',
  taken_by: 'text',
  outcome: 'text',
  graded_on: 'date',
} as const

export type PromiseRows = CopyRows<typeof COLUMNS>

export function newPromiseRows(): PromiseRows {
  return new CopyRows(COLUMNS)
}

/** Streams the collected promises in and returns how many landed. */
export async function copyPromises(tx: Tx, rows: PromiseRows): Promise<number> {
  return tx.copyIn(
    `copy resolution.promise (${Object.keys(COLUMNS).join(', ')}) from stdin (format binary)`,
    rows.pieces(),
  )
}

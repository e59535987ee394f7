// Flags in bulk for a synthetic book. One flag at a time is raised by a command that records who raised it and why.

import { CopyRows, type Tx } from '../../platform/index.ts'

const COLUMNS = { customer_id: 'int8', flag_id: 'int8', kind: 'text', starts_on: 'date', ends_on: 'date' } as const

export type FlagRows = CopyRows<typeof COLUMNS>
export type FlagKind =
  | 'dispute'
  | 'hardship'
  | 'bankruptcy'
  | 'deceased'
  | 'attorney'
  | 'military'
  | 'vulnerable'
  | 'fraud'
  | 'cease_contact'
  | 'legal_hold'

export function newFlagRows(): FlagRows {
  return new CopyRows(COLUMNS)
}

/** Streams the collected flags in and returns how many landed. */
export async function copyFlags(tx: Tx, rows: FlagRows): Promise<number> {
  return tx.copyIn(
    `copy permission.flag (${Object.keys(COLUMNS).join(', ')}) from stdin (format binary)`,
    rows.pieces(),
  )
}

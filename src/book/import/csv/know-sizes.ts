// A book that was just begun has no statistics until autovacuum comes by, and PostgreSQL then takes every range of customers for a handful of rows.

import type { Tx } from '../../../platform/index.ts'

const TABLES = ['book.loan', 'book.instalment', 'book.receipt', 'book.arrears'] as const

/** Gathers statistics of the tables that arrears are worked out from, where there are none at all; later ones are autovacuum's. */
export async function knowSizes(tx: Tx): Promise<void> {
  const unknown = await tx.query<{ name: string }>(
    `select name from unnest($1::text[]) name where not exists (select from pg_stats where schemaname || '.' || tablename = name)`,
    [TABLES],
  )
  for (const table of TABLES) if (unknown.some(({ name }) => name === table)) await tx.query(`analyze ${table}`)
}

// A book that was just begun has no statistics until autovacuum comes by, and PostgreSQL then takes every range of customers for a handful of rows.

import type { Tx } from '../../../platform/index.ts'

const TABLES = ['loan', 'instalment', 'receipt', 'arrears'] as const

/** Gathers statistics of the tables that arrears are worked out from, where there are none at all; later ones are autovacuum's. */
export async function knowSizes(tx: Tx): Promise<void> {
  const unknown = await tx.query<{ name: string }>(
    `select name from unnest($1::text[]) name where not exists (select from pg_stats where schemaname = 'book' and tablename = name)`,
    [TABLES],
  )
  for (const { name } of unknown) await tx.query('select book.gather_statistics($1)', [name])
}

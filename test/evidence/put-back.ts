// For tests of the log: the evidence of a database as a backup would have it, put back later by a superuser with the triggers off.

import type { Database } from '../../src/platform/index.ts'

const TABLES = ['anchor_failure', 'anchor', 'checkpoint', 'tree', 'tile', 'leaf', 'dossier', 'payload', 'outbox']

export async function asSuperuser(db: Database, ...statements: string[]): Promise<void> {
  await db.transaction(async tx => {
    await tx.query(`set local session_replication_role = 'replica'`)
    for (const statement of statements) await tx.query(statement)
  })
}

/** As a database that never had an entry. */
export function emptyLog(db: Database): Promise<void> {
  return asSuperuser(
    db,
    ...['index_part', 'index_snapshot', ...TABLES, 'log_key'].map(table => `delete from evidence.${table}`),
  )
}

export function backUp(db: Database): Promise<void> {
  return asSuperuser(
    db,
    ...TABLES.flatMap(table => [
      `drop table if exists public.backup_${table}`,
      `create table public.backup_${table} as select * from evidence.${table}`,
    ]),
  )
}

export function putBack(db: Database): Promise<void> {
  return asSuperuser(
    db,
    ...TABLES.map(table => `delete from evidence.${table}`),
    ...TABLES.toReversed().map(
      table => `insert into evidence.${table} overriding system value select * from public.backup_${table}`,
    ),
  )
}

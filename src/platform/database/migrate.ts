// Applies `db/migrations/NNNN-name/up.sql` in order, each in its own transaction, once. An applied migration is immutable: its
// checksum is kept and compared at every start. Several starts at once wait for each other on one advisory lock.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../kernel/index.ts'
import { ROOT } from '../config.ts'
import { grantRoles } from './grant-roles.ts'
import type { Database, Sql, Tx } from './query.ts'

/** Any constant would do; it only has to be the same in every version of the program. */
const MIGRATION_LOCK = 7_210_001

export type Migration = {
  readonly number: number
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

export type AppliedMigration = { readonly number: number; readonly name: string; readonly checksum: string }

/** Migrations on disk, checked to be numbered 1, 2, 3 … without a gap. */
export function readMigrations(folder: string = join(ROOT, 'db/migrations')): Migration[] {
  const names = readdirSync(folder)
    .filter(name => /^\d{4}-/.test(name))
    .sort()
  return names.map((name, index) => {
    const number = Number(name.slice(0, 4))
    if (number !== index + 1)
      throw new Fault('platform.migration_gap', `db/migrations/${name}: expected number ${index + 1}`)
    const sql = readFileSync(join(folder, name, 'up.sql'), 'utf8')
    return { number, name: name.slice(5), sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

/** Brings the schema up to date; returns the names applied now. Throws `Fault` when the database is newer or was changed behind our back. */
export async function migrate(db: Database, migrations: readonly Migration[] = readMigrations()): Promise<string[]> {
  const client = await db.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await db.query(`create schema if not exists platform`)
    await db.query(`create table if not exists platform.migration (
      number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`)
    const applied = await appliedMigrations(db)
    for (const row of applied) {
      const fault = appliedFault(row, migrations)
      if (fault) throw fault
    }
    const fresh = migrations.slice(applied.length)
    for (const migration of fresh) await db.transaction(tx => apply(tx, migration))
    await grantRoles(db)
    return fresh.map(folderName)
  } finally {
    await client.end()
  }
}

/** `0003-book`, the folder of a migration. */
export function folderName(migration: { readonly number: number; readonly name: string }): string {
  return `${String(migration.number).padStart(4, '0')}-${migration.name}`
}

/** What stands between an applied migration and this program: null when it is known and unchanged. */
export function appliedFault(row: AppliedMigration, migrations: readonly Migration[]): Fault | null {
  const known = migrations[row.number - 1]
  if (!known) {
    return new Fault(
      'platform.schema_newer',
      `The database has migration ${row.number} (${row.name}), which this version of Curebook does not know. Install a newer version.`,
    )
  }
  if (known.checksum === row.checksum) return null
  return new Fault(
    'platform.migration_changed',
    `Migration ${row.number} (${row.name}) was changed after it was applied. Restore its up.sql.`,
  )
}

/** The migrations that a database has, in order; none when it never had one. */
export async function appliedMigrations(sql: Sql): Promise<AppliedMigration[]> {
  const [there] = await sql.query<{ found: boolean }>(`select to_regclass('platform.migration') is not null as found`)
  if (!there?.found) return []
  return sql.query<AppliedMigration>('select number, name, checksum from platform.migration order by number')
}

async function apply(tx: Tx, migration: Migration): Promise<void> {
  try {
    await tx.query(migration.sql)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Fault(
      'platform.migration_failed',
      `Migration ${migration.number} (${migration.name}) failed: ${reason}`,
      { cause },
    )
  }
  await tx.query('insert into platform.migration (number, name, checksum) values ($1, $2, $3)', [
    migration.number,
    migration.name,
    migration.checksum,
  ])
}

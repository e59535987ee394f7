// What `db doctor` asks of the schema: are the migrations of this program there and unchanged, is every object as db/schema.sql says, and is
// nothing half-made.

import { existsSync, readFileSync } from 'node:fs'
import type { Check, Finding } from '../check.ts'
import { SERVER_ANSWERS } from './check-server.ts'
import { appliedFault, appliedMigrations, folderName, type Migration, readMigrations } from './migrate.ts'
import type { Database } from './query.ts'
import { compareSchemas, parseSchema, readSchema, SCHEMA_FILE } from './schema-text.ts'

/** What looks at the product's tables needs them to be there. */
export const SCHEMA_MIGRATED = 'schema.migrations'

export type SchemaToCheck = {
  /** Objects that the program itself makes after the migrations, such as `view decision.fact`. */
  readonly madeByProgram: readonly string[]
  readonly migrations?: readonly Migration[]
}

export function schemaChecks(db: Database, { madeByProgram, migrations = readMigrations() }: SchemaToCheck): Check[] {
  return [
    { name: SCHEMA_MIGRATED, needs: SERVER_ANSWERS, look: async () => migrationState(db, migrations) },
    { name: 'schema.objects', needs: SCHEMA_MIGRATED, look: async () => drift(db, madeByProgram) },
    { name: 'schema.unfinished', needs: SERVER_ANSWERS, look: async () => halfMade(db) },
  ]
}

async function migrationState(
  db: Database,
  migrations: readonly Migration[],
): Promise<{ saw: string; findings: Finding[] }> {
  const applied = await appliedMigrations(db)
  const findings: Finding[] = applied.flatMap(row => {
    const fault = appliedFault(row, migrations)
    if (fault === null) return []
    const todo =
      fault.code === 'platform.schema_newer'
        ? 'Install the version of Curebook that made this database, or a later one.'
        : `git checkout -- db/migrations/${folderName(row)}/up.sql; a home with nothing to keep can be made anew (--home).`
    return [{ level: 'mend', found: fault.message, todo }]
  })
  const missing = migrations.slice(applied.length)
  if (missing.length > 0) {
    const names = missing.map(folderName).join(', ')
    findings.push({
      level: 'mend',
      found: `${missing.length} of ${migrations.length} migrations are not applied: ${names}.`,
      todo: './bin/curebook db migrate',
    })
  }
  return { saw: `${applied.length} of ${migrations.length} applied`, findings }
}

async function drift(db: Database, madeByProgram: readonly string[]): Promise<{ saw: string; findings: Finding[] }> {
  if (!existsSync(SCHEMA_FILE)) throw new Error(`${SCHEMA_FILE} is missing`)
  const wanted = parseSchema(readFileSync(SCHEMA_FILE, 'utf8'))
  const differences = compareSchemas(wanted, await readSchema(db))
  const findings: Finding[] = differences
    .filter(({ name, kind }) => !(kind === 'extra' && madeByProgram.includes(name)))
    .map(({ name, kind }) =>
      kind === 'extra'
        ? {
            level: 'advice',
            found: `There is a ${name} that no migration made.`,
            todo: 'Move it to a schema of your own: a later migration may want the name.',
          }
        : {
            level: 'mend',
            found: `${kind === 'missing' ? 'Missing' : 'Not as it was made'}: ${name}.`,
            todo: 'Put it back as db/schema.sql shows it, or restore the database from a backup.',
          },
    )
  return { saw: `${wanted.length} objects`, findings }
}

/** What a statement that was interrupted, or meant to be finished later, leaves behind. */
async function halfMade(db: Database): Promise<{ saw: string; findings: Finding[] }> {
  const indexes = await db.query<{ name: string; entry: string }>(
    `select indexrelid::regclass::text as name, indrelid::regclass::text as entry
     from pg_index where not (indisvalid and indisready and indislive)
       -- an index of a partitioned table is valid once every partition has its part; it is the parts that can be mended
       and not exists (select from pg_class where oid = indexrelid and relkind = 'I')
     order by 1`,
  )
  const constraints = await db.query<{ name: string; entry: string }>(
    `select quote_ident(conname) as name, conrelid::regclass::text as entry from pg_constraint where not convalidated and conrelid <> 0 order by 1`,
  )
  const findings: Finding[] = [
    ...indexes.map(({ name, entry }) => ({
      level: 'mend' as const,
      found: `Index ${name} of ${entry} is not valid: it costs every write and serves no query, and a unique one may not be unique.`,
      todo: `reindex index concurrently ${name};  (or drop index ${name}; where its name ends in _ccnew or _ccold)`,
    })),
    ...constraints.map(({ name, entry }) => ({
      level: 'mend' as const,
      found: `Constraint ${name} of ${entry} was never checked against the rows that are there.`,
      todo: `alter table ${entry} validate constraint ${name};`,
    })),
  ]
  return { saw: `${indexes.length} indexes, ${constraints.length} constraints`, findings }
}

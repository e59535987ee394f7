// Gives the text of the facts to those who embed it, and the same text as a view for people and for the copy benchmark.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Database, Sql } from '../../platform/index.ts'
import { FACTS } from './dictionary.ts'

const TEXT = readFileSync(new URL('fact.sql', import.meta.url), 'utf8')

/** What `installFactView` makes, as db/schema.sql would call it; it is not in that file because no migration makes it. */
export const FACT_VIEW = 'view decision.fact'

/** The SELECT with parameters $1 business date, $2 and $3 first and last customer id. */
export function factSql(): string {
  return TEXT
}

/** Makes view decision.fact from the same text, unless the one there is of this text: all customers, on the date in the setting
 * `curebook.business_date`. Column comments carry the dictionary, so that every SQL tool shows what a fact means. */
export async function installFactView(db: Database): Promise<void> {
  const stamp = createHash('sha256').update(TEXT).update(JSON.stringify(FACTS)).digest('hex')
  const [there] = await db.query<{ stamp: string | null }>(
    `select obj_description(to_regclass('decision.fact'), 'pg_class') as stamp`,
  )
  if (there?.stamp !== stamp) await db.transaction(tx => createView(tx, stamp))
}

async function createView(sql: Sql, stamp: string): Promise<void> {
  // Two starts at once would both see an old view.
  await sql.query('select pg_advisory_xact_lock(7210021)')
  const text = TEXT.replaceAll('$1::date', `(select current_setting('curebook.business_date')::date)`)
    .replaceAll('$2', '0')
    .replaceAll('$3', '9223372036854775807')
  await sql.query('drop view if exists decision.fact')
  await sql.query(`create view decision.fact as\n${text}`)
  for (const fact of FACTS) {
    const comment = `${fact.zh}: ${fact.en}${fact.unit === null ? '' : ` (${fact.unit})`}`
    // Dictionary text is ours; quotes are doubled all the same.
    await sql.query(`comment on column decision.fact."${fact.name}" is '${comment.replaceAll("'", "''")}'`)
  }
  await sql.query(`comment on view decision.fact is '${stamp}'`)
}

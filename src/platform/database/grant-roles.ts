// Makes the roles of db/roles.sql and what they may do, whenever that file or the schema is new. Roles belong to the server, so a database that was put
// back on another server has none until this has run there.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../kernel/index.ts'
import { ROOT } from '../config.ts'
import type { Database } from './query.ts'

/** What a connection works as; the owner of the tables where no role is named. */
export type Role = 'curebook_app' | 'curebook_sequencer' | 'curebook_auditor'

/** Throws `Fault` 'platform.roles_missing' when the account may not make them. */
export async function grantRoles(db: Database): Promise<void> {
  const text = readFileSync(join(ROOT, 'db/roles.sql'), 'utf8')
  const [state] = await db.query<{ migrations: string; granted: string | null; roles: bigint }>(
    `select string_agg(checksum, ',' order by number) as migrations, obj_description('platform'::regnamespace, 'pg_namespace') as granted,
       (select count(*) from pg_roles where rolname in ('curebook_app', 'curebook_sequencer', 'curebook_auditor')) as roles
     from platform.migration`,
  )
  const stamp = createHash('sha256')
    .update(text)
    .update(state?.migrations ?? '')
    .digest('hex')
  if (state?.granted === stamp && state.roles === 3n) return
  try {
    await db.transaction(async tx => {
      await tx.query(text)
      // hexadecimal digits only
      await tx.query(`comment on schema platform is '${stamp}'`)
    })
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === '42501')) throw cause
    throw new Fault(
      'platform.roles_missing',
      'This account may not make the roles that Curebook works as. Run db/roles.sql once as an account that may (CREATEROLE, owner of the tables), then start again.',
      { cause },
    )
  }
}

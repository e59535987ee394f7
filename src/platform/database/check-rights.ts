// What `db doctor` asks of the account that Curebook connects as: may it do all its work, and does it own what it must be able to change.
// No extension is needed, so none is looked for.

import type { Check, Finding } from '../check.ts'
import { SERVER_ANSWERS } from './check-server.ts'
import type { Database } from './query.ts'

type Account = {
  readonly name: string
  readonly database: string
  readonly may_create: boolean
  readonly may_use_temporary: boolean
  readonly is_superuser: boolean
  readonly is_read_only: boolean
  readonly is_standby: boolean
  readonly triggers: string
}

/** `isEmbedded`: the embedded server has one account only, which owns everything. */
export function rightsChecks(db: Database, { isEmbedded }: { readonly isEmbedded: boolean }): Check[] {
  return [
    {
      name: 'rights.account',
      needs: SERVER_ANSWERS,
      look: async () => {
        const [account] = await db.query<Account>(ACCOUNT)
        if (!account) throw new Error('the server does not say who is connected')
        return { saw: `${account.name}; no extension is needed`, findings: accountFindings(account, isEmbedded) }
      },
    },
    { name: 'rights.owners', needs: SERVER_ANSWERS, look: async () => owners(db) },
  ]
}

const ACCOUNT = `
  select current_user::text as name, quote_ident(current_database()) as database,
    has_database_privilege(current_database(), 'create') as may_create,
    has_database_privilege(current_database(), 'temporary') as may_use_temporary,
    rolsuper as is_superuser, current_setting('default_transaction_read_only') = 'on' as is_read_only, pg_is_in_recovery() as is_standby,
    current_setting('session_replication_role') as triggers
  from pg_roles where rolname = current_user`

function accountFindings(account: Account, isEmbedded: boolean): Finding[] {
  const findings: Finding[] = []
  const mend = (found: string, todo: string) => findings.push({ level: 'mend', found, todo })
  const name = `"${account.name}"`
  if (!account.may_create)
    mend(
      `${account.name} may not make schemas: migrations cannot run.`,
      `As the database's owner: grant create on database ${account.database} to ${name};`,
    )
  if (!account.may_use_temporary)
    mend(
      `${account.name} may not make temporary tables: imports and replays need them.`,
      `As the database's owner: grant temporary on database ${account.database} to ${name};`,
    )
  if (account.is_standby)
    mend(
      'This is a standby server: nothing can be written.',
      'Point DATABASE_URL to the primary (target_session_attrs=read-write).',
    )
  if (account.is_read_only)
    mend(
      'default_transaction_read_only is on: nothing can be written.',
      `alter role ${name} reset default_transaction_read_only; look also at: select * from pg_db_role_setting;`,
    )
  if (account.triggers !== 'origin')
    mend(
      `session_replication_role is '${account.triggers}': the triggers that keep evidence and approved tables unchanged do not fire.`,
      `alter role ${name} reset session_replication_role; look also at: select * from pg_db_role_setting;`,
    )
  if (account.is_superuser && !isEmbedded)
    findings.push({
      level: 'advice',
      found: `${account.name} is a superuser; Curebook needs none of it.`,
      todo: 'Give it an ordinary account that owns the database.',
    })
  return findings
}

/** A migration alters tables, a night adds partitions to a schema: both need the owner. */
async function owners(db: Database): Promise<{ saw: string; findings: Finding[] }> {
  const objects = await db.query<{ kind: string; name: string; owner: string; is_ours: boolean; account: string }>(
    `with schema as (
       select * from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')
     )
     select 'schema' as kind, quote_ident(nspname) as name, pg_get_userbyid(nspowner)::text as owner, pg_has_role(nspowner, 'usage') as is_ours,
       quote_ident(current_user) as account
     from schema
     union all
     select case relkind when 'v' then 'view' else 'table' end, class.oid::regclass::text, pg_get_userbyid(relowner)::text,
       pg_has_role(relowner, 'usage'), quote_ident(current_user)
     from pg_class class
     join schema on schema.oid = relnamespace
     where relkind in ('r', 'p', 'v')
     order by 1, 2`,
  )
  const findings: Finding[] = objects
    .filter(object => !object.is_ours)
    .map(({ kind, name, owner, account }) => ({
      level: 'mend',
      found: `The ${kind} ${name} belongs to ${owner}: migrations and nights may not change it.`,
      todo: `As ${owner} or a superuser: alter ${kind} ${name} owner to ${account};`,
    }))
  return { saw: `${objects.length} schemas, tables and views`, findings }
}

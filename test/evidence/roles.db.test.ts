// Who may do what to the evidence: every role tries to change, take away and empty every table of it. The application and the auditor may not by right; the
// owner, who may do anything by right, is refused by triggers.

import { beforeAll, describe, expect, it } from 'vitest'
import { bringLogUpToDate, recorded } from '../../src/evidence/index.ts'
import { type Database, openDatabase } from '../../src/platform/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { recordEntries } from './small-log.ts'

const ROLES = ['curebook_app', 'curebook_sequencer', 'curebook_auditor', 'owner'] as const

const inVault = (name: string) => `vault.${name}`

describe('the evidence', () => {
  const test = testDatabase()
  const home = testFolder()
  let tables: string[] = []

  beforeAll(async () => {
    await recordEntries(test.db, 5)
    await bringLogUpToDate(test.db, { home, origin: 'log.example/1' })
    await recordEntries(test.db, 2)
    const rows = await test.db.query<{ name: string }>(
      `select relnamespace::regnamespace::text || '.' || relname as name from pg_class
       where relnamespace in ('evidence'::regnamespace, 'vault'::regnamespace) and relkind = 'r' order by 1`,
    )
    // what an upload left behind is cleared
    tables = rows.map(({ name }) => name).filter(name => name !== 'vault.unclaimed_chunks')
    expect(tables.length).toBeGreaterThan(14)
  })

  const opened = (role: (typeof ROLES)[number]) =>
    openDatabase(test.url, role === 'owner' ? { size: 1 } : { size: 1, role })

  async function asRole(role: (typeof ROLES)[number], work: (db: Database) => Promise<void>): Promise<void> {
    const db = opened(role)
    try {
      await work(db)
    } finally {
      await db.close()
    }
  }

  const contents = async () =>
    Promise.all(
      tables.map(async name => [
        name,
        await test.db.query(`select count(*), md5(string_agg(x::text, ',' order by x::text)) from ${name} x`),
      ]),
    )

  it.each(ROLES)('is not changed, taken away or emptied by %s', async role => {
    const before = await contents()
    await asRole(role, async db => {
      for (const table of tables) {
        const [column] = await test.db.query<{ name: string }>(
          `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and attidentity = '' limit 1`,
          [table],
        )
        for (const statement of [
          `update ${table} set ${column?.name} = ${column?.name}`,
          `delete from ${table}`,
          `truncate ${table} cascade`,
        ])
          await expect(db.query(statement), `${role}: ${statement}`).rejects.toThrow(/permission denied|append-only/)
      }
    })
    expect(await contents()).toEqual(before)
  })

  it.each(['curebook_app', 'curebook_sequencer', 'curebook_auditor'] as const)(
    'stays read-only beyond its task for %s',
    async role => {
      const mayInsert = {
        curebook_app: [
          ...['actor', 'index_part', 'index_snapshot', 'outbox', 'payload'].map(name => `evidence.${name}`),
          ...['attachment', 'attachment_destroyed', 'customer_erased', 'customer_key', 'legal_hold'].map(inVault),
          ...['legal_hold_lifted', 'unclaimed_chunks'].map(inVault),
        ],
        curebook_sequencer: [
          'anchor',
          'anchor_failure',
          'checkpoint',
          'dossier',
          'leaf',
          'log_key',
          'tile',
          'tree',
        ].map(name => `evidence.${name}`),
        curebook_auditor: [],
      }[role]
      // an entry leaves the outbox by becoming a leaf, a key goes by an erasure, chunks that nothing claims are cleared: of the first two a trigger sees that it is so
      const mayTakeAway = {
        curebook_app: ['customer_key', 'unclaimed_chunks'].map(inVault),
        curebook_sequencer: ['evidence.outbox'],
        curebook_auditor: [],
      }[role]
      const [rights] = await test.db.query<{ inserts: string[]; changes: string[] }>(
        `select coalesce(array_agg(oid::regclass::text order by oid::regclass::text) filter (where has_table_privilege($1, oid, 'insert')), '{}') as inserts,
         coalesce(array_agg(oid::regclass::text order by oid::regclass::text)
           filter (where has_table_privilege($1, oid, 'update') or has_table_privilege($1, oid, 'delete') or has_table_privilege($1, oid, 'truncate')), '{}') as changes
       from pg_class where relnamespace in ('evidence'::regnamespace, 'vault'::regnamespace) and relkind = 'r'`,
        [role],
      )
      expect(rights?.inserts).toEqual(mayInsert)
      expect(rights?.changes).toEqual(mayTakeAway)
    },
  )

  it('cannot be gone round by switching triggers off', async () => {
    for (const role of ROLES.filter(name => name !== 'owner'))
      await asRole(role, async db => {
        for (const statement of [
          `set session_replication_role = replica`,
          'alter table evidence.leaf disable trigger all',
          'drop trigger leaf_is_append_only on evidence.leaf',
          'create or replace function evidence.refuse_change() returns trigger language plpgsql as $$ begin return null; end $$',
        ])
          await expect(db.query(statement), `${role}: ${statement}`).rejects.toThrow(/permission denied|must be owner/)
      })
  })

  it('is added to by the application, and the log kept, with these rights alone', async () => {
    const app = openDatabase(test.url, { size: 2, role: 'curebook_app', keys: () => test.db.masterKey() })
    try {
      await recorded(app, (_, append) => append({ kind: 'table.changed', by: 'Ann Example', body: {} }))
      const before = await bringLogUpToDate(app, { home, origin: undefined })
      expect(before.size).toBe(8)
      await expect(app.query('insert into evidence.leaf select * from evidence.leaf')).rejects.toThrow(
        'permission denied',
      )
    } finally {
      await app.close()
    }
  })
})

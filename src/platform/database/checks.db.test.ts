// Each finding of `db doctor` about the server, the account and the schema, made to appear on a real database and gone once it was mended as told.

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { type Check, type CheckResult, runChecks } from '../check.ts'
import { homeChecks } from '../check-home.ts'
import { type Clock, systemClock } from '../clock.ts'
import { rightsChecks } from './check-rights.ts'
import { schemaChecks } from './check-schema.ts'
import { serverChecks } from './check-server.ts'
import { readMigrations } from './migrate.ts'
import { type Database, openDatabase } from './query.ts'

const test = testDatabase()

const NOTHING_MADE = { madeByProgram: [] }

async function found(checks: readonly Check[], name: string): Promise<CheckResult> {
  const result = (await runChecks(checks)).find(candidate => candidate.name === name)
  if (!result) throw new Error(`there is no check ${name}`)
  return result
}

const server = (db: Database, more: Partial<Parameters<typeof serverChecks>[1]> = {}) =>
  serverChecks(db, { clock: systemClock, connections: 9, ...more })

/** Runs `work` on a fresh connection, which has the settings that the database has now. */
async function freshly<T>(work: (db: Database) => Promise<T>, url: string = test.url): Promise<T> {
  const db = openDatabase(url, { size: 2 })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Sets something for every new connection to the test's database, and takes it back. */
async function withSetting<T>(name: string, value: string, work: (db: Database) => Promise<T>): Promise<T> {
  const database = new URL(test.url).pathname.slice(1)
  return freshly(async outside => {
    await outside.query(`alter database ${database} set ${name} = ${value}`)
    try {
      return await freshly(work)
    } finally {
      await outside.query(`alter database ${database} reset ${name}`)
    }
  }, inject('serverUrl'))
}

describe('a migrated database', () => {
  it('has the schema of its migrations, by the same owner, and nothing half-made', async () => {
    const checks = [
      ...server(test.db),
      ...rightsChecks(test.db, { isEmbedded: true }),
      ...schemaChecks(test.db, NOTHING_MADE),
    ]
    // The test server gives up durability for speed, as `server.durability` rightly says; the rest is as it must be.
    const others = (await runChecks(checks)).filter(({ name }) => name !== 'server.durability')
    expect(others.map(({ name, state, findings }) => [name, state, findings])).toEqual(
      others.map(({ name }) => [name, 'ok', []]),
    )
  })
})

describe('the server', () => {
  it('that nobody answers for is one finding, and the rest was not looked at', async () => {
    const results = await freshly(db => runChecks(server(db)), 'postgres://nobody@127.0.0.1:9/none')
    expect(results.map(({ state }) => state)).toEqual(['mend', ...results.slice(1).map(() => 'not checked')])
    expect(results[0]?.findings[0]?.found).toContain('does not answer')
  })

  it('that refuses the password says so, and the password is not printed', async () => {
    const url = new URL(test.url)
    url.password = 'mistaken'
    const result = await freshly(db => found(server(db), 'server.answers'), url.href)
    expect(result.findings[0]?.found).toContain('password authentication failed')
    expect(JSON.stringify(result)).not.toContain('mistaken')
  })

  it('holds text in another encoding', async () => {
    const name = `${inject('templateName')}_${randomBytes(6).toString('hex')}`
    await freshly(async outside => {
      await outside.query(`create database ${name} encoding 'SQL_ASCII' template template0 lc_collate 'C' lc_ctype 'C'`)
      const url = new URL(test.url)
      url.pathname = `/${name}`
      try {
        const result = await freshly(db => found(server(db), 'server.encoding'), url.href)
        expect(result).toMatchObject({ state: 'mend', saw: 'SQL_ASCII' })
      } finally {
        await outside.query(`drop database ${name}`)
      }
    }, inject('serverUrl'))
  })

  it('may lose what was committed', async () => {
    const result = await withSetting('synchronous_commit', 'off', db => found(server(db), 'server.durability'))
    expect(result.findings).toContainEqual(
      expect.objectContaining({ level: 'mend', found: expect.stringContaining('synchronous_commit is off') }),
    )
    const mended = await withSetting('synchronous_commit', 'on', db => found(server(db), 'server.durability'))
    expect(mended.findings.some(({ found: text }) => text.includes('synchronous_commit'))).toBe(false)
  })

  it('has another time than this machine', async () => {
    const later: Clock = { ...systemClock, now: () => '2001-01-01T00:00:00.000Z' }
    expect(await found(server(test.db, { clock: later }), 'server.clock')).toMatchObject({ state: 'mend' })
  })

  it('ends long statements, or has too few connections', async () => {
    const timed = await withSetting('statement_timeout', `'30s'`, db => found(server(db), 'server.limits'))
    expect(timed).toMatchObject({ state: 'advice', findings: [{ found: expect.stringContaining('30s') }] })
    expect(await found(server(test.db, { connections: 100_000 }), 'server.limits')).toMatchObject({ state: 'mend' })
  })

  it('has a transaction that somebody left open', async () => {
    await test.db.transaction(async tx => {
      await tx.query('select 1')
      const result = await found(server(test.db, { idleMinutes: 0 }), 'server.sessions')
      expect(result).toMatchObject({ state: 'advice', saw: '1 left open' })
    })
    expect(await found(server(test.db, { idleMinutes: 0 }), 'server.sessions')).toMatchObject({ state: 'ok' })
  })
})

describe('the home', () => {
  const gigabyte = 1024n ** 3n
  const withFree = (bytes: bigint, isEmbedded = true) =>
    found(homeChecks(test.db, { home: '/', isEmbedded, freeBytes: async () => bytes }), 'home.disk')

  it('has no room for a night, or less than the database has already', async () => {
    const [row] = await test.db.query<{ bytes: bigint }>('select pg_database_size(current_database()) as bytes')
    expect(row?.bytes).toBeLessThan(gigabyte)
    expect(await withFree(gigabyte - 1n)).toMatchObject({ state: 'mend' })
    expect(await withFree(gigabyte)).toMatchObject({ state: 'ok' })
    const large = { ...test.db, query: async <T>() => [{ bytes: 3n * gigabyte }] as T[] }
    const checks = (isEmbedded: boolean) =>
      homeChecks(large, { home: '/', isEmbedded, freeBytes: async () => 2n * gigabyte })
    expect(await found(checks(true), 'home.disk')).toMatchObject({ state: 'advice' })
    // a server of one's own has a disk of its own
    expect(await found(checks(false), 'home.disk')).toMatchObject({ state: 'ok' })
  })

  it('is looked at for real, also before it is made', async () => {
    for (const home of ['/', '/not/made/yet']) {
      const result = await found(homeChecks(test.db, { home, isEmbedded: true }), 'home.disk')
      expect(result.saw).toMatch(/^\d+\.\d GB free$/)
    }
  })
})

describe('the account', () => {
  const name = `curebook_clerk_${randomBytes(6).toString('hex')}`
  const url = () => Object.assign(new URL(test.url), { username: name, password: 'clerk' }).href

  beforeAll(async () => {
    await test.db.query(`create role ${name} login password 'clerk'`)
    await test.db.query(`revoke temporary on database ${new URL(test.url).pathname.slice(1)} from public`)
  })
  afterAll(async () => {
    await test.db.query(`drop owned by ${name}`)
    await test.db.query(`drop role ${name}`)
  })

  it('may neither make schemas nor temporary tables, until it is told so', async () => {
    const look = () => freshly(db => found(rightsChecks(db, { isEmbedded: false }), 'rights.account'), url())
    const before = await look()
    expect(before.findings).toHaveLength(2)
    for (const { todo } of before.findings) await test.db.query(todo.replace("As the database's owner: ", ''))
    expect(await look()).toMatchObject({ state: 'ok', findings: [] })
  })

  it('owns nothing of what it must be able to change', async () => {
    const result = await freshly(db => found(rightsChecks(db, { isEmbedded: false }), 'rights.owners'), url())
    const texts = result.findings.map(({ found: text }) => text)
    expect(texts).toContainEqual(expect.stringMatching(/^The schema book belongs to /))
    expect(texts).toContainEqual(expect.stringMatching(/^The table book\.loan belongs to /))
    expect(texts).toContainEqual(expect.stringMatching(/^The view book\.allocation belongs to /))
  })

  it('one table of another is named with the statement that mends it', async () => {
    await test.db.query(`alter table permission.flag owner to ${name}`)
    // The test's own account is a superuser and so a member of every role: it may change the table all the same.
    expect(await found(rightsChecks(test.db, { isEmbedded: true }), 'rights.owners')).toMatchObject({ state: 'ok' })
    const result = await freshly(db => found(rightsChecks(db, { isEmbedded: false }), 'rights.owners'), url())
    expect(result.findings.some(({ found: text }) => text.includes('permission.flag'))).toBe(false)
    await test.db.query('alter table permission.flag owner to current_user')
  })

  it('is a superuser: worth knowing on a server of one’s own, meant so on the embedded one', async () => {
    expect(await found(rightsChecks(test.db, { isEmbedded: false }), 'rights.account')).toMatchObject({
      state: 'advice',
      findings: [{ found: expect.stringContaining('superuser') }],
    })
    expect(await found(rightsChecks(test.db, { isEmbedded: true }), 'rights.account')).toMatchObject({ state: 'ok' })
  })

  it('cannot write, or writes past the triggers', async () => {
    const look = (db: Database) => found(rightsChecks(db, { isEmbedded: true }), 'rights.account')
    const readOnly = await withSetting('default_transaction_read_only', 'on', look)
    expect(readOnly).toMatchObject({ state: 'mend', findings: [{ found: expect.stringContaining('read_only') }] })
    const silent = await withSetting('session_replication_role', 'replica', look)
    expect(silent).toMatchObject({ state: 'mend', findings: [{ found: expect.stringContaining('triggers') }] })
  })
})

describe('the schema', () => {
  const look = (name: string, given: Partial<Parameters<typeof schemaChecks>[1]> = {}) =>
    found([...server(test.db).slice(0, 1), ...schemaChecks(test.db, { ...NOTHING_MADE, ...given })], name)

  it('was never made, lacks a migration, has another, or one from the future', async () => {
    const migrations = readMigrations()
    const [first, ...rest] = migrations
    const more = { number: migrations.length + 1, name: 'later', sql: '', checksum: '' }
    const cases = [
      { given: [...migrations, more], says: `1 of ${more.number} migrations are not applied` },
      { given: [{ ...first!, checksum: 'another' }, ...rest], says: 'was changed after it was applied' },
      { given: migrations.slice(0, 2), says: 'does not know' },
    ]
    for (const { given, says } of cases) {
      const result = await look('schema.migrations', { migrations: given })
      expect(result.state).toBe('mend')
      expect(result.findings[0]?.found).toContain(says)
      expect(await look('schema.objects', { migrations: given })).toMatchObject({ state: 'not checked' })
    }
    const empty = await freshly(
      db => found([...server(db), ...schemaChecks(db, NOTHING_MADE)], 'schema.migrations'),
      inject('serverUrl'),
    )
    expect(empty.saw).toBe(`0 of ${migrations.length} applied`)
  })

  it.each([
    ['drop index book.change_by_transaction', 'Not as it was made: table book.change.'],
    ['alter table book.loan alter column status drop default', 'Not as it was made: table book.loan.'],
    ['alter table book.receipt drop constraint receipt_amount_not_positive', 'Not as it was made: table book.receipt.'],
    ['alter table evidence.outbox disable trigger outbox_is_append_only', 'Not as it was made: table evidence.outbox.'],
    ['drop table decision.replay', 'Missing: table decision.replay.'],
    [
      'create or replace view book.loan_month_latest as select * from book.loan_month',
      'Not as it was made: view book.loan_month_latest.',
    ],
    [
      `create or replace function evidence.refuse_change() returns trigger language plpgsql as 'begin return new; end'`,
      'Not as it was made: function evidence.refuse_change().',
    ],
  ])('%s: is found', async (statement, says) => {
    const rolledBack = new Error('rolled back')
    await expect(
      test.db.transaction(async tx => {
        await tx.query(statement)
        const inside = { ...test.db, ...tx }
        const result = await found(
          [...server(inside).slice(0, 1), ...schemaChecks(inside, NOTHING_MADE)],
          'schema.objects',
        )
        expect(result.state).toBe('mend')
        expect(result.findings.map(finding => finding.found)).toContain(says)
        throw rolledBack
      }),
    ).rejects.toBe(rolledBack)
  })

  it('has something that no migration made: advice, and nothing at all when the program made it', async () => {
    await test.db.query('create view decision.note as select 1 as one')
    expect(await look('schema.objects')).toMatchObject({
      state: 'advice',
      findings: [{ found: 'There is a view decision.note that no migration made.' }],
    })
    expect(await look('schema.objects', { madeByProgram: ['view decision.note'] })).toMatchObject({ state: 'ok' })
    await test.db.query('drop view decision.note')
  })

  it('a month of decisions is no difference', async () => {
    await test.db.query(
      `create table decision.decision_2026_11 partition of decision.decision for values from ('2026-11-01') to ('2026-12-01')`,
    )
    expect(await look('schema.objects')).toMatchObject({ state: 'ok' })
  })

  it('has an index that could not be finished, and one mends it as told', async () => {
    await test.db.query('create table book.scrap (a integer)')
    await test.db.query('insert into book.scrap values (1), (1)')
    await expect(test.db.query('create unique index concurrently scrap_taken on book.scrap (a)')).rejects.toThrow()
    const result = await look('schema.unfinished')
    expect(result).toMatchObject({ state: 'mend', saw: '1 indexes, 0 constraints' })
    await test.db.query('delete from book.scrap')
    await test.db.query(result.findings[0]!.todo.replace(/;.*/, ''))
    expect(await look('schema.unfinished')).toMatchObject({ state: 'ok' })
    await test.db.query('drop table book.scrap')
  })

  it('has a constraint that was never checked, and one mends it as told', async () => {
    await test.db.query('alter table book.vehicle add constraint vehicle_old check (model_year > 1900) not valid')
    const result = await look('schema.unfinished')
    expect(result.findings).toMatchObject([{ level: 'mend', found: expect.stringContaining('vehicle_old') }])
    await test.db.query(result.findings[0]!.todo)
    expect(await look('schema.unfinished')).toMatchObject({ state: 'ok' })
  })
})

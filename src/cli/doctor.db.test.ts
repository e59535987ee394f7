import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { testDatabase, testFolder } from '../../test/kit/index.ts'
import { readConfig, silentLog, systemClock } from '../platform/index.ts'
import { installFactView } from '../strategy/index.ts'
import type { Context, ExitCode } from './command.ts'
import { doctorCommands } from './doctor.ts'

describe('db doctor', () => {
  const test = testDatabase()
  const home = testFolder()

  async function doctor(environment: Record<string, string>, json: boolean): Promise<{ exit: ExitCode; text: string }> {
    let text = ''
    const stream = { write: (part: string) => (text += part) }
    const context: Context = {
      config: readConfig({ home }, environment),
      clock: systemClock,
      log: silentLog,
      stdout: stream,
      stderr: { write: () => undefined },
      database: () => Promise.reject(new Error('the doctor opens the database as it is')),
      ownerDatabase: () => Promise.reject(new Error('the doctor opens the database as it is')),
      closeDatabases: async () => undefined,
      stopping: new AbortController().signal,
    }
    const exit = await doctorCommands[0]!.run(
      { options: {}, switches: new Set(json ? ['json'] : []), files: [] },
      context,
    )
    return { exit, text }
  }

  it('looks at every module and changes nothing', async () => {
    await installFactView(test.db)
    const { text } = await doctor({ DATABASE_URL: test.url }, true)
    const document = JSON.parse(text) as { checks: { name: string; state: string }[] }
    expect(document.checks.map(({ name }) => name)).toEqual([
      'server.answers',
      'server.version',
      'server.encoding',
      'server.durability',
      'server.clock',
      'server.limits',
      'server.sessions',
      'home.disk',
      'rights.account',
      'rights.owners',
      'schema.migrations',
      'schema.objects',
      'schema.unfinished',
      'objects.store',
      'platform.master_key',
      'book.imports',
      'book.schedules',
      'night.last',
    ])
    expect(document.checks.find(({ name }) => name === 'schema.objects')).toMatchObject({ state: 'ok', findings: [] })
  })

  it('exits 1 with the reason when something must be mended, and 0 when it was', async () => {
    await test.db.query(`insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone, business_date)
      values ('CUT', 'CUT', 'L', 'US', 'USD', 0.01, 'America/New_York', '2026-11-20')`)
    await test.db.query(
      `insert into night.run (portfolio_id, business_date, slice_count) select portfolio_id, business_date, 1 from book.portfolio`,
    )
    const broken = await doctor({ DATABASE_URL: test.url }, true)
    expect(broken.exit).toBe(1)
    expect(JSON.parse(broken.text)).toMatchObject({
      healthy: false,
      error: { code: 'platform.unhealthy', message: expect.stringContaining('night.last: The night of 2026-11-20') },
    })
    await test.db.query(`update night.run set state = 'finished'`)
    const mended = await doctor({ DATABASE_URL: test.url }, false)
    expect(mended.text).toMatch(/^ok {4}night\.last/m)
    // What is left is what the throw-away server does without on purpose.
    expect(mended.text.match(/^MEND.*$/gm) ?? []).toEqual(
      mended.exit === 0 ? [] : [expect.stringContaining('server.durability')],
    )
  })

  it('says what to do in a home that has no database, and makes none', async () => {
    const { exit, text } = await doctor({}, false)
    expect(exit).toBe(1)
    expect(text).toContain(`The folder ${home} holds no Curebook database`)
    expect(text).toContain('curebook start')
    expect(readdirSync(home)).toEqual([])
  })

  it('finds a server that does not answer', async () => {
    const { exit, text } = await doctor({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }, false)
    expect(exit).toBe(1)
    expect(text).toMatch(/^MEND {2}server\.answers/m)
    expect(text).toMatch(/^- {5}night\.last/m)
  })
})

// Time-stamps of the log: what an authority gives is kept byte for byte and holds for openssl too; what does not hold is never kept; an authority that is away
// is told of, and asked again.

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anchorStates } from '../../../src/evidence/anchors/anchor-states.ts'
import { attestCheckpoint } from '../../../src/evidence/anchors/attest-checkpoint.ts'
import { timeStampAuthority } from '../../../src/evidence/anchors/rfc3161/time-stamp-authority.ts'
import { bringLogUpToDate } from '../../../src/evidence/index.ts'
import { systemClock } from '../../../src/platform/index.ts'
import { testDatabase, testFolder } from '../../kit/index.ts'
import { recordEntries } from '../small-log.ts'
import { type OpensslAuthority, startOpensslAuthority } from './openssl-authority.ts'

describe('a time-stamp authority', () => {
  const test = testDatabase()
  const home = testFolder()
  const folder = testFolder()
  let authority: OpensslAuthority

  const anchor = (more: { caFile?: string; url?: string } = {}) =>
    timeStampAuthority({ name: 'tsa-1', url: authority.url, caFile: authority.caFile, everyMinutes: 60, ...more })
  const checkpoint = () => bringLogUpToDate(test.db, { home, origin: 'log.example/1' })
  const attempt = async (by = anchor(), stopping = new AbortController().signal) =>
    attestCheckpoint(test.db, by, await checkpoint(), stopping)
  const state = async () => (await anchorStates(test.db, [anchor()]))[0]

  beforeAll(async () => {
    authority = await startOpensslAuthority(join(folder, 'tsa'))
  })
  afterAll(() => authority.stop())
  beforeEach(async () => {
    authority.answers = 'rightly'
    await recordEntries(test.db, 3)
  })

  it('attests a checkpoint, and openssl agrees', async () => {
    const { note, size } = await checkpoint()
    expect(await state()).toMatchObject({
      size: 0,
      attestedAt: null,
      unanchoredSince: expect.stringMatching(/^20/),
      trouble: null,
    })
    expect(await attempt()).not.toBeNull()
    expect(await state()).toMatchObject({
      size,
      attestedAt: expect.stringMatching(/^20.*Z$/),
      unanchoredSince: null,
      trouble: null,
    })
    const [stored] = await test.db.query<{ request: Uint8Array; response: Uint8Array }>(
      'select request, response from evidence.anchor',
    )
    const openssl = (...words: string[]) =>
      execFileSync('openssl', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    writeFileSync(join(folder, 'checkpoint'), note)
    writeFileSync(join(folder, 'checkpoint.tsq'), stored?.request ?? '')
    writeFileSync(join(folder, 'checkpoint.tsr'), stored?.response ?? '')
    expect(openssl('ts', '-verify', '-data', 'checkpoint', '-in', 'checkpoint.tsr', '-CAfile', 'tsa/ca.pem')).toContain(
      'OK',
    )
    expect(
      openssl('ts', '-verify', '-queryfile', 'checkpoint.tsq', '-in', 'checkpoint.tsr', '-CAfile', 'tsa/ca.pem'),
    ).toContain('OK')
    writeFileSync(join(folder, 'checkpoint'), Buffer.concat([note, Buffer.from('x')]))
    expect(() =>
      openssl('ts', '-verify', '-data', 'checkpoint', '-in', 'checkpoint.tsr', '-CAfile', 'tsa/ca.pem'),
    ).toThrow('message imprint mismatch')
  })

  it('is not asked again for what it attested', async () => {
    expect(await attempt()).not.toBeNull()
    authority.answers = 'an error'
    expect(await attempt()).not.toBeNull()
    expect((await state())?.trouble).toBeNull()
  })

  it.each([
    ['other bytes', 'the token is about other bytes'],
    ['another query', 'the token answers another query'],
    ['nonsense', 'it is not a time-stamp answer'],
    ['refusal', 'the authority refused'],
    ['an error', 'HTTP status 503'],
  ] as const)('that answers with %s is not believed, and the trouble is told', async (answers, says) => {
    const before = await test.db.query('select from evidence.anchor')
    authority.answers = answers
    expect(await attempt()).toBeNull()
    expect(await state()).toMatchObject({ trouble: expect.stringContaining(says), unanchoredSince: expect.any(String) })
    expect(await test.db.query('select from evidence.anchor')).toHaveLength(before.length)
    authority.answers = 'rightly'
    expect(await attempt()).not.toBeNull()
    expect(await state()).toMatchObject({ trouble: null, unanchoredSince: null })
  })

  it('that is away is tried again; the log goes on growing meanwhile', async () => {
    const away = anchor({ url: 'http://127.0.0.1:1/' })
    expect(await attempt(away)).toBeNull()
    expect((await state())?.trouble).toMatch(/tsa-1 did not answer/)
    await recordEntries(test.db, 5)
    expect(await attempt(away)).toBeNull()
    expect(
      await test.db.query(`select from evidence.anchor_failure where message like '%no connection%'`),
    ).toHaveLength(1)
    const { size } = await checkpoint()
    expect(await attempt()).not.toBeNull()
    expect(await state()).toMatchObject({ size, trouble: null })
  })

  it('of another authority, or with none to check it with, is not believed', async () => {
    const other = await startOpensslAuthority(join(folder, 'other'))
    expect(await attempt(anchor({ url: other.url }))).toBeNull()
    expect((await state())?.trouble).toMatch(/does not lead to a known authority|signature or certificate/)
    await other.stop()
    expect(await attempt(anchor({ caFile: join(folder, 'none.pem') }))).toBeNull()
    expect((await state())?.trouble).toContain('cannot be read')
  })

  it('that never answers is left when the program stops', async () => {
    authority.answers = 'never'
    const stopping = new AbortController()
    const attempted = attempt(anchor(), stopping.signal)
    await systemClock.sleep(300)
    stopping.abort()
    await expect(attempted).rejects.toMatchObject({ code: 'evidence.anchor_unreachable' })
  })
})

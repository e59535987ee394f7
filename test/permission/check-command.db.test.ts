// `permission check`: the document it prints, and what it says of facts that are none.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { permissionCommands } from '../../src/cli/permission.ts'
import { printedBy, testDatabase, testFolder } from '../kit/index.ts'
import { CHINA } from './attempts.ts'

describe('permission check', () => {
  const test = testDatabase()
  const home = testFolder()

  function check(facts: unknown, ...words: string[]): Promise<string> {
    const file = join(home, 'facts.json')
    writeFileSync(file, typeof facts === 'string' ? facts : JSON.stringify(facts))
    return printedBy(permissionCommands, 'permission check', ['--facts', file, ...words], { db: test.db, home })
  }

  it('answers each fact in its order, with the rule, its citation and the first permitted time', async () => {
    const late = { ...CHINA, id: 'late', asOf: '2026-11-23T22:30:00+08:00', title: 'no fact', expect: {} }
    const answers = JSON.parse(await check([late, CHINA], '--json')) as readonly { rules: readonly unknown[] }[]
    expect(answers).toHaveLength(2)
    expect(answers[0]).toMatchObject({
      id: 'late',
      decision: 'deny',
      conditions: [],
      missing: [],
      counts: { 'CN-FREQ-01': 0, 'CN-FREQ-02': 0 },
      firstPermitted: '2026-11-24T08:00:00+08:00',
    })
    expect(answers[0]?.rules[0]).toMatchObject({
      id: 'CN-TIME-01',
      outcome: 'deny',
      reason: 'OUTSIDE_HOURS',
      citation: expect.stringMatching(/^GB\/T 45251-2025/) as unknown,
      version: 'cn/contact.dmn',
      status: 'draft',
    })
    expect(answers[1]).toMatchObject({ id: 'CN', decision: 'allow' })
  })

  it('says the same to a person', async () => {
    const text = await check([{ ...CHINA, asOf: '2026-11-23T22:30:00+08:00' }])
    expect(text).toMatch(
      /^CN: deny\n {2}CN-TIME-01 OUTSIDE_HOURS \(GB\/T 45251-2025 .*; draft\)\n {2}first permitted: 2026-11-24T08:00:00\+08:00\n$/,
    )
  })

  it('names what is not known, and allows nothing on it', async () => {
    const { history: _, ...without } = CHINA
    const [answer] = JSON.parse(await check([without], '--json')) as readonly Record<string, unknown>[]
    expect(answer).toMatchObject({ decision: 'deny', missing: ['history'], firstPermitted: null })
  })

  it.each([
    [
      'a misspelt fact',
      [{ ...CHINA, endpoint: { optedOutOn: '2026-01-01' } }],
      /fact 0 \(CN\), endpoint\.optedOutOn, value "2026-01-01": there is no such fact/,
    ],
    [
      'a zone that is none',
      [{ ...CHINA, party: { ...CHINA.party, timeZones: ['Asia/Nowhere'] } }],
      /party\.timeZones\.0, value "Asia\/Nowhere": a time zone/,
    ],
    ['an instant without an offset', [{ ...CHINA, asOf: '2026-11-23T10:00:00' }], /asOf, value "2026-11-23T10:00:00"/],
    ['no array', CHINA, /an array of facts is expected/],
    [
      'a key given twice',
      '[{"asOf": "2026-11-23T10:00:00Z",\n "asOf": "2026-11-24T10:00:00Z"}]',
      /line 2: 'asOf' is given twice/,
    ],
    ['no JSON', '[{', /facts\.json: .*JSON/],
  ])('refuses %s', async (_, facts, message) => {
    await expect(check(facts)).rejects.toMatchObject({
      code: 'permission.facts',
      message: expect.stringMatching(message) as unknown,
    })
  })
})

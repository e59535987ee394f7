// The shared cases of policy: recovery steps, deadlines, retention and the other questions that are no contacts.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { answerCases, parseCase } from '../../src/permission/index.ts'
import { sharedReference, testDatabase } from '../kit/index.ts'

type Case = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly title: string
  readonly expect: {
    readonly decision: string
    readonly reason?: string
    readonly rules: readonly string[]
    readonly conditions?: readonly string[]
    readonly result?: Readonly<Record<string, unknown>>
  }
}

const file = sharedReference('other-scenarios.json')
const cases: readonly Case[] = file.absent ? [] : (JSON.parse(readFileSync(file.path, 'utf8')) as Case[])

describe.skipIf(file.absent)(`the shared cases of policy ${file.reason}`, () => {
  const database = testDatabase()

  test('there are cases', () => expect(cases.length).toBeGreaterThan(28))

  test.each(cases.map(one => [one.id, one.title, one] as const))('%s %s', async (_id, _title, one) => {
    const { title: _t, ruleStatus: _s, expect: expected, ...given } = one
    const parsed = parseCase(given)
    if ('wrong' in parsed) throw new Error(JSON.stringify(parsed.wrong))
    const [answer] = await answerCases(database.db.query, [parsed.facts])
    const { decision, rules = [], conditions = [], result } = answer ?? {}
    const ids = rules.map(({ id }) => id)
    expect(decision).toBe(expected.decision)
    expect(ids).toEqual(expect.arrayContaining([...expected.rules]))
    const first = rules.find(({ id }) => id === expected.rules[0])
    expect(first?.reason ?? undefined).toBe(expected.reason)
    const denying = rules.filter(({ outcome }) => outcome === 'deny').map(({ id }) => id)
    if (expected.decision === 'deny') {
      expect(denying[0]).toBe(expected.rules[0])
      expect(denying.filter(id => !expected.rules.includes(id))).toEqual([])
    } else expect(denying).toEqual([])
    expect(conditions.toSorted()).toEqual((expected.conditions ?? []).toSorted())
    if (expected.result) expect(result).toEqual(expected.result)
  })
})

// The shared acceptance cases of the gate: the decision, its reason, the rules of the trace, conditions, counts and missing facts; and that the patch of a refused case
// takes the refusal away.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  ask,
  CONTACT,
  type Facts,
  type GateAnswer,
  mergePatch,
  parseFacts,
  shippedLaw,
} from '../../src/permission/index.ts'
import { sharedReference, testDatabase } from '../kit/index.ts'

type Case = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly title: string
  readonly flip?: unknown
  readonly expect: {
    readonly decision: string
    readonly reason?: string
    readonly rules: readonly string[]
    readonly notRules?: readonly string[]
    readonly conditions?: readonly string[]
    readonly counts?: Readonly<Record<string, number>>
    readonly missing?: readonly string[]
  }
}

const file = sharedReference('permission-scenarios.json')
const cases: readonly Case[] = file.absent ? [] : (JSON.parse(readFileSync(file.path, 'utf8')) as Case[])

describe.skipIf(file.absent)(`the shared cases of the gate ${file.reason}`, () => {
  const database = testDatabase()
  const law = shippedLaw(CONTACT)
  const query = <T>(statement: string, parameters?: readonly unknown[]) => database.db.query<T>(statement, parameters)

  test('there are cases', () => expect(cases.length).toBeGreaterThan(80))

  test.each(cases.map(one => [one.id, one.title, one] as const))('%s %s', async (_id, _title, one) => {
    const [answer] = await ask(query, law, [valid(factsOf(one))])
    expect(answer && differences(answer, one.expect)).toEqual([])
    if (!one.flip) return
    const [flipped] = await ask(query, law, [valid(mergePatch(factsOf(one), one.flip))])
    expect(denials(flipped), 'after the patch nothing denies').toEqual([])
  })
})

const NOT_FACTS = new Set(['id', 'title', 'ruleStatus', 'expect', 'flip'])

function factsOf(one: Case): unknown {
  return Object.fromEntries(Object.entries(one).filter(([key]) => !NOT_FACTS.has(key)))
}

function valid(given: unknown): Facts {
  const parsed = parseFacts(given)
  if ('facts' in parsed) return parsed.facts
  throw new Error(JSON.stringify(parsed.wrong))
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1
}

function denials(answer: GateAnswer | undefined): string[] {
  return (answer?.rules ?? [])
    .filter(({ outcome }) => outcome === 'deny')
    .map(({ id, reason }) => `${id} ${reason ?? ''} ${answer?.missing.join(' ') ?? ''}`)
}

/** What the answer has that section 9 of the format does not let it have. */
function differences(answer: GateAnswer, expected: Case['expect']): string[] {
  const found: string[] = []
  const outcomes = new Map(answer.rules.map(rule => [rule.id, rule] as const))
  if (answer.decision !== expected.decision)
    found.push(
      `decision ${answer.decision}, expected ${expected.decision}: ${denials(answer).join(', ')} ${answer.conditions.join(' ')}`,
    )
  for (const id of expected.rules) if (!outcomes.has(id)) found.push(`${id} is not in the trace`)
  for (const id of expected.notRules ?? []) if (outcomes.has(id)) found.push(`${id} is in the trace`)
  for (const { id, outcome, reason } of answer.rules)
    if (outcome === 'deny' && !expected.rules.includes(id)) found.push(`${id} denies too: ${reason ?? ''}`)
  if (expected.decision === 'deny') {
    const first = outcomes.get(expected.rules[0] ?? '')
    if (first?.outcome !== 'deny') found.push(`${expected.rules[0] ?? ''} does not deny`)
    if (first?.reason !== expected.reason)
      found.push(`reason ${first?.reason ?? 'none'}, expected ${expected.reason ?? ''}`)
  }
  const conditions = [...answer.conditions].sort(byText).join(' ')
  const wanted = [...(expected.conditions ?? [])].sort(byText).join(' ')
  if (conditions !== wanted) found.push(`conditions '${conditions}', expected '${wanted}'`)
  for (const [id, count] of Object.entries(expected.counts ?? {}))
    if (answer.counts[id] !== count) found.push(`${id} counts ${answer.counts[id] ?? 'nothing'}, expected ${count}`)
  if (expected.missing && answer.missing.join(' ') !== expected.missing.join(' '))
    found.push(`missing ${answer.missing.join(' ')}`)
  return found
}

// The guarantee: what a check says of a table is true. Every example fact is tried on the table itself, and what a check does
// not report does not happen on thousands of facts.

import { describe, expect, test } from 'vitest'
import { checkModel, evaluateFacts, type Finding, readDmn } from '../../src/decision/index.ts'
import { testDatabase } from '../kit/index.ts'
import { randomOf, testSeed } from '../kit/random.ts'
import { tableModel } from './models.ts'
import { KINDS, poolOf, type Table, tableOf, xmlOf } from './random-table.ts'

const INPUTS = { dpd: 'number', stage: 'string', flag: 'boolean', due: 'date' }

function findings(drawing: string, hitPolicy: string, options: Parameters<typeof tableModel>[3] = {}): Finding[] {
  return checkModel(tableModel(drawing, INPUTS, `hitPolicy="${hitPolicy}"`, options))
}

describe('checks', () => {
  test('a gap is described and shown with a fact', () => {
    const [gap, ...more] = findings(
      `dpd; stage | out
       ~ >= 0; "S0", "S1" | -
       < 5; "S0"   | 1
       >= 5; -     | 2`,
      'UNIQUE',
    )
    expect(more).toEqual([])
    expect(gap).toMatchObject({ kind: 'gap', severity: 'problem', decision: 'D', example: { dpd: 0, stage: 'S1' } })
    expect(gap?.message.en).toBe('no rule takes these facts: dpd: [0..5); stage: "S1"')
    expect(gap?.message.zh).toContain('没有规则覆盖')
  })

  test('null is a value unless allowed values are declared without it', () => {
    const open = findings(`flag | out\n true | 1\n false | 2`, 'UNIQUE')
    expect(open.map(finding => [finding.kind, finding.example])).toEqual([['gap', { flag: null }]])
    expect(findings(`flag | out\n ~ true, false | -\n true | 1\n false | 2`, 'UNIQUE')).toEqual([])
    expect(findings(`flag | out\n true | 1\n not(true) | 2`, 'UNIQUE')).toEqual([])
  })

  test('a default output leaves no gap', () => {
    expect(findings(`dpd | out\n > 5 | 1`, 'UNIQUE', { defaults: '0' })).toEqual([])
  })

  test('a single value that only a catch-all row takes, between values that rules name, is noted', () => {
    const table = (second: string) => `dpd; due | out\n [1..30]; - | 1\n ${second}; - | 2\n -; - | 3`
    expect(findings(table('[32..60]'), 'FIRST')).toMatchObject([
      {
        kind: 'left-out',
        severity: 'note',
        message: { en: 'rules name the values of dpd on both sides of 31, but none names 31' },
      },
    ])
    // touching, or apart by more than a slip
    expect(findings(table('[31..60]'), 'FIRST')).toEqual([])
    expect(findings(table('[40..60]'), 'FIRST')).toEqual([])
  })

  test('a gap of very many parts is cut short for reading', () => {
    const rows = Array.from({ length: 40 }, (_, band) => `[${band * 10}..${band * 10 + 5}] | ${band}`)
    const [gap] = findings(`dpd | out\n ${rows.join('\n ')}`, 'UNIQUE')
    expect(gap?.message.en).toContain('more), null')
    expect(gap?.message.en.length).toBeLessThan(300)
  })

  test('overlapping rules of a UNIQUE table are named with a fact that hits both', () => {
    const found = findings(
      `dpd    | out
       < 10   | 1
       [9..20] | 1
       > 20   | 2
       null   | 3`,
      'UNIQUE',
    )
    expect(found).toMatchObject([{ kind: 'overlap', rules: ['r1', 'r2'], example: { dpd: 9 } }])
    expect(findings(`dpd | out\n < 10 | 1\n [9..20] | 1\n > 20 | 2\n null | 3`, 'ANY')).toEqual([])
    expect(findings(`dpd | out\n < 10 | 1\n [9..20] | 2\n > 20 | 2\n null | 3`, 'ANY')).toMatchObject([
      { kind: 'overlap' },
    ])
  })

  test('days that cannot be written are no gap, and a rule that asks for them is never reached', () => {
    expect(findings(`due | out\n <= date("9999-12-31"), null | 1`, 'UNIQUE')).toEqual([])
    expect(findings(`due | out\n >= date("0001-01-01") | 1\n null | 2`, 'UNIQUE')).toEqual([])
    const found = findings(`due | out\n > date("9999-12-31") | 1\n - | 2`, 'FIRST')
    expect(found).toMatchObject([{ kind: 'unreachable', rules: ['r1'] }])
  })

  test('two columns on the same input with other allowed values may differ, so they are no proof that rules are apart', () => {
    // 20 is not allowed in the first column and counts as null there, and is 20 in the second
    const table = `dpd; dpd | out\n ~ [0..10], null; - | -\n null; - | 1\n -; > 5 | 2`
    expect(findings(table, 'UNIQUE').map(finding => finding.kind)).toContain('overlap')
  })

  test('two columns on the same input are one dimension', () => {
    expect(findings(`dpd; dpd | out\n > 5; < 10 | 1\n <= 5; - | 2\n >= 10; - | 3\n null; - | 4`, 'UNIQUE')).toEqual([])
  })

  test('a rule behind earlier rules that take all of it together is never reached', () => {
    const found = findings(
      `dpd; flag      | out
       < 10; true     | 1
       < 10; not(true) | 2
       [3..7]; -      | 3
       -; -           | 4`,
      'FIRST',
    )
    expect(found).toMatchObject([{ kind: 'unreachable', rules: ['r3', 'r1', 'r2'] }])
  })

  test('under PRIORITY the order of outputs decides what is reached', () => {
    const found = findings(
      `dpd    | out
       ~ -    | "high", "low"
       < 5    | "low"
       -      | "high"`,
      'PRIORITY',
    )
    expect(found).toMatchObject([{ kind: 'unreachable', rules: ['r1', 'r2'] }])
  })

  test('a rule that asks for a value that is not allowed is never reached', () => {
    const found = findings(`stage | out\n ~ "S0", "S1" | -\n "S0" | 1\n "S1" | 2\n "S9" | 3`, 'UNIQUE')
    expect(found).toMatchObject([{ kind: 'unreachable', rules: ['r3'] }])
  })

  test('an output outside its allowed values is named', () => {
    const found = findings(`dpd | out\n ~ - | "call", "visit"\n > 5 | "call"\n - | "vist"`, 'FIRST')
    expect(found).toMatchObject([{ kind: 'disallowed-output', rules: ['r2'] }])
    expect(found[0]?.message.en).toContain('"vist"')
  })

  test('what cannot be told is said to be not analysed, not passed over', () => {
    const found = findings(`dpd | out\n < day of month | 1\n - | 2`.replace('day of month', 'due.day'), 'UNIQUE')
    expect(found.map(finding => finding.kind)).toEqual(['not-analysed'])
  })

  test('a decision that does not compile is a finding with its place', () => {
    const [finding] = findings(`dpd | out\n sqrt(dpd) | 1`, 'UNIQUE')
    expect(finding).toMatchObject({ kind: 'refused', severity: 'problem', rules: ['r1'] })
    expect(finding?.message.en).toContain(`function 'sqrt'`)
  })

  test('days, dates and whole durations have neighbours: no gap between 5 and 6 days', () => {
    const model = tableModel(
      `age | out\n <= duration("P5D") | 1\n > @"P5D" | 2\n null | 3`,
      { age: 'days and time duration' },
      'hitPolicy="UNIQUE"',
    )
    expect(checkModel(model)).toEqual([])
    const dates = tableModel(
      `due | out\n < @"2024-03-01" | 1\n > @"2024-02-29" | 2\n null | 3`,
      { due: 'date' },
      'hitPolicy="UNIQUE"',
    )
    expect(checkModel(dates)).toEqual([])
  })

  test('a table of 60 rules and 10 columns is analysed, and an entangled one says so within its bound', () => {
    const random = randomOf(5)
    const names = Array.from({ length: 10 }, (_, index) => `x${index}`)
    const rule = () =>
      names.map(() => (random.chance(0.6) ? '-' : `[${random.below(5)}..${5 + random.below(5)}]`)).join('; ')
    const drawing = [
      `${names.join('; ')} | out`,
      ...Array.from({ length: 60 }, (_, index) => `${rule()} | ${index}`),
    ].join('\n')
    const found = checkModel(
      tableModel(drawing, Object.fromEntries(names.map(name => [name, 'number'])), 'hitPolicy="FIRST"'),
    )
    expect(found.some(finding => finding.kind === 'gap' || finding.kind === 'not-analysed')).toBe(true)
  })
})

describe('checks of generated tables', () => {
  const database = testDatabase()
  const seed = testSeed()

  test(`120 tables, seed ${seed}: examples are right and nothing is missed`, async () => {
    console.log(`check seed ${seed} (CUREBOOK_TEST_SEED)`)
    const random = randomOf(seed + 1)
    const pools = KINDS.map(kind => poolOf(kind, random))
    const seen = new Set<string>()
    for (let number = 0; number < 120; number += 1) {
      const made = tableOf(pools, random, ['UNIQUE', 'FIRST'])
      const table: Table = {
        ...made,
        fallback: null,
        columns: made.columns.map(column => ({ ...column, allowed: null })),
      }
      const reported = checkModel(readDmn(xmlOf(table)))
      const examples = reported.filter(finding => finding.example !== null)
      const sampled = Array.from({ length: 60 }, () =>
        Object.fromEntries(
          table.columns.map(({ pool }, index) => [`in ${index}`, pool.values[random.below(pool.values.length)]]),
        ),
      )
      const hits = await hitsOf(table, [...examples.map(finding => finding.example ?? {}), ...sampled])
      const why = `table ${number}\n${xmlOf(table)}\n${JSON.stringify(reported, null, 1)}`
      for (const [index, finding] of examples.entries()) {
        seen.add(finding.kind)
        const hit = hits[index] ?? []
        if (finding.kind === 'gap') expect(hit, why).toEqual([])
        if (finding.kind === 'overlap') expect(hit, why).toEqual(expect.arrayContaining(finding.rules as string[]))
        if (finding.kind === 'unreachable') {
          expect(hit, why).toContain(finding.rules[0])
          expect(hit[0], why).not.toBe(finding.rules[0])
        }
      }
      const unreachable = new Set(
        reported.filter(finding => finding.kind === 'unreachable').map(finding => finding.rules[0]),
      )
      for (const hit of hits.slice(examples.length)) {
        if (hit.length === 0)
          expect(
            reported.some(finding => finding.kind === 'gap'),
            why,
          ).toBe(true)
        if (hit[0] !== undefined) expect(unreachable.has(hit[0]) && table.hitPolicy === 'FIRST', why).toBe(false)
        if (hit.length > 1 && table.hitPolicy === 'UNIQUE')
          expect(
            reported.some(finding => finding.kind === 'overlap'),
            why,
          ).toBe(true)
      }
    }
    expect([...seen].sort()).toEqual(['gap', 'overlap', 'unreachable'])
  })

  /** The ids of all rules that hit each fact: the same rules as a RULE ORDER table that puts out their numbers. */
  async function hitsOf(table: Table, facts: readonly Record<string, unknown>[]): Promise<string[][]> {
    const rules = table.rules.map((rule, index) => ({ ...rule, outputs: [index + 1] }))
    const model = readDmn(xmlOf({ ...table, hitPolicy: 'RULE ORDER', outputCount: 1, rules }))
    const answers = await evaluateFacts(database.db.query, model, 'D', facts)
    return answers.map(({ result }) => (result as number[]).map(each => `rule-${each}`))
  }
})

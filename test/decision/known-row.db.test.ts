// The guarantee: a table of rules that is asked about facts of which some are not known either names the rule that answers whatever the unknown
// facts are, or the first rule on which they decide. Never does it pass over a rule that might hold.

import { describe, expect, test } from 'vitest'
import { compileTable, DecisionFault } from '../../src/decision/index.ts'
import { testDatabase } from '../kit/index.ts'
import { type Random, randomOf, testSeed } from '../kit/random.ts'
import { tableModel } from './models.ts'

const TYPES = { a: 'boolean', b: 'boolean', n: 'number', t: 'string' }
const NAMES = Object.keys(TYPES)

/** What each column may hold, and the cells a rule may write about it with the values that satisfy them. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  a: ['true', 'false'],
  b: ['true', 'false'],
  n: ['1', '2', '3'],
  t: ["'08:00'", "'21:00'"],
}
const CELLS: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  a: [
    ['-', ['true', 'false']],
    ['true', ['true']],
    ['false', ['false']],
  ],
  b: [
    ['-', ['true', 'false']],
    ['true', ['true']],
  ],
  n: [
    ['-', ['1', '2', '3']],
    ['>= 2', ['2', '3']],
    ['1, 3', ['1', '3']],
    ['[2..3)', ['2']],
  ],
  t: [
    ['-', ["'08:00'", "'21:00'"]],
    ['< "21:00"', ["'08:00'"]],
    ['"21:00"', ["'21:00'"]],
  ],
}

type Cells = readonly (readonly [string, readonly string[]])[]

describe('a table of rules and facts that are not known', () => {
  const database = testDatabase()

  test('120 tables: the rule that holds, or the first that is in doubt, for every combination', async () => {
    const random = randomOf(testSeed())
    const combinations = product(NAMES.map(name => [...(VALUES[name] ?? []), 'null']))
    const relation = `(values ${combinations.map(row => `(${row.join(', ')})`).join(', ')}) f(${NAMES.join(', ')})`
    const seen = { held: 0, doubted: 0, none: 0 }
    for (let number = 0; number < 120; number += 1) {
      const rules: Cells[] = Array.from({ length: 1 + random.below(6) }, () => NAMES.map(name => cellOf(random, name)))
      const drawing = `${NAMES.join(';')} | out\n${rules.map((cells, index) => `${cells.map(([text]) => text).join(';')} | ${index}`).join('\n')}`
      const sql = compileTable(tableModel(drawing, TYPES, 'hitPolicy="FIRST"'), 'D').knownRowSql(
        name => `f.${name}`,
        () => false,
      )
      const rows = await database.db.query<{ row: number | null }>(
        `select ${sql} as row from (select row_number() over () as place, f.* from ${relation}) f order by place`,
      )
      const expected = combinations.map(facts => oracle(rules, facts))
      expect(
        rows.map(({ row }) => row),
        `${drawing}\n${sql}`,
      ).toEqual(expected)
      for (const row of expected) seen[row === null ? 'none' : row > 0 ? 'held' : 'doubted'] += 1
    }
    // Tables that never doubt would show nothing.
    expect(Math.min(seen.held, seen.doubted, seen.none)).toBeGreaterThan(500)
  })

  test('a cell that asks for null itself is never in doubt', async () => {
    const model = tableModel('n | out\nnull | 0\n>= 2 | 1', { n: 'number' }, 'hitPolicy="FIRST"')
    const sql = compileTable(model, 'D').knownRowSql(
      name => `f.${name}`,
      () => false,
    )
    const rows = await database.db.query<{ row: number | null }>(
      `select ${sql} as row from (values (1, null::numeric), (2, 1), (3, 2)) f(place, n) order by place`,
    )
    expect(rows.map(({ row }) => row)).toEqual([1, null, 2])
  })

  test.each([
    ['t | out\nnot("21:00") | 0', 'hitPolicy="FIRST"', /a value that is not known is none of them/],
    ['n | out\n>= a number | 0', 'hitPolicy="FIRST"', /only constants/],
    ['n | out\n1 | 0\n2 | 1', 'hitPolicy="UNIQUE"', /which is FIRST/],
  ])('%j is refused, because doubt could not be told', (drawing, attributes, reason) => {
    const model = tableModel(drawing, { t: 'string', n: 'number', 'a number': 'number' }, attributes)
    const ask = () =>
      compileTable(model, 'D').knownRowSql(
        name => name,
        () => false,
      )
    expect(ask).toThrow(DecisionFault)
    expect(ask).toThrow(reason)
  })
})

/** By trying every value that the unknown facts may have. */
function oracle(rules: readonly Cells[], facts: readonly string[]): number | null {
  const completions = product(facts.map((value, at) => (value === 'null' ? (VALUES[NAMES[at] ?? ''] ?? []) : [value])))
  for (const [index, cells] of rules.entries()) {
    const hits = completions.filter(values => values.every((value, at) => cells[at]?.[1].includes(value)))
    if (hits.length === completions.length) return index + 1
    if (hits.length > 0) return -(index + 1)
  }
  return null
}

function cellOf(random: Random, name: string): readonly [string, readonly string[]] {
  const cells = CELLS[name] ?? []
  return cells[random.below(cells.length)] ?? ['-', []]
}

function product(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>((rows, list) => rows.flatMap(row => list.map(value => [...row, value])), [[]])
}

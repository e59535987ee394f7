// The guarantee: the CASE of a first-hit table, in which rules share questions and are left out where nothing is left for them, names
// the same rule as trying all rules one after the other, for every combination of true, false and null.

import { describe, expect, test } from 'vitest'
import { compileTable } from '../../src/decision/index.ts'
import { testDatabase } from '../kit/index.ts'
import { type Random, randomOf, testSeed } from '../kit/random.ts'
import { tableModel } from './models.ts'

const NAMES = ['a', 'b', 'c', 'd', 'e']
const TYPES = Object.fromEntries(NAMES.map(name => [name, 'boolean']))

/** Every combination of three values over the names, as a relation `f`. */
const COMBINATIONS = `(select * from ${NAMES.map(name => `(values (true), (false), (null)) v_${name}(${name})`).join(' cross join ')}) f`

describe('first-hit tables', () => {
  const database = testDatabase()

  test('150 tables of flags: every combination meets the rule that is first in the table', async () => {
    const random = randomOf(testSeed())
    let nested = 0
    for (let number = 0; number < 150; number += 1) {
      const rules = Array.from({ length: 4 + random.below(20) }, () => NAMES.map(() => cellOf(random)))
      const model = tableModel(
        `${NAMES.join(';')} | out\n${rules.map((cells, index) => `${cells.join(';')} | ${index}`).join('\n')}`,
        TYPES,
        'hitPolicy="FIRST"',
      )
      const sql = compileTable(model, 'D').rowNumberSql(name => `f.${name}`)
      if (/ then case/.test(sql)) nested += 1
      const differing = await database.db.query(
        `select f.*, ${sql} as row, ${plainCase(rules)} as expected from ${COMBINATIONS} where ${sql} is distinct from ${plainCase(rules)}`,
      )
      expect(differing, `table ${number}\n${rules.map(cells => cells.join(' ')).join('\n')}\n${sql}`).toEqual([])
    }
    // Tables in which no question is shared would show nothing.
    expect(nested).toBeGreaterThan(25)
  })

  test('a question of neighbours is asked once, and what an earlier rule takes whole is not written', () => {
    const model = tableModel(
      `a ; b    ; n     | out
       true ; false ; - | 1
       true ; true ; >= 5 | 2
       true ; -    ; -  | 3
       true ; true ; >= 9 | 4
       -    ; false ; < 3 | 5
       -    ; -    ; - | 6
       -    ; true ; - | 7`,
      { a: 'boolean', b: 'boolean', n: 'number' },
      'hitPolicy="FIRST"',
    )
    const sql = compileTable(model, 'D', { columnTypes: { n: 'integer' } }).rowNumberSql(name => name)
    expect(sql).toBe(`(case
  when a then case
    when (not b) then 1
    when b and (n >= 5) then 2
    else 3
  end
  when (n < 3) and (not b) then 5
  else 6
end)::integer`)
  })

  test('texts come out as they are written, with and without a default', async () => {
    const texts = [`it's`, 'back\\slash', '\\u0041', 'a "quote"', '中文 𠮷', 'tab\there', '[1, null]', '']
    const rules = texts.map((text, index) => `${index} | ${JSON.stringify(text)}`).join('\n')
    const drawing = `n | out\n${rules}\n${texts.length} | null`
    for (const [defaults, otherwise] of [
      [undefined, null],
      [`"other's"`, `other's`],
    ] as const) {
      const model = tableModel(
        drawing,
        { n: 'number' },
        'hitPolicy="FIRST"',
        defaults === undefined ? {} : { defaults },
      )
      const table = compileTable(model, 'D', { columnTypes: { n: 'integer' } })
      const rows = await database.db.query<{ out: string | null; type: string }>(
        `select ${table.outputSql('out', 'x.row', name => name)} as out, pg_typeof(${table.outputSql('out', 'x.row', name => name)})::text as type
         from (select ${table.rowNumberSql(() => 'n')} as row, n from generate_series(0, ${texts.length + 1}) n offset 0) x order by n`,
      )
      expect(rows.map(row => row.out)).toEqual([...texts, null, otherwise])
      expect(rows[0]?.type).toBe('text')
    }
  })
})

function cellOf(random: Random): string {
  return random.chance(0.6) ? '-' : random.pick(['true', 'true', 'false'])
}

/** The rules one after the other, each with all its conditions. */
function plainCase(rules: readonly (readonly string[])[]): string {
  const whens = rules.map((cells, index) => {
    const conditions = cells.flatMap((cell, at) => (cell === '-' ? [] : [`f.${NAMES[at]} is ${cell}`]))
    return `when ${conditions.length === 0 ? 'true' : conditions.join(' and ')} then ${index + 1}`
  })
  return `(case ${whens.join(' ')} end)`
}

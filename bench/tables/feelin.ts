// feelin: one `unaryTest` a filled cell, its only stable interface; it parses the cell on every call. Cells of a rule stop at the first that
// does not hold, and cells with `-` are not asked at all. Null needs no care: both follow the FEEL standard.

import type { Answer, Engine } from './engine.ts'

export const feelin: Engine = {
  name: 'feelin',
  sample: 2_000,
  batch: 100,
  prepare: async table => {
    const { unaryTest } = await import('feelin')
    return async rows =>
      rows.map((row): Answer => {
        const index = table.rules.findIndex(rule =>
          rule.tests.every(test => unaryTest(test.text, { '?': row[test.input] }).value === true),
        )
        return { row: index + 1, outputs: table.rules[index]?.outputs ?? [] }
      })
  },
}

// json-rules-engine: one rule a table row with falling priority, stopped at the first event. Null needs no care: its number operators do
// not hold on a value that is no number, and `notIn` holds on null as FEEL's not(…) does.

import type { Answer, Engine } from './engine.ts'
import type { Cell, Comparison, Test } from './rule-table.ts'

const OPERATOR: Readonly<Record<Comparison, string>> = {
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
}

type Condition = { readonly fact: string; readonly operator: string; readonly value: unknown }

export const jsonRulesEngine: Engine = {
  name: 'json-rules-engine',
  sample: 3_000,
  batch: 100,
  prepare: async table => {
    const { Engine: RulesEngine } = await import('json-rules-engine')
    const engine = new RulesEngine()
    table.rules.forEach((rule, index) => {
      engine.addRule({
        priority: table.rules.length - index,
        conditions: { all: rule.tests.flatMap(conditions) },
        event: { type: 'row', params: { row: index + 1, outputs: rule.outputs } },
      })
    })
    engine.on('success', () => void engine.stop())
    return async rows => {
      const answers: Answer[] = []
      for (const row of rows) {
        const { events } = await engine.run({ ...row })
        answers.push((events[0]?.params as Answer | undefined) ?? { row: 0, outputs: [] })
      }
      return answers
    }
  },
}

function conditions({ input, cell }: Test): Condition[] {
  if (cell.kind === 'compare')
    return cell.tests.map(({ operator, value }) => ({ fact: input, operator: OPERATOR[operator], value }))
  return [{ fact: input, ...membership(cell) }]
}

function membership(cell: Exclude<Cell, { kind: 'compare' }>): Omit<Condition, 'fact'> {
  if (cell.kind === 'null') return { operator: 'equal', value: null }
  if (cell.values.length > 1) return { operator: cell.isNegated ? 'notIn' : 'in', value: cell.values }
  return { operator: cell.isNegated ? 'notEqual' : 'equal', value: cell.values[0] }
}

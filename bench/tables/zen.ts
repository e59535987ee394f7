// ZEN: the table as a JDM decision table node in loop mode, many rows a call, which measured fastest of its ways. A comparison with null is
// an error in ZEN, so comparisons on columns that have nulls are written `$ != null and …`.

import type { Answer, Engine } from './engine.ts'
import type { Cell, RuleTable, Value } from './rule-table.ts'

/** Inputs that the generated facts leave unknown in places. */
const NULLABLE: ReadonlySet<string> = new Set([
  'credit_score',
  'loan_to_value_percent',
  'months_on_book',
  'days_to_maturity',
])

export const zen: Engine = {
  name: 'zen-engine',
  sample: 20_000,
  batch: 1_000,
  prepare: async table => {
    const { ZenEngine } = await import('@gorules/zen-engine')
    const decision = new ZenEngine().createDecision(jdm(table))
    return async rows => {
      const { result } = (await decision.evaluate({ rows })) as { result: { rows: Record<string, Value>[] } }
      return result.rows.map((found): Answer => {
        const row = Number(found['row'] ?? 0)
        return { row, outputs: row === 0 ? [] : table.outputs.map(name => found[name] ?? null) }
      })
    }
  },
}

/** The whole decision graph: input → table → output. */
function jdm(table: RuleTable): object {
  const outputs = ['row', ...table.outputs]
  const content = {
    hitPolicy: 'first',
    executionMode: 'loop',
    inputField: 'rows',
    outputPath: 'rows',
    passThrough: false,
    inputs: table.inputs.map(name => ({ id: name, name, type: 'expression', field: name })),
    outputs: outputs.map(name => ({ id: `out_${name}`, name, type: 'expression', field: name })),
    rules: table.rules.map((rule, index) => ({
      _id: `r${index + 1}`,
      ...Object.fromEntries(table.inputs.map(name => [name, ''])),
      ...Object.fromEntries(rule.tests.map(({ input, cell }) => [input, cellText(input, cell)])),
      ...Object.fromEntries(
        [index + 1, ...rule.outputs].map((value, at) => [`out_${outputs[at]}`, JSON.stringify(value)]),
      ),
    })),
  }
  return {
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode', position: { x: 0, y: 0 } },
      { id: 'table', name: 'table', type: 'decisionTableNode', position: { x: 1, y: 0 }, content },
      { id: 'out', name: 'out', type: 'outputNode', position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  }
}

function cellText(input: string, cell: Cell): string {
  if (cell.kind === 'null') return 'null'
  if (cell.kind === 'in') {
    const list = cell.values.map(value => JSON.stringify(value)).join(', ')
    return cell.isNegated ? `not ($ in [${list}])` : list
  }
  const tests = cell.tests.map(({ operator, value }) => `$ ${operator} ${value}`).join(' and ')
  return NULLABLE.has(input) ? `$ != null and ${tests}` : tests
}

// A first-hit decision table as the other engines need it: cells in a neutral form, outputs as plain values. Read here, apart from our
// compiler, so that a cell which both would misread in the same way still shows as a difference.

import type { DmnModel } from '../../src/decision/index.ts'

export type Value = string | number | boolean | null
export type Comparison = '<' | '<=' | '>' | '>='

export type Cell =
  | { readonly kind: 'null' }
  | { readonly kind: 'in'; readonly values: readonly Exclude<Value, null>[]; readonly isNegated: boolean }
  /** One comparison, or the two of an interval. */
  | { readonly kind: 'compare'; readonly tests: readonly { readonly operator: Comparison; readonly value: number }[] }

export type Test = { readonly input: string; readonly text: string; readonly cell: Cell }

export type RuleTable = {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Only cells that test something, in the order of the columns. */
  readonly rules: readonly { readonly tests: readonly Test[]; readonly outputs: readonly Value[] }[]
}

/** Throws Error for a table that is not first-hit or a cell outside constants, lists, `not(list)`, comparisons, intervals and null. */
export function ruleTable(model: DmnModel, decisionName: string): RuleTable {
  const logic = model.decisions.find(decision => decision.name === decisionName)?.logic
  if (logic?.kind !== 'table' || logic.hitPolicy !== 'FIRST') throw new Error(`'${decisionName}' is no first-hit table`)
  const inputs = logic.inputs.map(input => input.expression.text.trim())
  return {
    inputs,
    outputs: logic.outputs.map(output => output.name ?? decisionName),
    rules: logic.rules.map(rule => ({
      tests: rule.inputEntries.flatMap(({ text }, index) => {
        const cell = readCell(text)
        return cell === null ? [] : [{ input: inputs[index] ?? '', text: text.trim(), cell }]
      }),
      outputs: rule.outputEntries.map(({ text }) => readValue(text.trim())),
    })),
  }
}

/** Null for a cell that tests nothing. */
export function readCell(source: string): Cell | null {
  const text = source.trim()
  if (text === '-' || text === '') return null
  if (text === 'null') return { kind: 'null' }
  const comparison = /^(<=|>=|<|>)\s*(-?[\d.]+)$/.exec(text)
  if (comparison)
    return { kind: 'compare', tests: [{ operator: comparison[1] as Comparison, value: readNumber(comparison[2]) }] }
  const interval = /^([[(\]])\s*(-?[\d.]+?)\s*\.\.\s*(-?[\d.]+)\s*([\])[])$/.exec(text)
  if (interval) {
    const low: Comparison = interval[1] === '[' ? '>=' : '>'
    const high: Comparison = interval[4] === ']' ? '<=' : '<'
    const tests = [
      { operator: low, value: readNumber(interval[2]) },
      { operator: high, value: readNumber(interval[3]) },
    ]
    return { kind: 'compare', tests }
  }
  const negated = /^not\s*\((.*)\)$/.exec(text)
  return {
    kind: 'in',
    values: (negated?.[1] ?? text).split(',').map(item => constant(item.trim())),
    isNegated: negated !== null,
  }
}

function constant(text: string): Exclude<Value, null> {
  const value = readValue(text)
  if (value === null) throw new Error(`null in a list: '${text}'`)
  return value
}

function readValue(text: string): Value {
  if (text === 'null') return null
  if (text === 'true' || text === 'false') return text === 'true'
  const quoted = /^"([^",\\]*)"$/.exec(text)
  return quoted?.[1] ?? readNumber(text)
}

function readNumber(text: string | undefined): number {
  const value = Number(text)
  if (text === undefined || text === '' || !Number.isFinite(value))
    throw new Error(`'${text}' is no constant that this benchmark translates`)
  return value
}

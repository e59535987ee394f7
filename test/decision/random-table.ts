// Generated decision tables with an independent reading of what they answer: feelin judges single cells, the hit policy is
// applied here in the plainest way.

import { date, duration, unaryTest } from 'feelin'
import type { Random } from '../kit/random.ts'

/** `whole` is a number that the night keeps in an integer column. */
export type Kind = 'number' | 'whole' | 'string' | 'boolean' | 'date' | 'days'
export type Cell = { readonly text: string; readonly holds: readonly boolean[] }
type Pool = { readonly kind: Kind; readonly values: readonly unknown[]; readonly cells: readonly Cell[] }
type Column = { readonly pool: Pool; readonly allowed: Cell | null }
type Output = string | number
export type Table = {
  readonly hitPolicy: string
  readonly aggregation: string | null
  readonly columns: readonly Column[]
  readonly rules: readonly { readonly cells: readonly Cell[]; readonly outputs: readonly Output[] }[]
  readonly outputCount: number
  readonly fallback: readonly Output[] | null
}

const TYPE_REF: Readonly<Record<Kind, string>> = {
  number: 'number',
  whole: 'number',
  string: 'string',
  boolean: 'boolean',
  date: 'date',
  days: 'days and time duration',
}

/** In ascending order, so that intervals can be made the right way round. */
const LIMITS: Readonly<Record<Kind, readonly string[]>> = {
  number: ['-1', '0', '0.1', '0.3', '5', '5.5', '30', '100'],
  whole: ['-1', '0', '0.3', '5', '5.5', '30.5', '31', '100'],
  string: ['""', '"A"', '"B"', '"a"', '"back\\\\slash"', '"it\'s"', '"long name"', '"Ä"'],
  boolean: ['true', 'false'],
  date: ['date("2024-02-28")', 'date("2024-02-29")', '@"2024-03-01"', 'date("2025-01-01")'],
  days: ['duration("-P2D")', 'duration("P0D")', '@"P1D"', 'duration("PT48H")', 'duration("P30D")'],
}

const VALUES: Readonly<Record<Kind, readonly unknown[]>> = {
  number: [null, -1.5, -1, -0.5, 0, 0.1, 0.2, 0.3, 0.30000001, 4.999, 5, 5.001, 5.5, 29, 30, 31, 99.999, 100, 1000000],
  whole: [null, -2, -1, 0, 1, 4, 5, 6, 29, 30, 31, 32, 99, 100, 101],
  string: [null, 'A', 'B', 'AB', 'a', 'Ä', 'Z', 'long name', "it's", '', 'back\\slash', '横'],
  boolean: [null, true, false],
  date: [null, '2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01', '2024-12-31', '2025-01-01', '2025-01-02'],
  days: [null, 'P0D', 'P1D', 'P2D', '-P2D', '-P3D', 'P29D', 'P30D', 'P31D'],
}

/** Those with more forms come more often. */
const POLICIES = [
  'UNIQUE',
  'UNIQUE',
  'ANY',
  'PRIORITY',
  'FIRST',
  'FIRST',
  'RULE ORDER',
  'OUTPUT ORDER',
  'COLLECT',
  'COLLECT',
  'COLLECT',
]

const OUTPUTS = ['Call', 'Visit', 'Letter', 'None'] as const

/** Every kind of column there is. */
export const KINDS = Object.keys(LIMITS) as Kind[]

/** Cells of one type, each judged by feelin for every value once. */
export function poolOf(kind: Kind, random: Random): Pool {
  const values = VALUES[kind]
  const texts = new Set<string>(['-', 'null', 'not(null)'])
  while (texts.size < (kind === 'boolean' ? 8 : 70)) texts.add(cellText(kind, random))
  const cells = [...texts].map(text => ({ text, holds: values.map(value => holds(text, kind, value)) }))
  return { kind, values, cells }
}

function holds(text: string, kind: Kind, value: unknown): boolean {
  const given =
    typeof value !== 'string' ? value : kind === 'date' ? date(value) : kind === 'days' ? duration(value) : value
  return unaryTest(text, { '?': given }).value === true
}

function cellText(kind: Kind, random: Random): string {
  const tests = Array.from({ length: 1 + random.below(3) }, () => testText(kind, random)).join(', ')
  return random.chance(0.25) ? `not(${tests})` : tests
}

function testText(kind: Kind, random: Random): string {
  const limit = () => random.pick(LIMITS[kind])
  if (kind === 'boolean') return random.pick(['true', 'false', 'null'])
  switch (random.below(6)) {
    case 0:
      return random.chance(0.2) ? 'null' : limit()
    case 1:
      return limit()
    case 2:
    case 3:
      return `${random.pick(['<', '<=', '>', '>='])} ${limit()}`
    default: {
      const low = random.below(LIMITS[kind].length)
      const high = low + random.below(LIMITS[kind].length - low)
      return `${random.pick(['[', '(', ']'])}${LIMITS[kind][low]}..${LIMITS[kind][high]}${random.pick([']', ')', '['])}`
    }
  }
}

export function tableOf(pools: readonly Pool[], random: Random, policies: readonly string[] = POLICIES): Table {
  const hitPolicy = random.pick(policies)
  const aggregation = hitPolicy === 'COLLECT' ? random.pick([null, 'SUM', 'MIN', 'MAX', 'COUNT']) : null
  const outputCount = aggregation !== null || random.chance(0.5) ? 1 : 2
  const output = (): Output =>
    aggregation === 'SUM' || aggregation === 'MIN' || aggregation === 'MAX'
      ? random.pick([1, -2, 0.5, 40])
      : random.pick(OUTPUTS)
  const columns = Array.from({ length: 1 + random.below(3) }, (): Column => {
    const pool = random.pick(pools)
    return { pool, allowed: random.chance(0.25) ? random.pick(pool.cells) : null }
  })
  const rules = Array.from({ length: 1 + random.below(random.chance(0.3) ? 24 : 7) }, () => ({
    cells: columns.map(({ pool }) => (random.chance(0.3) ? (pool.cells[0] as Cell) : random.pick(pool.cells))),
    outputs: Array.from({ length: outputCount }, output),
  }))
  const single = ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST'].includes(hitPolicy)
  const fallback = single && random.chance(0.3) ? Array.from({ length: outputCount }, output) : null
  return { hitPolicy, aggregation, columns, rules, outputCount, fallback }
}

/** The plain reading of the standard's hit policies. */
export function answerOf(table: Table, pick: readonly number[]): unknown {
  const hits = table.rules.filter(rule =>
    rule.cells.every((cell, index) => {
      const column = table.columns[index]
      const value = pick[index] ?? 0
      // Outside the allowed values counts as null, which stands first among the values.
      return cell.holds[column?.allowed && !column.allowed.holds[value] ? 0 : value]
    }),
  )
  const shaped = (outputs: readonly Output[]) =>
    table.outputCount === 1 ? outputs[0] : { 'out 0': outputs[0], 'out 1': outputs[1] }
  const ranked = [...hits].sort((a, b) => {
    const rank = (outputs: readonly Output[]) => outputs.map(each => OUTPUTS.indexOf(each as (typeof OUTPUTS)[number]))
    const [left, right] = [rank(a.outputs), rank(b.outputs)]
    return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0)
  })
  const numbers = hits.map(rule => Number(rule.outputs[0]))
  const none = table.fallback === null ? null : shaped(table.fallback)
  const first = (rules: typeof hits) => (rules[0] ? shaped(rules[0].outputs) : none)
  switch (table.hitPolicy) {
    case 'UNIQUE':
      return hits.length > 1 ? null : first(hits)
    case 'ANY':
      return new Set(hits.map(rule => JSON.stringify(rule.outputs))).size > 1 ? null : first(hits)
    case 'FIRST':
      return first(hits)
    case 'PRIORITY':
      return first(ranked)
    case 'OUTPUT ORDER':
      return ranked.map(rule => shaped(rule.outputs))
    case 'RULE ORDER':
      return hits.map(rule => shaped(rule.outputs))
    default:
      if (table.aggregation === null) return hits.map(rule => shaped(rule.outputs))
      if (table.aggregation === 'COUNT') return hits.length
      if (hits.length === 0) return null
      if (table.aggregation === 'SUM') return numbers.reduce((sum, each) => sum + each, 0)
      return table.aggregation === 'MIN' ? Math.min(...numbers) : Math.max(...numbers)
  }
}

export function xmlOf(table: Table): string {
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const literal = (output: Output) => escape(typeof output === 'string' ? `"${output}"` : String(output))
  const inputs = table.columns.map(({ pool, allowed }, index) => {
    const values = allowed ? `<inputValues><text>${escape(allowed.text)}</text></inputValues>` : ''
    return `<input><inputExpression typeRef="${TYPE_REF[pool.kind]}"><text>in ${index}</text></inputExpression>${values}</input>`
  })
  const outputs = Array.from({ length: table.outputCount }, (_, index) => {
    const values = ['PRIORITY', 'OUTPUT ORDER'].includes(table.hitPolicy)
      ? `<outputValues><text>${escape(OUTPUTS.map(each => `"${each}"`).join(', '))}</text></outputValues>`
      : ''
    const fallback = table.fallback
      ? `<defaultOutputEntry><text>${literal(table.fallback[index] ?? 0)}</text></defaultOutputEntry>`
      : ''
    return `<output name="out ${index}">${values}${fallback}</output>`
  })
  const rules = table.rules.map(
    rule =>
      `<rule>${rule.cells.map(cell => `<inputEntry><text>${escape(cell.text)}</text></inputEntry>`).join('')}${rule.outputs.map(each => `<outputEntry><text>${literal(each)}</text></outputEntry>`).join('')}</rule>`,
  )
  const data = table.columns.map(
    ({ pool }, index) =>
      `<inputData id="i${index}" name="in ${index}"><variable name="in ${index}" typeRef="${TYPE_REF[pool.kind]}"/></inputData>`,
  )
  const needs = table.columns.map(
    (_, index) => `<informationRequirement><requiredInput href="#i${index}"/></informationRequirement>`,
  )
  const aggregation = table.aggregation === null ? '' : ` aggregation="${table.aggregation}"`
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="fuzz" namespace="urn:fuzz">${data.join('')}
<decision id="d" name="D"><variable name="D"/>${needs.join('')}
<decisionTable hitPolicy="${table.hitPolicy}"${aggregation}>${inputs.join('')}${outputs.join('')}
${rules.join('\n')}</decisionTable></decision></definitions>`
}

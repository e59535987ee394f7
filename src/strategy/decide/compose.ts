// Composes the one statement that decides a slice of the book: facts → stage → risk class → acceleration → treatment → contact plan.
// Each decision point is a CASE that yields a row number, and its outputs are read off by that number, so that the next table can use
// them. Arms that share a table share its CASE; a challenger's table stands beside it and is chosen by the arm's number.
// `OFFSET 0` after each level keeps PostgreSQL from copying a CASE into every place that uses it (reference: decisions 1.2).

import { Fault, must } from '../../kernel/index.ts'
import { POINTS, type Point } from '../points.ts'
import { armNumber, armValue } from './arm-sql.ts'
import type { AnsweringTable, DecidingArm } from './deciding-arm.ts'
import { quoteName, quoteText } from './quote.ts'

/** The chain as a SELECT over `factSql` (a SELECT with the columns of the dictionary): all fact columns, `arm_number` (1 is the first
 * arm), and for every point its row number `<point>_row`, rule id `<point>_rule` and outputs. What serves only the treatment is null
 * for a loan out of scope: four loans of five need no more than their stage and class. Throws `Fault` when arms classify differently. */
export function composeChain(factSql: string, arms: readonly DecidingArm[], salt: string): string {
  let sql = `select fact.* from (\n${factSql}\n) fact offset 0`
  for (const point of POINTS) {
    const tables = distinctTables(arms, point)
    if (CLASSIFYING.has(point.name) && tables.length > 1) {
      throw new Fault(
        'strategy.arms_classify_differently',
        `The arms use different tables for '${point.name}'. A class is a fact about a loan, not a treatment to try out.`,
      )
    }
    const row = CLASSIFYING.has(point.name)
      ? rowNumber(tables)
      : `case when level.in_scope then ${rowNumber(tables)} end`
    sql = `select level.*, ${row} as ${point.name}_row from (\n${sql}\n) level offset 0`
    sql = `select level.*, ${outputs(point, tables)} from (\n${sql}\n) level offset 0`
    if (point.name === LAST_CLASSIFYING) {
      sql = `select level.*, case when level.in_scope then ${armNumber(arms, salt)} end as arm_number from (\n${sql}\n) level offset 0`
      sql = `select level.*, ${armValue(arms, arm => String(arm.isHoldOut), 'boolean', 'level.arm_number')} as is_hold_out from (\n${sql}\n) level offset 0`
    }
  }
  return sql
}

/** Points that say what a loan is; the others say what to do, and may differ by arm. */
export const CLASSIFYING: ReadonlySet<string> = new Set(['stage', 'risk_class'])
const LAST_CLASSIFYING = 'risk_class'

/** For people: which fact values the treatment's rule looked at, as one jsonb object. */
export function reasonsSql(arms: readonly DecidingArm[]): string {
  const point = must(
    POINTS.find(candidate => candidate.name === 'treatment'),
    'the treatment is a decision point',
  )
  const branches: string[] = []
  for (const { table, base } of distinctTables(arms, point)) {
    for (let row = 1; row < table.rowIds.length; row += 1) {
      const pairs = table.testedInputs(row).map(name => `${quoteText(name)}, ${quoteName(name)}`)
      branches.push(`when ${base + row} then jsonb_build_object(${pairs.join(', ')})`)
    }
  }
  return `case treatment_row ${branches.join(' ')} end`
}

type Numbered = {
  readonly table: AnsweringTable
  /** Added to the table's own row numbers so that rows of all versions have one number. */
  readonly base: number
  readonly armNumbers: readonly number[]
}

function distinctTables(arms: readonly DecidingArm[], point: Point): Numbered[] {
  const byVersion = new Map<number, { table: AnsweringTable; armNumbers: number[] }>()
  arms.forEach((arm, index) => {
    const table = must(arm.tables.get(point.name), `arm '${arm.arm}' answers '${point.name}'`)
    const known = byVersion.get(table.versionId)
    if (known) known.armNumbers.push(index + 1)
    else byVersion.set(table.versionId, { table, armNumbers: [index + 1] })
  })
  let base = 0
  return [...byVersion.values()].map(({ table, armNumbers }) => {
    const numbered = { table, armNumbers, base }
    base += table.rowIds.length
    return numbered
  })
}

function rowNumber(tables: readonly Numbered[]): string {
  const cases = tables.map(({ table, base }) => (base === 0 ? table.rowNumberSql : `${base} + (${table.rowNumberSql})`))
  if (tables.length === 1) return `(${must(cases[0], 'one table')})::integer`
  const branches = tables.map(
    ({ armNumbers }, index) => `when level.arm_number in (${armNumbers.join(', ')}) then ${cases[index]}`,
  )
  return `(case ${branches.join('\n')} end)::integer`
}

function outputs(point: Point, tables: readonly Numbered[]): string {
  const row = `level.${point.name}_row`
  const columns = point.outputs.map(output => {
    const values = tables.map(({ table, base }) =>
      table.outputSql(output.name, base === 0 ? row : `(${row} - ${base})`),
    )
    return `${tables.length === 1 ? values[0] : byVersion(row, tables, values)} as ${quoteName(output.name)}`
  })
  const ids = tables.flatMap(({ table }) => table.rowIds).map(quoteText)
  return [`(array[${ids.join(', ')}]::text[])[${row} + 1] as ${point.name}_rule`, ...columns].join(', ')
}

function byVersion(row: string, tables: readonly Numbered[], values: readonly string[]): string {
  const branches = tables.map(
    ({ table, base }, index) => `when ${row} < ${base + table.rowIds.length} then ${values[index]}`,
  )
  return `case ${branches.join(' ')} end`
}

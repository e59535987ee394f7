// Hit policies. A single-hit table becomes one CASE that yields the number of the rule (1 is the first rule, 0 the default
// output, null nothing); a multiple-hit table an array of rule numbers. Outputs are looked up by that number afterwards:
// writing the conditions once a row instead of once an output is what makes a table fast.

import { DecisionFault } from '../decision-fault.ts'
import { type Constant, compareConstants, type ScalarType } from '../sfeel/constant.ts'
import { canOverlap, spaceOf } from '../space/table-space.ts'
import { numeric } from './arithmetic.ts'
import { constantSql } from './constant-sql.ts'
import { caseSql, type Numbered } from './rule-case.ts'
import { quoteJson } from './sql-text.ts'
import type { TableOutput, TablePlan } from './table-plan.ts'
import { type NullValue, type Scalar, SQL_TYPE, sqlOf } from './value.ts'

/** Added once a hit in the counting form: a sum says both how many rules hit and, when it is one, which. */
const HIT = 65_536

export function isSingleHit(plan: TablePlan): boolean {
  return ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST'].includes(plan.table.hitPolicy)
}

export function hasFallback(plan: TablePlan): boolean {
  return plan.outputs.some(output => output.fallback !== null)
}

/** One SQL expression that yields the rule number of a single-hit table. */
export function rowNumberSql(plan: TablePlan): string {
  const numbered = plan.rules.map((rule, index) => ({ rule, number: index + 1 }))
  const none = hasFallback(plan) ? '0' : 'null'
  switch (plan.table.hitPolicy) {
    case 'FIRST':
      return caseSql(plan, numbered, none)
    case 'PRIORITY':
      return caseSql(plan, byPriority(plan, numbered), none)
    case 'UNIQUE':
      return !canOverlap(spaceOf(plan, 'possible'))
        ? caseSql(plan, numbered, none)
        : countingSql(
            numbered.map(row => [row]),
            none,
          )
    case 'ANY':
      return anySql(plan, numbered, none)
    default:
      throw new DecisionFault('decision.unsupported', `one row number for hit policy ${plan.table.hitPolicy}`, {
        decision: plan.decision,
      })
  }
}

/** One SQL expression that yields the rule numbers of a multiple-hit table, in the order of its policy. */
export function rowNumbersSql(plan: TablePlan): string {
  const numbered = plan.rules.map((rule, index) => ({ rule, number: index + 1 }))
  const ordered = plan.table.hitPolicy === 'OUTPUT ORDER' ? byPriority(plan, numbered) : numbered
  if (ordered.length === 0) return `'{}'::smallint[]`
  const hits = ordered.map(({ rule, number }) => `case when ${rule.when} then ${number}::smallint end`)
  return `array_remove(array[\n  ${hits.join(',\n  ')}\n]::smallint[], null)`
}

/** Rows of one group count as one hit; exactly one hit is an answer, none is the default, more are null. */
function countingSql(groups: readonly (readonly Numbered[])[], none: string): string {
  if (groups.length === 0) return `(${none})::integer`
  const hits = groups.map(rows => {
    const branches = rows.map(({ rule, number }) => `when ${rule.when} then ${HIT + number}`).join(' ')
    return `case ${branches} else 0 end`
  })
  const sum = hits.join('\n  + ')
  // Between HIT and twice HIT there was exactly one hit; a CASE over the sum would need it twice, so arithmetic in an array does.
  const fallback = none === '0' ? ` when 0 then 0` : ''
  return `(select case hits.total / ${HIT} when 1 then hits.total % ${HIT}${fallback} end from (select\n  ${sum} as total offset 0) hits)`
}

function anySql(plan: TablePlan, numbered: readonly Numbered[], none: string): string {
  const written = plan.table.rules.map(rule => rule.outputEntries.map(entry => entry.text.trim()).join('\u0000'))
  if (!canOverlap(spaceOf(plan, 'possible'), box => written[box.index])) return caseSql(plan, numbered, none)
  const computed = numbered.find(({ rule }) =>
    rule.outputs.some(output => output.kind === 'scalar' && output.constant === undefined),
  )
  if (computed) {
    throw new DecisionFault('decision.unsupported', 'hit policy ANY with computed outputs on rules that may overlap', {
      decision: plan.decision,
      rule: computed.rule.id,
      line: computed.rule.line,
    })
  }
  const equal = new Map<string, Numbered[]>()
  for (const row of numbered) {
    const key = row.rule.outputs
      .map(output => (output.kind === 'null' ? 'null' : output.constant ? constantSql(output.constant) : ''))
      .join('\u0000')
    const rows = equal.get(key) ?? []
    rows.push(row)
    equal.set(key, rows)
  }
  return countingSql([...equal.values()], none)
}

/** Stable by the position of each output among its allowed values, first output first. */
function byPriority(plan: TablePlan, rows: readonly Numbered[]): Numbered[] {
  const ranked = plan.outputs
    .map((output, index) => ({ output, index }))
    .filter(({ output }) => output.priorities !== null)
  if (ranked.length === 0) {
    throw new DecisionFault(
      'decision.unsupported',
      `hit policy ${plan.table.hitPolicy} without constant output values to order by`,
      {
        decision: plan.decision,
        line: plan.table.line,
      },
    )
  }
  const rank = ({ rule }: Numbered, output: TableOutput, index: number): number => {
    const value = rule.outputs[index]
    const place = { decision: plan.decision, rule: rule.id, line: rule.line, column: output.name }
    if (value?.kind !== 'scalar' || value.constant === undefined) {
      throw new DecisionFault(
        'decision.unsupported',
        `hit policy ${plan.table.hitPolicy} with an output that is no constant of its allowed values`,
        place,
      )
    }
    const { constant } = value
    return output.priorities?.findIndex(candidate => compareConstants(candidate, constant) === 0) ?? -1
  }
  const ranks = new Map(rows.map(row => [row, ranked.map(({ output, index }) => rank(row, output, index))] as const))
  return [...rows].sort((a, b) => {
    const [left, right] = [ranks.get(a) ?? [], ranks.get(b) ?? []]
    for (const [index, value] of left.entries()) if (value !== right[index]) return value - (right[index] ?? 0)
    return a.number - b.number
  })
}

/** The value of one output by rule number. Constants become a list that PostgreSQL builds once while planning. Texts are a JSON list, whose
 * places are known, where an array of texts is walked from its start: at rule 130 that takes three times as long. */
export function outputScalar(plan: TablePlan, index: number, rowNumber: string): Scalar {
  const output = plan.outputs[index]
  if (output === undefined) throw new DecisionFault('decision.xml', 'no such output', { decision: plan.decision })
  const values = plan.rules.map(rule => rule.outputs[index] ?? { kind: 'null' as const })
  const all = output.fallback === null ? values : [output.fallback, ...values]
  const whole = output.type === 'number' && all.every(isSmallWhole)
  const type = whole ? 'integer' : SQL_TYPE[output.type]
  const scalar = (sql: string): Scalar => ({
    kind: 'scalar',
    type: output.type,
    sql,
    nullable: true,
    ...(whole ? { whole } : {}),
  })
  if (all.length === 0) return scalar(`null::${type}`)
  if (all.every(value => value.kind === 'null' || value.constant !== undefined)) {
    const possible = all.flatMap(value => (value.kind === 'scalar' && value.constant ? [value.constant] : []))
    if (output.type === 'string') {
      const texts = all.map(value => (value.kind === 'scalar' ? textOf(value.constant) : null))
      // Places of a JSON list begin at 0, the number of the default output.
      const list = output.fallback === null ? [null, ...texts] : texts
      return { ...scalar(`(${quoteJson(list)}::jsonb ->> ${rowNumber})`), possible }
    }
    const constants = all.map(value =>
      value.kind === 'scalar' && value.constant ? constantSql(value.constant) : 'null',
    )
    const shift = output.fallback === null ? '' : ' + 1'
    return { ...scalar(`(array[${constants.join(', ')}]::${type}[])[${rowNumber}${shift}]`), possible }
  }
  const branches = all.map(
    (value, position) =>
      ` when ${output.fallback === null ? position + 1 : position} then ${branchSql(value, output.type)}`,
  )
  return scalar(`(case ${rowNumber}${branches.join('')} end)`)
}

function textOf(constant: Constant | undefined): string | null {
  return constant?.type === 'string' ? constant.value : null
}

function branchSql(value: Scalar | NullValue, type: ScalarType): string {
  if (value.kind === 'scalar' && type === 'number') return numeric(value)
  return sqlOf(value, type)
}

function isSmallWhole(value: Scalar | NullValue): boolean {
  if (value.kind === 'null') return true
  const constant = value.constant
  return (
    constant?.type === 'number' &&
    constant.value.scale === 0 &&
    constant.value.coefficient < 2n ** 31n &&
    constant.value.coefficient > -(2n ** 31n)
  )
}

// The value of a decision table: its rule number and outputs as columns of the layers, put together as its hit policy says.

import { DecisionFault } from '../decision-fault.ts'
import type { Aggregation } from '../dmn/model.ts'
import { numeric } from './arithmetic.ts'
import { hasFallback, isSingleHit, outputScalar, rowNumberSql, rowNumbersSql } from './hit-policy.ts'
import { jsonSql } from './json-result.ts'
import type { Layers } from './layers.ts'
import type { TablePlan } from './table-plan.ts'
import { NULL, type Scalar, type Value } from './value.ts'

/** Adds the layers of the table and returns its value. `isList` says whether the decision is declared to be a list. */
export function tableValue(plan: TablePlan, layers: Layers, isList: boolean): Value {
  layers.next()
  return isSingleHit(plan) ? singleHit(plan, layers) : multipleHit(plan, layers, isList)
}

function singleHit(plan: TablePlan, layers: Layers): Value {
  const row = layers.add(`${plan.decision} row`, rowNumberSql(plan))
  layers.next()
  const scalars = plan.outputs.map((output, index): readonly [string, Scalar] => {
    const scalar = outputScalar(plan, index, row)
    const name = plan.outputs.length === 1 ? plan.decision : `${plan.decision}.${output.name}`
    return [output.name, { ...scalar, sql: layers.add(name, scalar.sql) }]
  })
  layers.next()
  if (scalars.length === 1) return scalars[0]?.[1] ?? NULL
  return { kind: 'context', entries: scalars, present: `${row} is not null` }
}

function multipleHit(plan: TablePlan, layers: Layers, isList: boolean): Value {
  const { aggregation } = plan.table
  const hits = layers.add(`${plan.decision} rows`, rowNumbersSql(plan))
  layers.next()
  const value =
    aggregation === undefined || plan.table.hitPolicy !== 'COLLECT'
      ? listOfRows(plan, hits, isList)
      : aggregate(plan, hits, aggregation)
  if (value.kind !== 'rows' && value.kind !== 'scalar') return value
  const sql = layers.add(plan.decision, value.sql)
  layers.next()
  return { ...value, sql }
}

function listOfRows(plan: TablePlan, hits: string, isList: boolean): Value {
  const at = 'hit.number'
  const item = plan.outputs.length === 1 ? 'scalar' : 'context'
  // Outputs by rule number never read the fallback here: a list has as many items as hits.
  const bare = { ...plan, outputs: plan.outputs.map(output => ({ ...output, fallback: null })) }
  const scalars = bare.outputs.map((output, index) => [output.name, outputScalar(bare, index, at)] as const)
  const element = item === 'scalar' ? jsonSql(scalars[0]?.[1] ?? NULL) : jsonSql({ kind: 'context', entries: scalars })
  const list = `(select coalesce(json_agg(${element} order by hit.place), '[]'::json) from unnest(${hits}) with ordinality hit(number, place))`
  if (!hasFallback(plan)) return { kind: 'rows', sql: list, item }
  const fallbacks = plan.outputs.map(output => [output.name, output.fallback ?? NULL] as const)
  const single: Value = item === 'scalar' ? (fallbacks[0]?.[1] ?? NULL) : { kind: 'context', entries: fallbacks }
  // Without a hit the default output is the answer; a decision declared as a list takes it as its only item.
  const fallback = jsonSql(isList ? { kind: 'list', items: [single] } : single)
  return { kind: 'rows', sql: `(case when cardinality(${hits}) = 0 then ${fallback} else ${list} end)`, item }
}

function aggregate(plan: TablePlan, hits: string, aggregation: Aggregation): Value {
  const [output] = plan.outputs
  if (output === undefined || plan.outputs.length > 1) {
    throw new DecisionFault('decision.unsupported', `COLLECT with ${aggregation} and several outputs`, {
      decision: plan.decision,
      line: plan.table.line,
    })
  }
  const fallback = output.fallback
  const count = aggregation === 'COUNT'
  const bare = { ...plan, outputs: [{ ...output, fallback: null }] }
  const value = outputScalar(bare, 0, 'hit.number')
  if (!count && (output.type === 'boolean' || (aggregation === 'SUM' && output.type !== 'number'))) {
    throw new DecisionFault('decision.unsupported', `COLLECT with ${aggregation} of ${output.type}`, {
      decision: plan.decision,
      line: plan.table.line,
    })
  }
  if (count && fallback?.kind === 'scalar' && fallback.type !== 'number') {
    throw new DecisionFault('decision.unsupported', 'COLLECT with COUNT and a default output that is no number', {
      decision: plan.decision,
    })
  }
  const sql = output.type === 'number' ? numeric(value) : value.sql
  const collate = output.type === 'string' ? ' collate "C"' : ''
  // A null among the outputs makes the aggregate null; SQL would leave it out.
  const aggregated = count
    ? `cardinality(${hits})::numeric`
    : `(select case when count(part.value) = count(*) then ${aggregation.toLowerCase()}(part.value${collate}) end from (select ${sql} as value from unnest(${hits}) hit(number)) part)`
  const type = count ? 'number' : output.type
  const whole =
    fallback === null
      ? aggregated
      : `(case when cardinality(${hits}) = 0 then ${fallbackSql(fallback)} else ${aggregated} end)`
  return { kind: 'scalar', type, sql: whole, nullable: true }
}

function fallbackSql(fallback: NonNullable<TablePlan['outputs'][number]['fallback']>): string {
  if (fallback.kind === 'null') return 'null'
  return fallback.type === 'number' ? numeric(fallback) : fallback.sql
}

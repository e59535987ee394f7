// Equality and order between compiled values (DMN 1.5, tables 50 to 53). Values of different types are neither equal nor
// ordered: the answer is null. Null equals null only.

import { DecisionFault } from '../decision-fault.ts'
import type { ComparisonOperator } from '../sfeel/ast.ts'
import { compareConstants } from '../sfeel/constant.ts'
import { decimalText, floorDecimal } from '../sfeel/decimal.ts'
import { both, condition, FALSE, negated, TRUE } from './logic.ts'
import {
  type ContextValue,
  describeValue,
  type ListValue,
  NULL,
  type RangeValue,
  type Scalar,
  type Value,
} from './value.ts'

export function compare(operator: ComparisonOperator, left: Value, right: Value): Value {
  if (operator === '=') return equal(left, right)
  if (operator === '!=') return unequal(left, right)
  if (left.kind !== 'scalar' || right.kind !== 'scalar') {
    refuseRows(left, right)
    return NULL
  }
  if (left.type !== right.type) {
    if (isDuration(left) && isDuration(right)) throw mixedDurations()
    return NULL
  }
  if (left.type === 'boolean') return NULL
  if (left.constant && right.constant)
    return holds(operator, compareConstants(left.constant, right.constant)) ? TRUE : FALSE
  const [a, b] = nativeOperands(operator, left, right)
  const collate = left.type === 'string' ? ' collate "C"' : ''
  return condition(`(${a} ${operator} ${b}${collate})`, { nullable: left.nullable || right.nullable })
}

function unequal(left: Value, right: Value): Value {
  const value = equal(left, right)
  if (value.kind === 'scalar' && value.constant === undefined && !value.nullable && value.when !== undefined) {
    // `when` may be null where equality is false: inequality is then true.
    return condition(`(${value.when} is not true)`, { nullable: false })
  }
  return negated(value)
}

function equal(left: Value, right: Value): Value {
  if (left.kind === 'null') return isNull(right)
  if (right.kind === 'null') return isNull(left)
  if (left.kind === 'scalar' && right.kind === 'scalar') return equalScalars(left, right)
  if (left.kind === 'list' && right.kind === 'list') return equalLists(left, right)
  if (left.kind === 'context' && right.kind === 'context') return equalContexts(left, right)
  if (left.kind === 'range' && right.kind === 'range') return equalRanges(left, right)
  refuseRows(left, right)
  if (left.kind === 'range' || right.kind === 'range') {
    throw new DecisionFault('decision.unsupported', `comparing ${describeValue(left)} with ${describeValue(right)}`)
  }
  return NULL
}

function equalScalars(left: Scalar, right: Scalar): Value {
  if (left.type !== right.type) {
    if (!isDuration(left) || !isDuration(right)) return NULL
    if (!left.constant || !right.constant) throw mixedDurations()
    return left.constant.value === 0 && right.constant.value === 0 ? TRUE : NULL
  }
  if (left.constant && right.constant) return compareConstants(left.constant, right.constant) === 0 ? TRUE : FALSE
  const plain = `(${left.sql} = ${right.sql})`
  if (!left.nullable && !right.nullable) return condition(plain, { nullable: false })
  if (left.nullable && right.nullable)
    return condition(`(${left.sql} is not distinct from ${right.sql})`, { nullable: false })
  return condition(`(${plain} is true)`, { nullable: false, when: plain })
}

export function isNull(value: Value): Value {
  switch (value.kind) {
    case 'null':
      return TRUE
    case 'scalar':
      return value.nullable ? condition(`(${value.sql} is null)`, { nullable: false }) : FALSE
    case 'context':
      if (value.isInput) throw new DecisionFault('decision.unsupported', 'comparing a structure of the facts with null')
      return value.present === undefined ? FALSE : condition(`((${value.present}) is not true)`, { nullable: false })
  }
  // list, range, rows
  return FALSE
}

function equalLists(left: ListValue, right: ListValue): Value {
  if (left.items.length !== right.items.length) return FALSE
  return left.items.reduce<Value>(
    (all, item, index) => both(all, certain(equal(item, right.items[index] ?? NULL))),
    TRUE,
  )
}

function equalContexts(left: ContextValue, right: ContextValue): Value {
  if (left.present !== undefined || right.present !== undefined || left.isInput || right.isInput) {
    throw new DecisionFault('decision.unsupported', 'comparing a context that may be null')
  }
  const entries = new Map(right.entries)
  if (left.entries.length !== entries.size || left.entries.some(([name]) => !entries.has(name))) return FALSE
  return left.entries.reduce<Value>(
    (all, [name, value]) => both(all, certain(equal(value, entries.get(name) ?? NULL))),
    TRUE,
  )
}

function equalRanges(left: RangeValue, right: RangeValue): Value {
  if (
    left.operator !== right.operator ||
    left.lowIncluded !== right.lowIncluded ||
    left.highIncluded !== right.highIncluded
  )
    return FALSE
  const ends = both(
    certain(equal(left.low ?? NULL, right.low ?? NULL)),
    certain(equal(left.high ?? NULL, right.high ?? NULL)),
  )
  return ends
}

/** Inside a structure a comparison of different types has no answer that all engines agree on. */
function certain(value: Value): Value {
  if (value.kind === 'scalar') return value
  throw new DecisionFault('decision.unsupported', 'comparing lists or contexts whose parts have different types')
}

function refuseRows(left: Value, right: Value): void {
  if (left.kind === 'rows' || right.kind === 'rows') {
    throw new DecisionFault('decision.unsupported', 'comparing the list of a multiple-hit table')
  }
}

function isDuration(value: Scalar): boolean {
  return value.type === 'days' || value.type === 'months'
}

function mixedDurations(): DecisionFault {
  return new DecisionFault(
    'decision.unsupported',
    'comparing a days and time duration with a years and months duration',
  )
}

/** An integer column against 30.5: compare with a whole number instead, so that the column's own operators serve. */
function nativeOperands(operator: ComparisonOperator, left: Scalar, right: Scalar): [string, string] {
  return [wholeBound(left, right, FLIPPED[operator]) ?? left.sql, wholeBound(right, left, operator) ?? right.sql]
}

const FLIPPED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/** `bound` rewritten for `other operator bound` where `other` is whole and `bound` a fraction; null when nothing is gained. */
function wholeBound(bound: Scalar, other: Scalar, operator: ComparisonOperator): string | null {
  if (!other.whole || other.constant || bound.constant?.type !== 'number' || bound.constant.value.scale === 0)
    return null
  const floor = floorDecimal(bound.constant.value)
  // x < 30.5 is x < 31, x <= 30.5 is x <= 30, x > 30.5 is x > 30, x >= 30.5 is x >= 31 for whole x.
  const whole = operator === '<' || operator === '>=' ? floor + 1n : floor
  const text = decimalText({ coefficient: whole, scale: 0 })
  return whole < 0n ? `(${text})` : text
}

function holds(operator: ComparisonOperator, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0
    case '!=':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
  }
  // >=
  return order >= 0
}

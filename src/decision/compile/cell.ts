// Compiles the unary tests of a cell (or of allowed values) to one SQL condition on one value, together with the exact set
// of values that pass, where the cell holds constants only.

import { DecisionFault } from '../decision-fault.ts'
import type { Test, UnaryTests } from '../sfeel/ast.ts'
import { type Constant, constantText, type ScalarType } from '../sfeel/constant.ts'
import { parseUnaryTests } from '../sfeel/parse.ts'
import { complement, emptySet, isSubset, pointSpan, type Span, setOf, type ValueSet } from '../sfeel/value-set.ts'
import { compare } from './comparison.ts'
import { constantSql } from './constant-sql.ts'
import { compileExpression, inRange, satisfies, usesQuestion } from './expression.ts'
import type { Scope } from './scope.ts'
import {
  describeValue,
  type Guarded,
  NULL,
  type RangeValue,
  type Scalar,
  TYPE_NAME,
  type Value,
  whenTrue,
} from './value.ts'

export type Cell =
  | { readonly kind: 'any' }
  | {
      readonly kind: 'condition'
      /** True exactly when the cell is satisfied; false or null when not. */
      readonly when: string
      /** The values that satisfy it; null when the cell is not made of constants. */
      readonly set: ValueSet | null
    }

type Part = { readonly when: string; readonly points: readonly Constant[]; readonly set: ValueSet | null }

/** Throws DecisionFault when a test does not fit the type of the column or cannot be compiled. */
export function compileCell(text: string, subject: Scalar, scope: Scope): Cell {
  return compileTests(parseUnaryTests(text, scope.matchName), subject, scope)
}

function compileTests(tests: UnaryTests, subject: Scalar, scope: Scope): Cell {
  if (tests.kind === 'any') return { kind: 'any' }
  const raw: Scalar = subject.guarded ? withoutGuard(subject, subject.guarded.raw) : subject
  let tested = raw
  let parts = tests.tests.map(test => compileTest(test, tested, scope))
  const set = unionOf(subject.type, parts)
  let guard: string | null = null
  if (subject.guarded) {
    // With constants other than null the raw column can be tested; a value that passes is allowed or is checked to be.
    if (set !== null && !set.hasNull) guard = admits(subject.guarded, set) ? null : subject.guarded.allowed
    else {
      tested = withoutGuard(subject, subject.sql)
      parts = tests.tests.map(test => compileTest(test, tested, scope))
    }
  }
  const positive = conjunction([disjunction(parts, tested.sql), guard])
  if (!tests.negated) return { kind: 'condition', when: positive, set }
  // A test that is null on a null value does not hold, so its negation does.
  return { kind: 'condition', when: `(${positive} is not true)`, set: set === null ? null : complement(set) }
}

function withoutGuard(subject: Scalar, sql: string): Scalar {
  const { guarded: _, ...rest } = subject
  return { ...rest, sql }
}

function admits(guarded: Guarded, set: ValueSet): boolean {
  return guarded.set !== null && isSubset({ ...set, hasNull: false }, guarded.set)
}

function unionOf(type: ScalarType, parts: readonly Part[]): ValueSet | null {
  const sets = parts.flatMap(part => part.set ?? [])
  if (sets.length < parts.length) return null
  return setOf(
    type,
    sets.flatMap(set => set.spans),
    sets.some(set => set.hasNull),
  )
}

/** Constants of one column become one IN list. */
function disjunction(parts: readonly Part[], sql: string): string {
  const points = parts.flatMap(part => part.points)
  const conditions = parts.filter(part => part.points.length === 0).map(part => part.when)
  if (points.length === 1) conditions.unshift(...parts.filter(part => part.points.length > 0).map(part => part.when))
  else if (points.length > 1) conditions.unshift(`${sql} in (${unique(points.map(constantSql)).join(', ')})`)
  return conditions.length === 1 ? (conditions[0] ?? 'false') : `(${conditions.join(' or ')})`
}

function conjunction(conditions: readonly (string | null)[]): string {
  const there = conditions.filter(condition => condition !== null)
  return there.length === 1 ? (there[0] ?? 'true') : `(${there.join(' and ')})`
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}

function compileTest(test: Test, subject: Scalar, scope: Scope): Part {
  if (test.kind === 'expression' && usesQuestion(test.of))
    return { when: whenTrue(satisfies(subject, test, scope)), points: [], set: null }
  if (test.of.kind === 'call' && test.of.name === 'not') {
    throw new DecisionFault('decision.unsupported', `'not(…)' around a part of a cell`)
  }
  const value = compileExpression(test.of, scope)
  if (value.kind === 'null' && test.of.kind !== 'null') {
    // A date that does not exist, or a sum of a number and a text: a mistake that would silently test for null.
    throw new DecisionFault('decision.type', 'the cell is always null')
  }
  if (test.kind === 'operator') {
    demandType(subject, value)
    return {
      when: whenTrue(compare(test.operator, subject, value)),
      points: [],
      set: operatorSet(subject.type, test.operator, value),
    }
  }
  return memberPart(subject, value)
}

function memberPart(subject: Scalar, value: Value): Part {
  switch (value.kind) {
    case 'null':
      return { when: whenTrue(compare('=', subject, NULL)), points: [], set: setOf(subject.type, [], true) }
    case 'scalar': {
      demandType(subject, value)
      const { constant } = value
      if (constant === undefined) {
        if (subject.type === 'boolean') {
          throw new DecisionFault(
            'decision.unsupported',
            'a condition or a boolean name in a cell: it is a comparison to some engines and a result to others',
          )
        }
        return { when: whenTrue(compare('=', subject, value)), points: [], set: null }
      }
      const set = setOf(subject.type, [pointSpan(constant)])
      if (subject.type === 'boolean' && !subject.constant) {
        return { when: constant.value === true ? subject.sql : `(not ${subject.sql})`, points: [], set }
      }
      const listable = !subject.constant && !subject.whole
      const whole = subject.whole && constant.type === 'number' && constant.value.scale === 0 && !subject.constant
      return { when: whenTrue(compare('=', subject, value)), points: listable || whole ? [constant] : [], set }
    }
    case 'range':
      for (const end of [value.low, value.high]) if (end !== undefined) demandType(subject, end)
      return { when: whenTrue(inRange(subject, value)), points: [], set: rangeSet(subject.type, value) }
    case 'list': {
      const parts = value.items.map(item => {
        if (item.kind === 'list') throw new DecisionFault('decision.unsupported', 'a list inside the list of a cell')
        return memberPart(subject, item)
      })
      const when = parts.length === 0 ? 'false' : `(${parts.map(part => part.when).join(' or ')})`
      return { when, points: [], set: unionOf(subject.type, parts) }
    }
  }
  // context, rows
  throw new DecisionFault('decision.unsupported', `${describeValue(value)} in a cell`)
}

/** A cell of another type than its column never fits: that is a mistake of the author, not an answer. */
function demandType(subject: Scalar, value: Value): void {
  if (value.kind === 'null') return
  if (value.kind !== 'scalar')
    throw new DecisionFault('decision.type', `${describeValue(value)} where ${TYPE_NAME[subject.type]} is expected`)
  if (value.type !== subject.type) {
    const written = value.constant
      ? `${constantText(value.constant)}, a ${TYPE_NAME[value.type]},`
      : `a ${TYPE_NAME[value.type]}`
    throw new DecisionFault('decision.type', `${written} does not fit the type ${TYPE_NAME[subject.type]}`)
  }
}

function operatorSet(type: ScalarType, operator: string, value: Value): ValueSet | null {
  if (value.kind === 'null') {
    if (operator === '=') return setOf(type, [], true)
    return operator === '!=' ? complement(setOf(type, [], true)) : emptySet(type)
  }
  if (value.kind !== 'scalar' || value.constant === undefined) return null
  const { constant } = value
  if (operator === '=') return setOf(type, [pointSpan(constant)])
  if (operator === '!=') return complement(setOf(type, [pointSpan(constant)]))
  if (type === 'boolean') return emptySet(type)
  const included = operator.endsWith('=')
  const span: Span = operator.startsWith('<')
    ? { lowIncluded: false, high: constant, highIncluded: included }
    : { low: constant, lowIncluded: included, highIncluded: false }
  return setOf(type, [span])
}

function rangeSet(type: ScalarType, range: RangeValue): ValueSet | null {
  if (range.operator === '=' || range.operator === '!=') return operatorSet(type, range.operator, range.low ?? NULL)
  const ends = [range.low, range.high]
  if (ends.some(end => end?.kind === 'null')) return emptySet(type)
  if (ends.some(end => end !== undefined && (end.kind !== 'scalar' || end.constant === undefined))) return null
  const constant = (end: Value | undefined) => (end?.kind === 'scalar' ? end.constant : undefined)
  return setOf(type, [
    {
      low: constant(range.low),
      lowIncluded: range.lowIncluded,
      high: constant(range.high),
      highIncluded: range.highIncluded,
    },
  ])
}

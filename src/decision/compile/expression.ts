// Compiles a FEEL expression to a value. Whatever is not compiled exactly is refused here by name.

import { nearest } from '../../kernel/index.ts'
import { DecisionFault } from '../decision-fault.ts'
import type { Ast, Test } from '../sfeel/ast.ts'
import { compareConstants } from '../sfeel/constant.ts'
import { parseDecimal } from '../sfeel/decimal.ts'
import { parseAtLiteral } from '../sfeel/temporal.ts'
import { arithmetic, negate, scalar } from './arithmetic.ts'
import { compare } from './comparison.ts'
import { constantScalar } from './constant-sql.ts'
import { callFunction } from './functions.ts'
import { both, either, FALSE, isBoolean } from './logic.ts'
import type { Scope } from './scope.ts'
import { describeValue, NULL, type RangeValue, type Scalar, sqlOf, type Value, whenTrue } from './value.ts'

export function compileExpression(ast: Ast, scope: Scope): Value {
  const compiled = (part: Ast) => compileExpression(part, scope)
  switch (ast.kind) {
    case 'number': {
      const value = parseDecimal(ast.text)
      if (value === null) throw new DecisionFault('decision.unsupported', `number '${ast.text}'`)
      return constantScalar({ type: 'number', value })
    }
    case 'string':
      return constantScalar({ type: 'string', value: ast.value })
    case 'boolean':
      return constantScalar({ type: 'boolean', value: ast.value })
    case 'null':
      return NULL
    case 'at-literal': {
      const constant = parseAtLiteral(ast.text)
      return constant === null ? NULL : constantScalar(constant)
    }
    case 'name':
      return compileName(ast.name, scope)
    case 'question':
      if (scope.question === undefined) throw new DecisionFault('decision.name', `'?' stands outside a unary test`)
      return scope.question
    case 'path':
      return compilePath(compiled(ast.of), ast.name)
    case 'negate':
      return negate(compiled(ast.of))
    case 'arithmetic':
      return arithmetic(ast.operator, compiled(ast.left), compiled(ast.right))
    case 'compare':
      return compare(ast.operator, compiled(ast.left), compiled(ast.right))
    case 'and':
      return both(compiled(ast.left), compiled(ast.right))
    case 'or':
      return either(compiled(ast.left), compiled(ast.right))
    case 'between': {
      const of = compiled(ast.of)
      const [low, high] = [compiled(ast.low), compiled(ast.high)]
      if ([of, low, high].some(value => value.kind === 'null')) return NULL
      return both(compare('>=', of, low), compare('<=', of, high))
    }
    case 'in':
      return compileIn(compiled(ast.of), ast.tests, scope)
    case 'if':
      return compileIf(compiled(ast.condition), compiled(ast.yes), compiled(ast.no))
    case 'call':
      if (scope.lookup(ast.name) !== undefined)
        throw new DecisionFault('decision.unsupported', `invocation of '${ast.name}'`)
      return callFunction(
        ast.name,
        ast.args.map(argument => ({
          ...(argument.name === undefined ? {} : { name: argument.name }),
          value: compiled(argument.value),
        })),
      )
    case 'list':
      return { kind: 'list', items: ast.items.map(compiled) }
    case 'context':
      return compileContext(ast.entries, scope)
    case 'interval':
      return {
        kind: 'range',
        low: compiled(ast.low),
        high: compiled(ast.high),
        lowIncluded: ast.lowIncluded,
        highIncluded: ast.highIncluded,
      }
  }
  // half-range
  const end = compiled(ast.of)
  const included = ast.operator.includes('=')
  const low = ast.operator.startsWith('>') || !/[<>]/.test(ast.operator)
  const high = ast.operator.startsWith('<') || !/[<>]/.test(ast.operator)
  return {
    kind: 'range',
    ...(low ? { low: end } : {}),
    ...(high ? { high: end } : {}),
    lowIncluded: low && included,
    highIncluded: high && included,
    operator: ast.operator,
  }
}

function compileName(name: string, scope: Scope): Value {
  const value = scope.lookup(name)
  if (value !== undefined) return value
  const meant = nearest(name, scope.names)
  const hint = meant === null ? '' : `; did you mean '${meant}'?`
  throw new DecisionFault('decision.name', `the name '${name}' is not known here${hint}`)
}

/** Components of contexts, and the properties of dates and durations that are whole numbers. */
function compilePath(of: Value, name: string): Value {
  if (of.kind === 'null') return NULL
  if (of.kind === 'context') {
    const entry = of.entries.find(([key]) => key === name)
    if (entry === undefined) throw new DecisionFault('decision.name', `there is no component '${name}'`)
    return entry[1]
  }
  if (of.kind === 'scalar') {
    const sql = PROPERTIES[of.type]?.[name]
    if (sql !== undefined) return scalar('number', `${sql(of.sql)}::numeric`, of.nullable, true)
  }
  throw new DecisionFault('decision.unsupported', `property '${name}' of ${describeValue(of)}`)
}

const PROPERTIES: Readonly<Record<string, Readonly<Record<string, (sql: string) => string>>>> = {
  date: {
    year: sql => `extract(year from ${sql})`,
    month: sql => `extract(month from ${sql})`,
    day: sql => `extract(day from ${sql})`,
    weekday: sql => `extract(isodow from ${sql})`,
  },
  days: { days: sql => sql },
  months: { years: sql => `(${sql} / 12)`, months: sql => `(${sql} % 12)` },
}

function compileContext(entries: readonly { readonly key: string; readonly value: Ast }[], scope: Scope): Value {
  const made: (readonly [string, Value])[] = []
  const names = new Set<string>()
  for (const { key, value } of entries) {
    if (names.has(key)) throw new DecisionFault('decision.unsupported', `the context key '${key}' twice`)
    names.add(key)
    // An entry may use the entries before it.
    const inner: Scope = { ...scope, lookup: name => made.find(([made]) => made === name)?.[1] ?? scope.lookup(name) }
    made.push([key, compileExpression(value, inner)])
  }
  return { kind: 'context', entries: made }
}

function compileIf(condition: Value, yes: Value, no: Value): Value {
  if (!isBoolean(condition)) return no
  if (condition.constant) return condition.constant.value === true ? yes : no
  if (yes.kind === 'null' && no.kind === 'null') return NULL
  const known = yes.kind === 'scalar' ? yes : no.kind === 'scalar' ? no : null
  const fits = (value: Value): value is Scalar | typeof NULL =>
    value.kind === 'null' || (value.kind === 'scalar' && value.type === known?.type)
  if (known === null || !fits(yes) || !fits(no)) {
    throw new DecisionFault('decision.unsupported', `if … then ${describeValue(yes)} else ${describeValue(no)}`)
  }
  const whole = yes.kind === 'scalar' && no.kind === 'scalar' && yes.whole === true && no.whole === true
  const sql = `(case when ${whenTrue(condition)} then ${sqlOf(yes, known.type)} else ${sqlOf(no, known.type)} end)`
  const nullable = yes.kind === 'null' || no.kind === 'null' || yes.nullable || no.nullable
  return { ...scalar(known.type, sql, nullable), ...(whole ? { whole } : {}) }
}

function compileIn(of: Value, tests: readonly Test[], scope: Scope): Value {
  if (of.kind === 'null' || of.kind === 'rows' || of.kind === 'range')
    throw new DecisionFault('decision.unsupported', `'in' on ${describeValue(of)}`)
  return tests.reduce<Value>((any, test) => either(any, satisfies(of, test, scope)), FALSE)
}

/** Whether `subject` satisfies one positive unary test. */
export function satisfies(subject: Value, test: Test, scope: Scope): Value {
  if (test.kind === 'operator') return compare(test.operator, subject, compileExpression(test.of, scope))
  if (test.of.kind === 'call' && test.of.name === 'not') {
    throw new DecisionFault('decision.unsupported', `'not(…)' inside a list of tests`)
  }
  const inner: Scope = { ...scope, question: subject }
  const value = compileExpression(test.of, inner)
  if (usesQuestion(test.of)) {
    if (!isBoolean(value)) throw new DecisionFault('decision.unsupported', `a test with '?' that is no condition`)
    // Testing the boolean `?` itself is a comparison in some engines and a condition in others.
    if (subject.kind === 'scalar' && subject.type === 'boolean')
      throw new DecisionFault('decision.unsupported', `'?' on a boolean`)
    // A condition that is null on a null value holds for engines that also compare it with the value, and fails for others.
    if (value.nullable && !(subject.kind === 'scalar' && !subject.nullable)) {
      throw new DecisionFault(
        'decision.unsupported',
        `a condition on '?' that may be null (write it as '(condition) = true')`,
      )
    }
    return value
  }
  return member(subject, value)
}

function member(subject: Value, value: Value): Value {
  if (value.kind === 'range') return inRange(subject, value)
  if (value.kind === 'rows') throw new DecisionFault('decision.unsupported', `'in' the list of a multiple-hit table`)
  if (value.kind === 'list') {
    if (subject.kind === 'list') return listInList(subject, value.items)
    return value.items.reduce<Value>((any, item) => {
      if (item.kind === 'list') throw new DecisionFault('decision.unsupported', 'a list inside a list of tests')
      return either(any, item.kind === 'range' ? inRange(subject, item) : compare('=', subject, item))
    }, FALSE)
  }
  return compare('=', subject, value)
}

/** A list is in a list when it is one of its items; whether it also is when it equals it, engines do not agree. */
function listInList(subject: Value, items: readonly Value[]): Value {
  if (!items.some(item => item.kind === 'list'))
    throw new DecisionFault('decision.unsupported', 'a list tested against a list of scalars')
  return items.reduce<Value>(
    (any, item) => either(any, item.kind === 'list' ? compare('=', subject, item) : FALSE),
    FALSE,
  )
}

/** Engines differ on what lies in `[5..1]` and `[null..1]`; no author means to write them. */
function refuseOddEnds({ low, high }: RangeValue): void {
  if (low?.kind === 'null' || high?.kind === 'null')
    throw new DecisionFault('decision.unsupported', 'an interval with a null end')
  if (low?.kind !== 'scalar' || high?.kind !== 'scalar' || !low.constant || !high.constant || low.type !== high.type)
    return
  if (compareConstants(low.constant, high.constant) > 0)
    throw new DecisionFault('decision.unsupported', 'an interval that ends before it begins')
}

export function inRange(subject: Value, range: RangeValue): Value {
  refuseOddEnds(range)
  if (range.operator === '!=') return compare('!=', subject, range.low ?? NULL)
  if (range.operator === '=') return compare('=', subject, range.low ?? NULL)
  const low = range.low === undefined ? null : compare(range.lowIncluded ? '>=' : '>', subject, range.low)
  const high = range.high === undefined ? null : compare(range.highIncluded ? '<=' : '<', subject, range.high)
  if (low === null) return high ?? NULL
  // The upper end first: it is the one that fails, where bands ascend or begin at zero.
  return high === null ? low : both(high, low)
}

export function usesQuestion(ast: Ast): boolean {
  switch (ast.kind) {
    case 'question':
      return true
    case 'path':
    case 'negate':
    case 'half-range':
      return usesQuestion(ast.of)
    case 'arithmetic':
    case 'compare':
    case 'and':
    case 'or':
      return usesQuestion(ast.left) || usesQuestion(ast.right)
    case 'between':
      return [ast.of, ast.low, ast.high].some(usesQuestion)
    case 'in':
      return usesQuestion(ast.of) || ast.tests.some(test => usesQuestion(test.of))
    case 'if':
      return [ast.condition, ast.yes, ast.no].some(usesQuestion)
    case 'call':
      return ast.args.some(argument => usesQuestion(argument.value))
    case 'list':
      return ast.items.some(usesQuestion)
    case 'context':
      return ast.entries.some(entry => usesQuestion(entry.value))
    case 'interval':
      return usesQuestion(ast.low) || usesQuestion(ast.high)
  }
  // number, string, boolean, null, at-literal, name
  return false
}

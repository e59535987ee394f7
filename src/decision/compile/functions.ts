// Built-in functions that can be answered exactly on scalars. Every other function is refused by its name.

import { DecisionFault } from '../decision-fault.ts'
import type { Constant } from '../sfeel/constant.ts'
import { parseDate, parseDuration } from '../sfeel/temporal.ts'
import { numeric, scalar } from './arithmetic.ts'
import { constantScalar } from './constant-sql.ts'
import { condition, negated } from './logic.ts'
import { NULL, type Scalar, type ScalarType, type Value } from './value.ts'

export type Argument = { readonly name?: string; readonly value: Value }

type BuiltIn = (args: readonly Value[]) => Value

const BUILT_INS: Readonly<Record<string, BuiltIn>> = {
  not: args => negated(one(args)),
  date: args => (args.length === 3 ? dateOfParts(args) : fromText(one(args), 'date', parseDate)),
  duration: args => fromText(one(args), 'duration', parseDuration),
  abs: args => overNumberOrDuration(one(args), sql => `abs(${sql})`),
  floor: args => overNumber(one(args), sql => `floor(${sql})`),
  ceiling: args => overNumber(one(args), sql => `ceiling(${sql})`),
  decimal: args =>
    rounded(args, (sql, scale) => {
      const scaled = `(${sql} * ${scale.up})`
      // Half to even: an exact half goes to the even neighbour, everything else to the nearest.
      return `((case when abs(${scaled} - trunc(${scaled})) = 0.5 then 2 * round(${scaled} / 2) else round(${scaled}) end) * ${scale.down})`
    }),
  'round up': args =>
    rounded(args, (sql, scale) => `(sign(${sql}) * ceiling(abs(${sql}) * ${scale.up}) * ${scale.down})`),
  'round down': args => rounded(args, (sql, scale) => `(trunc(${sql} * ${scale.up}) * ${scale.down})`),
  'round half up': args => rounded(args, (sql, scale) => `(round(${sql} * ${scale.up}) * ${scale.down})`),
  'round half down': args =>
    rounded(args, (sql, scale) => `(sign(${sql}) * ceiling(abs(${sql}) * ${scale.up} - 0.5) * ${scale.down})`),
  modulo: args => modulo(args),
  'string length': args => overString(one(args), sql => scalar('number', `char_length(${sql})::numeric`, true)),
  contains: args => onStrings(args, (text, part) => `(strpos(${text}, ${part}) > 0)`),
  'starts with': args => onStrings(args, (text, part) => `starts_with(${text}, ${part})`),
  'ends with': args => onStrings(args, (text, part) => `(right(${text}, char_length(${part})) = ${part})`),
  min: args => overAll(args, (sqls, type) => `least(${sqls.map(sql => collated(sql, type)).join(', ')})`),
  max: args => overAll(args, (sqls, type) => `greatest(${sqls.map(sql => collated(sql, type)).join(', ')})`),
  sum: args => overAll(args, sqls => `(${sqls.join(' + ')})`, ['number']),
  count: args =>
    constantScalar({ type: 'number', value: { coefficient: BigInt(listOf(args, 'count').length), scale: 0 } }),
}

/** Compiles a call; `args` are compiled already. Throws DecisionFault 'decision.unsupported' naming the function. */
export function callFunction(name: string, args: readonly Argument[]): Value {
  const builtIn = Object.hasOwn(BUILT_INS, name) ? BUILT_INS[name] : undefined
  if (builtIn === undefined) throw new DecisionFault('decision.unsupported', `function '${name}'`)
  if (args.some(argument => argument.name !== undefined)) {
    throw new DecisionFault('decision.unsupported', `named arguments of function '${name}'`)
  }
  for (const { value } of args) {
    if (value.kind === 'rows')
      throw new DecisionFault('decision.unsupported', `function '${name}' on the list of a multiple-hit table`)
  }
  return builtIn(args.map(argument => argument.value))
}

function one(args: readonly Value[]): Value {
  const [only] = args
  if (only === undefined || args.length !== 1)
    throw new DecisionFault('decision.unsupported', `a function call with ${args.length} arguments`)
  return only
}

function fromText(value: Value, kind: string, parse: (text: string) => Constant | null): Value {
  if (value.kind === 'null') return NULL
  if (value.kind === 'scalar' && value.constant?.type === 'string') {
    const constant = parse(value.constant.value)
    return constant === null ? NULL : constantScalar(constant)
  }
  if (value.kind === 'scalar' && value.type === 'date' && kind === 'date') return value
  throw new DecisionFault('decision.unsupported', `function '${kind}' on anything but a constant text`)
}

function dateOfParts(args: readonly Value[]): Value {
  const parts = args.map(value =>
    value.kind === 'scalar' && value.constant?.type === 'number' ? value.constant.value : null,
  )
  if (parts.some(part => part === null || part.scale !== 0 || part.coefficient < 0n)) {
    throw new DecisionFault('decision.unsupported', `function 'date' with anything but three whole constants`)
  }
  const [year, month, day] = parts.map((part, index) => String(part?.coefficient).padStart(index === 0 ? 4 : 2, '0'))
  const constant = parseDate(`${year}-${month}-${day}`)
  return constant === null ? NULL : constantScalar(constant)
}

function overNumber(value: Value, sql: (operand: string) => string): Value {
  return value.kind === 'scalar' && value.type === 'number'
    ? scalar('number', sql(numeric(value)), value.nullable)
    : NULL
}

function overNumberOrDuration(value: Value, sql: (operand: string) => string): Value {
  if (value.kind === 'scalar' && (value.type === 'days' || value.type === 'months')) {
    return scalar(value.type, sql(value.sql), value.nullable)
  }
  return overNumber(value, sql)
}

/** Rounding to a constant number of places, by shifting the decimal point exactly. */
function rounded(
  args: readonly Value[],
  sql: (operand: string, scale: { readonly up: string; readonly down: string }) => string,
): Value {
  const [number, places] = args
  if (number === undefined || places === undefined || args.length !== 2)
    throw new DecisionFault('decision.unsupported', `rounding with ${args.length} arguments`)
  if (number.kind === 'null' || places.kind === 'null') return NULL
  if (places.kind !== 'scalar' || places.constant?.type !== 'number' || places.constant.value.scale !== 0) {
    throw new DecisionFault('decision.unsupported', 'rounding to anything but a constant whole number of places')
  }
  const shift = Number(places.constant.value.coefficient)
  if (Math.abs(shift) > PLACES_MAX) throw new DecisionFault('decision.unsupported', `rounding to ${shift} places`)
  return overNumber(number, operand => sql(operand, { up: `1e${shift}`, down: `1e${-shift}` }))
}

/** More places than any amount, rate or ratio has. */
const PLACES_MAX = 30

/** FEEL's modulo takes the sign of the divisor; SQL's that of the dividend. */
function modulo(args: readonly Value[]): Value {
  const [dividend, divisor] = args
  if (dividend === undefined || divisor === undefined || args.length !== 2)
    throw new DecisionFault('decision.unsupported', `function 'modulo' with ${args.length} arguments`)
  if (
    dividend.kind !== 'scalar' ||
    divisor.kind !== 'scalar' ||
    dividend.type !== 'number' ||
    divisor.type !== 'number'
  )
    return NULL
  const [a, b] = [numeric(dividend), numeric(divisor)]
  return scalar('number', `mod(mod(${a}, nullif(${b}, 0)) + ${b}, nullif(${b}, 0))`, true)
}

function overString(value: Value, then: (operand: string) => Value): Value {
  return value.kind === 'scalar' && value.type === 'string' ? then(value.sql) : NULL
}

function onStrings(args: readonly Value[], sql: (text: string, part: string) => string): Value {
  const [text, part] = args
  if (args.length !== 2 || text === undefined || part === undefined) {
    throw new DecisionFault('decision.unsupported', `a text function with ${args.length} arguments`)
  }
  if (text.kind !== 'scalar' || part.kind !== 'scalar' || text.type !== 'string' || part.type !== 'string') return NULL
  return condition(sql(text.sql, part.sql), { nullable: text.nullable || part.nullable })
}

/** `f(a, b)` and `f([a, b])` are the same. */
function listOf(args: readonly Value[], name: string): readonly Value[] {
  const [first] = args
  if (args.length === 1 && first?.kind === 'list') return first.items
  if (name === 'count') throw new DecisionFault('decision.unsupported', `function 'count' on anything but a list`)
  return args
}

/** Any null makes the answer null; so does a mixture of types. An empty list has no smallest, largest or sum. */
function overAll(
  args: readonly Value[],
  sql: (sqls: readonly string[], type: ScalarType) => string,
  types: readonly ScalarType[] = ORDERED,
): Value {
  const items = listOf(args, '')
  const scalars = items.filter((item): item is Scalar => item.kind === 'scalar')
  const [first] = scalars
  if (first === undefined || scalars.length !== items.length || !types.includes(first.type)) return NULL
  if (scalars.some(item => item.type !== first.type)) return NULL
  const sqls = scalars.map(item => (item.type === 'number' ? numeric(item) : item.sql))
  const nulls = scalars.filter(item => item.nullable)
  const answer = sql(sqls, first.type)
  if (nulls.length === 0 || types !== ORDERED) return scalar(first.type, answer, nulls.length > 0)
  // SQL's least and greatest ignore nulls, FEEL's min and max do not.
  return scalar(
    first.type,
    `(case when ${nulls.map(item => `${item.sql} is not null`).join(' and ')} then ${answer} end)`,
    true,
  )
}

const ORDERED: readonly ScalarType[] = ['number', 'string', 'date', 'days', 'months']

function collated(sql: string, type: ScalarType): string {
  return type === 'string' ? `${sql} collate "C"` : sql
}

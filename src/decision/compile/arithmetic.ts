// FEEL arithmetic in SQL `numeric`: exact for + - *, at least 34 places for / and ** (FEEL's own precision). Integer columns
// are cast first, because SQL would divide and overflow as integers. Null in, null out; dividing by zero is null, and so are a power, a date
// and a duration that are outside what can be held and written (docs/decisions/0008).

import { DecisionFault } from '../decision-fault.ts'
import type { ArithmeticOperator } from '../sfeel/ast.ts'
import { addDecimal, type Decimal, isTooLarge, multiplyDecimal, negateDecimal } from '../sfeel/decimal.ts'
import { constantScalar } from './constant-sql.ts'
import { describeValue, NULL, type Scalar, type ScalarType, type Value } from './value.ts'

/** Adding this zero gives an operand 34 decimal places, and PostgreSQL keeps as many in the quotient. */
const PLACES = '0e-34'

/** The largest power of ten of FEEL's numbers. */
const EXPONENT_MAX = 6144

/** Days from 0001-01-01 to 9999-12-31. */
const DAY_MAX = 3_652_058

/** Days of 10,000 years, after which the calendar repeats itself. */
const DAYS_OF_10000_YEARS = 3_652_425

/** Either way, no date that can be written is so many months from another. */
const MONTHS_MAX = 120_000

/** PostgreSQL's integer, of which we keep the symmetrical part. */
const DURATION_MAX = 2_147_483_647

export function arithmetic(operator: ArithmeticOperator, left: Value, right: Value): Value {
  if (left.kind === 'rows' || right.kind === 'rows')
    throw new DecisionFault('decision.unsupported', 'arithmetic on the list of a multiple-hit table')
  if (left.kind !== 'scalar' || right.kind !== 'scalar') return NULL
  if (left.type === 'number' && right.type === 'number') return onNumbers(operator, left, right)
  if (left.type === 'string' && right.type === 'string') {
    if (operator !== '+') return NULL
    return scalar('string', `(${left.sql} || ${right.sql})`, left.nullable || right.nullable)
  }
  return onTime(operator, left, right)
}

function onNumbers(operator: ArithmeticOperator, left: Scalar, right: Scalar): Value {
  const folded = fold(operator, left, right)
  if (folded) return folded
  const [a, b] = [numeric(left), numeric(right)]
  const nullable = left.nullable || right.nullable
  switch (operator) {
    case '+':
    case '-':
    case '*':
      return scalar('number', `(${a} ${operator} ${b})`, nullable)
    case '/':
      return scalar('number', `((${a} + ${PLACES}) / nullif(${b}, 0))`, true)
  }
  // **
  return scalar(
    'number',
    `(case when ${a} = 0 and ${b} < 0 then null when ${a} < 0 and ${b} <> trunc(${b}) then null when ${b} * log(nullif(abs(${a}), 0)) > ${EXPONENT_MAX} then null else power(${a} + ${PLACES}, ${b}) end)`,
    true,
  )
}

function fold(operator: ArithmeticOperator, left: Scalar, right: Scalar): Value | null {
  if (left.constant?.type !== 'number' || right.constant?.type !== 'number') return null
  const [a, b] = [left.constant.value, right.constant.value]
  if (operator === '+') return held(addDecimal(a, b))
  if (operator === '-') return held(addDecimal(a, negateDecimal(b)))
  if (operator === '*') return held(multiplyDecimal(a, b))
  return null
}

function held(value: Decimal): Value {
  return isTooLarge(value) ? NULL : constantScalar({ type: 'number', value })
}

/** Dates and durations: what stays exact in whole days and whole months. */
function onTime(operator: ArithmeticOperator, left: Scalar, right: Scalar): Value {
  const kinds = `${left.type} ${operator} ${right.type}`
  switch (kinds) {
    case 'date - date':
      return scalar('days', `(${left.sql} - ${right.sql})`, left.nullable || right.nullable)
    case 'date + days':
    case 'date - days':
      return dayPlus(left, operator, right)
    case 'days + date':
      return dayPlus(right, '+', left)
    case 'date + months':
    case 'date - months':
      return monthsLater(left, operator, right)
    case 'months + date':
      return monthsLater(right, '+', left)
    case 'days + days':
    case 'days - days':
    case 'months + months':
    case 'months - months':
      return scalar(
        left.type,
        `${within(`${left.sql}::bigint ${operator} ${right.sql}`, -DURATION_MAX, DURATION_MAX)}::integer`,
        true,
        true,
      )
    case 'days / days':
    case 'months / months':
      return scalar('number', `((${left.sql}::numeric + ${PLACES}) / nullif(${right.sql}, 0))`, true)
    case 'days * number':
    case 'number * days':
    case 'days / number':
    case 'months * number':
    case 'number * months':
    case 'months / number':
    case 'date + number':
    case 'date - number':
      throw new DecisionFault(
        'decision.unsupported',
        `arithmetic ${describeValue(left)} ${operator} ${describeValue(right)}`,
      )
    default:
      return NULL
  }
}

function dayPlus(date: Scalar, operator: ArithmeticOperator, days: Scalar): Scalar {
  return writableDate(`(${date.sql} - date '0001-01-01')::bigint ${operator} ${days.sql}`)
}

/** PostgreSQL has no dates before 4713 BC, so months are counted 10,000 years later, where every month is as long. */
function monthsLater(date: Scalar, operator: ArithmeticOperator, months: Scalar): Scalar {
  const isNear = months.constant?.type === 'months' && Math.abs(months.constant.value) <= MONTHS_MAX
  const few = isNear ? months.sql : `least(greatest(${months.sql}, -${MONTHS_MAX}), ${MONTHS_MAX})`
  const later = `(${date.sql} + ${DAYS_OF_10000_YEARS} ${operator} make_interval(months => ${few}))::date`
  return writableDate(`${later} - date '10001-01-01'`)
}

/** The date so many days after 0001-01-01; null when ISO 8601 and FEEL cannot write it with a year of four digits. */
function writableDate(days: string): Scalar {
  return scalar('date', `(date '0001-01-01' + ${within(days, 0, DAY_MAX)}::integer)`, true)
}

/** A whole number, null when it is outside the bounds or was null. `sql` stands in it once, or sums of sums would double at every step. */
function within(sql: string, low: number, high: number): string {
  return `nullif(nullif(least(greatest(${sql}, ${low - 1}), ${high + 1}), ${low - 1}), ${high + 1})`
}

export function negate(value: Value): Value {
  if (value.kind !== 'scalar') return NULL
  if (value.constant?.type === 'number')
    return constantScalar({ type: 'number', value: negateDecimal(value.constant.value) })
  if (value.constant?.type === 'days' || value.constant?.type === 'months') {
    return constantScalar({ type: value.constant.type, value: value.constant.value === 0 ? 0 : -value.constant.value })
  }
  if (value.type === 'number') return scalar('number', `(- ${numeric(value)})`, value.nullable)
  if (value.type === 'days' || value.type === 'months') return scalar(value.type, `(- ${value.sql})`, value.nullable)
  return NULL
}

/** The number as SQL `numeric`, whatever its column type. */
export function numeric(value: Scalar): string {
  return value.whole ? `${value.sql}::numeric` : value.sql
}

export function scalar(type: ScalarType, sql: string, nullable: boolean, wrap = false): Scalar {
  return { kind: 'scalar', type, sql: wrap ? `(${sql})` : sql, nullable }
}

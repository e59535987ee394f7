// FEEL arithmetic in SQL `numeric`: exact for + - *, at least 34 places for / and ** (FEEL's own precision). Integer columns
// are cast first, because SQL would divide and overflow as integers. Null in, null out; dividing by zero is null.

import { DecisionFault } from '../decision-fault.ts'
import type { ArithmeticOperator } from '../sfeel/ast.ts'
import { addDecimal, multiplyDecimal, negateDecimal } from '../sfeel/decimal.ts'
import { constantScalar } from './constant-sql.ts'
import { describeValue, NULL, type Scalar, type ScalarType, type Value } from './value.ts'

/** Adding this zero gives an operand 34 decimal places, and PostgreSQL keeps as many in the quotient. */
const PLACES = '0e-34'

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
    `(case when ${a} = 0 and ${b} < 0 then null when ${a} < 0 and ${b} <> trunc(${b}) then null else power(${a} + ${PLACES}, ${b}) end)`,
    true,
  )
}

function fold(operator: ArithmeticOperator, left: Scalar, right: Scalar): Value | null {
  if (left.constant?.type !== 'number' || right.constant?.type !== 'number') return null
  const [a, b] = [left.constant.value, right.constant.value]
  if (operator === '+') return constantScalar({ type: 'number', value: addDecimal(a, b) })
  if (operator === '-') return constantScalar({ type: 'number', value: addDecimal(a, negateDecimal(b)) })
  if (operator === '*') return constantScalar({ type: 'number', value: multiplyDecimal(a, b) })
  return null
}

/** Dates and durations: what stays exact in whole days and whole months. */
function onTime(operator: ArithmeticOperator, left: Scalar, right: Scalar): Value {
  const nullable = left.nullable || right.nullable
  const kinds = `${left.type} ${operator} ${right.type}`
  switch (kinds) {
    case 'date - date':
      return scalar('days', `(${left.sql} - ${right.sql})`, nullable)
    case 'date + days':
    case 'date - days':
      return scalar('date', `(${left.sql} ${operator} ${right.sql})`, nullable)
    case 'days + date':
      return scalar('date', `(${right.sql} + ${left.sql})`, nullable)
    case 'date + months':
    case 'date - months':
      return scalar('date', `(${left.sql} ${operator} make_interval(months => ${right.sql}))::date`, nullable, true)
    case 'months + date':
      return scalar('date', `(${right.sql} + make_interval(months => ${left.sql}))::date`, nullable, true)
    case 'days + days':
    case 'days - days':
    case 'months + months':
    case 'months - months':
      return scalar(left.type, `(${left.sql} ${operator} ${right.sql})`, nullable)
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

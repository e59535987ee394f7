// FEEL's three-valued logic in SQL. SQL's AND, OR and NOT are the same tables as FEEL's; what is not a boolean counts as null.

import { NULL, type Scalar, type Value, whenTrue } from './value.ts'

export const TRUE: Scalar = {
  kind: 'scalar',
  type: 'boolean',
  sql: 'true',
  nullable: false,
  constant: { type: 'boolean', value: true },
}
export const FALSE: Scalar = {
  kind: 'scalar',
  type: 'boolean',
  sql: 'false',
  nullable: false,
  constant: { type: 'boolean', value: false },
}

/** A boolean scalar; `when` is a cheaper SQL that is true exactly when `sql` is. */
export function condition(sql: string, options: { nullable: boolean; when?: string }): Scalar {
  return {
    kind: 'scalar',
    type: 'boolean',
    sql,
    nullable: options.nullable,
    ...(options.when === undefined ? {} : { when: options.when }),
  }
}

export function isBoolean(value: Value): value is Scalar {
  return value.kind === 'scalar' && value.type === 'boolean'
}

export function both(left: Value, right: Value): Value {
  return combine('and', left, right)
}

export function either(left: Value, right: Value): Value {
  return combine('or', left, right)
}

function combine(operator: 'and' | 'or', left: Value, right: Value): Value {
  const decides = operator === 'or'
  for (const side of [left, right]) {
    if (isBoolean(side) && side.constant?.value === decides) return decides ? TRUE : FALSE
  }
  const [a, b] = [isBoolean(left) ? left : NULL, isBoolean(right) ? right : NULL]
  if (a.kind === 'null' && b.kind === 'null') return NULL
  if (a.kind === 'scalar' && a.constant && b.kind === 'scalar') return b
  if (b.kind === 'scalar' && b.constant && a.kind === 'scalar') return a
  const sql = (side: Scalar | typeof NULL) => (side.kind === 'null' ? 'null::boolean' : side.sql)
  return condition(`(${sql(a)} ${operator} ${sql(b)})`, {
    nullable: a.kind === 'null' || b.kind === 'null' || a.nullable || b.nullable,
    when: `(${whenTrue(a)} ${operator} ${whenTrue(b)})`,
  })
}

/** FEEL's `not`: null for null and for what is no boolean. */
export function negated(value: Value): Value {
  if (!isBoolean(value)) return NULL
  if (value.constant) return value.constant.value === true ? FALSE : TRUE
  return condition(`(not ${value.sql})`, { nullable: value.nullable })
}

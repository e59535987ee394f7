// What an expression compiles to. FEEL is dynamically typed, SQL is not: every expression gets its type while compiling.
// Lists, contexts and ranges written in an expression are known while compiling and exist only here; only their scalar
// leaves become SQL. `null` has no type until it meets one.

export type { Constant, ScalarType } from '../sfeel/constant.ts'

import type { Constant, ScalarType } from '../sfeel/constant.ts'
import type { ValueSet } from '../sfeel/value-set.ts'

export type Scalar = {
  readonly kind: 'scalar'
  readonly type: ScalarType
  /** Safe as an operand without more parentheses. Three-valued for booleans: exactly FEEL's true, false and null. */
  readonly sql: string
  /** Booleans only: SQL that is true exactly when the value is true, cheaper than `sql`; null and false are one here. */
  readonly when?: string
  readonly constant?: Constant
  readonly nullable: boolean
  /** All values it can have besides null, where these are constants of a table. */
  readonly possible?: readonly Constant[]
  /** The SQL type of a number: whole numbers compare natively, but arithmetic is always done in `numeric`. */
  readonly whole?: boolean
  /** A name with allowed values: any other value counts as null. `sql` says so; table cells use the cheaper parts. */
  readonly guarded?: Guarded
}

export type Guarded = {
  /** The column itself. */
  readonly raw: string
  /** SQL that is true when the value of `raw` is allowed. */
  readonly allowed: string
  /** The allowed values, where they are constants. */
  readonly set: ValueSet | null
  /** Whether null is among the allowed values. */
  readonly allowsNull: boolean
}

export type NullValue = { readonly kind: 'null' }

export type ListValue = { readonly kind: 'list'; readonly items: readonly Value[] }

export type ContextValue = {
  readonly kind: 'context'
  readonly entries: readonly (readonly [string, Value])[]
  /** SQL that is true when the context is there; undefined when it always is. */
  readonly present?: string
  /** A structure of the facts: it can be taken apart, but not used as a whole. */
  readonly isInput?: boolean
}

export type RangeValue = {
  readonly kind: 'range'
  readonly low?: Value
  readonly high?: Value
  readonly lowIncluded: boolean
  readonly highIncluded: boolean
  /** `(< 10)`, `(= 10)`: how a range of one comparison was written; it equals only ranges written alike. */
  readonly operator?: string
}

/** A list whose length is known only when it runs: the answer of a multiple-hit table. `sql` is of type json. */
export type RowsValue = { readonly kind: 'rows'; readonly sql: string; readonly item: 'scalar' | 'context' }

export type Value = Scalar | NullValue | ListValue | ContextValue | RangeValue | RowsValue

export const NULL: NullValue = { kind: 'null' }

/** The SQL type that a scalar of this FEEL type has when we compute it ourselves. */
export const SQL_TYPE: Readonly<Record<ScalarType, string>> = {
  number: 'numeric',
  string: 'text',
  boolean: 'boolean',
  date: 'date',
  days: 'integer',
  months: 'integer',
}

/** How a type is named to the author of a table. */
export const TYPE_NAME: Readonly<Record<ScalarType, string>> = {
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  date: 'date',
  days: 'days and time duration (whole days)',
  months: 'years and months duration',
}

export function describeValue(value: Value): string {
  return value.kind === 'scalar' ? TYPE_NAME[value.type] : value.kind === 'rows' ? 'list' : value.kind
}

/** SQL that is true exactly when a boolean value is true. */
export function whenTrue(value: Value): string {
  if (value.kind !== 'scalar' || value.type !== 'boolean') return 'false'
  return value.when ?? value.sql
}

/** A typed SQL null or the scalar's own SQL. */
export function sqlOf(value: Scalar | NullValue, type: ScalarType): string {
  return value.kind === 'null' ? `null::${SQL_TYPE[type]}` : value.sql
}

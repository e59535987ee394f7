// Conformance of a value to a declared type (DMN 1.5, 10.3.2.9.4): what does not conform becomes null, a single value
// becomes a list of one where a list is declared, and a list of one becomes its value.

import { DecisionFault } from '../decision-fault.ts'
import { contains } from '../sfeel/value-set.ts'
import { compileCell } from './cell.ts'
import { guardScalar } from './guard.ts'
import type { Scope } from './scope.ts'
import { type FeelType, supported } from './types.ts'
import { NULL, type Scalar, type Value } from './value.ts'

export function coerce(value: Value, type: FeelType, scope: Scope): Value {
  const to = supported(type, 'the result')
  if (to.kind === 'any' || value.kind === 'null') return value
  if (value.kind === 'rows') return coerceRows(value, to)
  switch (to.kind) {
    case 'scalar':
      if (value.kind === 'list' && value.items.length === 1) return coerce(value.items[0] ?? NULL, to, scope)
      if (value.kind !== 'scalar' || value.type !== to.type) return NULL
      if (to.allowed === undefined) return value
      return coerceAllowed(value, to.allowed.text, scope)
    case 'list': {
      const items = value.kind === 'list' ? value.items : [value]
      if (items.length === 0) return { kind: 'list', items }
      const coerced = items.map(item => coerce(item, to.item, scope))
      // One item that does not conform makes the whole list null; when that depends on facts we cannot say it here.
      if (coerced.some((item, index) => item.kind === 'null' && items[index]?.kind !== 'null')) return NULL
      if (coerced.some((item, index) => item !== items[index])) {
        throw new DecisionFault('decision.unsupported', 'a list whose items have allowed values or structure types')
      }
      return { kind: 'list', items: coerced }
    }
  }
  // context
  return coerceContext(value, to, scope)
}

/** A constant is judged now, and so are outputs that can only be constants; anything else gets a CASE. */
function coerceAllowed(value: Scalar, allowed: string, scope: Scope): Value {
  const cell = compileCell(allowed, value, scope)
  if (cell.kind === 'any') return value
  const { set } = cell
  if (set && value.constant) return contains(set, value.constant) ? value : NULL
  if (set && value.possible?.every(constant => contains(set, constant))) return value
  return guardScalar(value, allowed, scope)
}

function coerceContext(value: Value, to: FeelType & { kind: 'context' }, scope: Scope): Value {
  const context = value.kind === 'list' && value.items.length === 1 ? (value.items[0] ?? NULL) : value
  if (context.kind !== 'context') return NULL
  if (context.isInput) throw new DecisionFault('decision.unsupported', 'a structure of the facts as a result')
  const entries = new Map(context.entries)
  for (const [name, type] of to.components) {
    const entry = entries.get(name)
    if (entry === undefined) return NULL
    const coerced = coerce(entry, type, scope)
    if (coerced.kind === 'null' && entry.kind !== 'null') return NULL
    if (coerced !== entry)
      throw new DecisionFault('decision.unsupported', `allowed values on component '${name}' of the result`)
  }
  return context
}

/** The rows of a multiple-hit table: a list type takes them as they are. */
function coerceRows(value: Value & { kind: 'rows' }, to: FeelType): Value {
  if (to.kind === 'list') {
    const item = to.item
    if (item.kind === 'any' || item.kind === 'list' || item.kind === value.item) return value
    throw new DecisionFault(
      'decision.type',
      `the table puts out a list of ${value.item} values, declared is a list of ${item.kind} values`,
    )
  }
  throw new DecisionFault('decision.unsupported', `the list of a multiple-hit table where a single value is declared`)
}

// The inputs a compiled decision reads: input data, taken apart into scalar leaves. Only leaves that are really used become
// columns, so a decision does not ask for facts it never looks at.

import { createHash } from 'node:crypto'
import { DecisionFault } from '../decision-fault.ts'
import type { DmnModel } from '../dmn/model.ts'
import type { ScalarType } from '../sfeel/constant.ts'
import { guardScalar } from './guard.ts'
import { type Scope, scopeOf } from './scope.ts'
import { type FeelType, resolveType } from './types.ts'
import type { ContextValue, Scalar, Value } from './value.ts'

/** The SQL type of the column that holds an input. Whole types compare by their own operators. */
export type ColumnType = 'smallint' | 'integer' | 'bigint' | 'numeric' | 'text' | 'boolean' | 'date'

export type DecisionInput = {
  /** FEEL name; a leaf of a structure is `structure.component`. */
  readonly name: string
  readonly path: readonly string[]
  readonly type: ScalarType
}

/** The column of the source relation that holds an input: its FEEL name, or a digest where PostgreSQL would cut the name. */
export function columnName(input: DecisionInput): string {
  if (Buffer.byteLength(input.name) <= 63) return input.name
  return `input ${createHash('sha256').update(input.name).digest('hex').slice(0, 32)}`
}

export type InputColumns = {
  readonly sql: (input: DecisionInput) => string
  readonly columnType: (input: DecisionInput) => ColumnType | undefined
}

/** Collects the inputs that are read while compiling. */
export class InputRegister {
  readonly used = new Map<string, DecisionInput>()
  private readonly model: DmnModel
  private readonly columns: InputColumns

  constructor(model: DmnModel, columns: InputColumns) {
    this.model = model
    this.columns = columns
  }

  /** The value of one input of a type; scalars are registered when they are looked at. */
  value(path: readonly string[], type: FeelType): Value {
    const name = path.join('.')
    switch (type.kind) {
      case 'scalar':
        return this.scalar({ name, path, type: type.type }, type.allowed?.text)
      case 'context':
        return lazyContext(type.components, ([component, inner]) => this.value([...path, component], inner))
      case 'list':
        throw new DecisionFault('decision.unsupported', `input '${name}' is a list`)
      case 'any':
        throw new DecisionFault('decision.unsupported', `input '${name}' has no type`)
    }
    // unsupported
    throw new DecisionFault('decision.unsupported', `input '${name}': ${type.what}`)
  }

  private scalar(input: DecisionInput, allowed: string | undefined): Scalar {
    this.used.set(input.name, input)
    const column = this.columns.columnType(input)
    refuseColumnType(input, column)
    const whole = column === 'smallint' || column === 'integer' || column === 'bigint'
    const scalar: Scalar = {
      kind: 'scalar',
      type: input.type,
      sql: this.columns.sql(input),
      nullable: true,
      ...(input.type === 'number' && whole ? { whole } : {}),
    }
    return allowed === undefined ? scalar : guardScalar(scalar, allowed, EMPTY)
  }

  typeOf(typeRef: string | undefined): FeelType {
    return resolveType(this.model, typeRef)
  }
}

const EMPTY: Scope = scopeOf(new Map())

const FITTING: Readonly<Record<ScalarType, readonly ColumnType[]>> = {
  number: ['smallint', 'integer', 'bigint', 'numeric'],
  string: ['text'],
  boolean: ['boolean'],
  date: ['date'],
  days: ['smallint', 'integer'],
  months: ['smallint', 'integer'],
}

function refuseColumnType(input: DecisionInput, column: ColumnType | undefined): void {
  if (column === undefined || FITTING[input.type].includes(column)) return
  throw new DecisionFault('decision.type', `input '${input.name}' is ${input.type}, its column is ${column}`)
}

/** A context whose entries are made when they are asked for, so that unused leaves are never registered or refused. */
function lazyContext(
  components: readonly (readonly [string, FeelType])[],
  make: (component: readonly [string, FeelType]) => Value,
): ContextValue {
  const entries = components.map((component): readonly [string, Value] => {
    const entry = [component[0]] as unknown as [string, Value]
    Object.defineProperty(entry, 1, { get: () => make(component), enumerable: true })
    return entry
  })
  return { kind: 'context', entries, isInput: true }
}

// One decision table for the night: its SQL as an expression over columns the caller names, so that several tables can be
// chained in one statement. Inputs are input data and the answers of required decisions alike.

import { DecisionFault } from '../decision-fault.ts'
import type { Aggregation, Decision, DmnModel, HitPolicy } from '../dmn/model.ts'
import { type Constant, constantText, type ScalarType } from '../sfeel/constant.ts'
import { findDecision, scopeOfDecision } from './compile-decision.ts'
import { hasFallback, isSingleHit, outputScalar, rowNumberSql, rowNumbersSql } from './hit-policy.ts'
import { type ColumnType, columnName, type DecisionInput, InputRegister } from './inputs.ts'
import { knownRowSql } from './known-row.ts'
import { at } from './scope.ts'
import { quoteName } from './sql-text.ts'
import { planTable, type TablePlan } from './table-plan.ts'
import { type FeelType, resolveType } from './types.ts'
import { type Scalar, SQL_TYPE } from './value.ts'

/** SQL of a column of the caller's relation, by FEEL name (`Stage`, `Offer.channel`). */
export type ColumnSql = (inputName: string) => string

export type CompiledTable = {
  readonly decision: string
  readonly hitPolicy: HitPolicy
  readonly aggregation: Aggregation | undefined
  readonly isSingleHit: boolean
  readonly inputs: readonly DecisionInput[]
  readonly outputs: readonly { readonly name: string; readonly type: ScalarType; readonly sqlType: string }[]
  /** DMN rule ids by rule number; 0 is the default output. */
  readonly rowIds: readonly string[]
  readonly hasDefault: boolean
  /** Outputs of each rule as FEEL text, by rule number; null where it is computed from inputs. For showing, never for deciding. */
  readonly outputTexts: readonly (readonly (string | null)[])[]
  /** Input expressions that are more than a name. Added as columns of an inner sub-select they are computed once a row. */
  readonly prepared: (column: ColumnSql) => readonly { readonly name: string; readonly sql: string }[]
  /** Single-hit tables: one expression of type integer. Null: no rule; 0: the default output. */
  readonly rowNumberSql: (column: ColumnSql, prepared?: (name: string) => string) => string
  /** First-hit tables of constants: as `rowNumberSql`, but -n where the facts do not tell whether rule n holds. `isKnown` names the inputs that are never null. */
  readonly knownRowSql: (column: ColumnSql, isKnown: (inputName: string) => boolean) => string
  /** The columns that a rule asks about, by rule number; none for the default output. */
  readonly testedInputs: readonly (readonly string[])[]
  /** The constants that a column is compared with, each once: where the answer can change when the input does. */
  readonly edgesOf: (inputName: string) => readonly Constant[]
  /** Multiple-hit tables: one expression of type smallint[]. */
  readonly rowNumbersSql: (column: ColumnSql, prepared?: (name: string) => string) => string
  /** The output for a rule number; `column` is needed where outputs are computed from inputs. */
  readonly outputSql: (outputName: string, rowNumber: string, column: ColumnSql) => string
  /** True for a row that has an input outside its allowed values (which then counts as null); null when no input has any. */
  readonly exceptionSql: (column: ColumnSql) => string | null
}

export type TableOptions = {
  /** SQL types of the caller's columns by FEEL name; numeric, text and so on where left out. */
  readonly columnTypes?: Readonly<Record<string, ColumnType>>
  /** The columns that the caller will ask for, where it knows them: the table is then planned once and not once more. */
  readonly column?: ColumnSql
}

/** Throws DecisionFault when the decision is no table or cannot be compiled exactly. */
export function compileTable(model: DmnModel, decisionName: string, options: TableOptions = {}): CompiledTable {
  const decision = findDecision(model, decisionName)
  const planned = planner(model, decision, options)
  const named: ColumnSql = options.column ?? (name => quoteName(columnName({ name, path: [], type: 'string' })))
  const { plan, register, rowNumber } = planned(named)
  const single = isSingleHit(plan)
  // What cannot be written as SQL is refused now, not when the night asks for it.
  if (single) rowNumber()
  else rowNumbersSql(plan)
  const scalars = plan.outputs.map((_, index) => outputScalar(plan, index, '0'))
  const index = (name: string) => {
    const found = plan.outputs.findIndex(output => output.name === name)
    if (found === -1)
      throw new DecisionFault('decision.name', `table '${decisionName}' has no output '${name}'`, { file: model.file })
    return found
  }
  return {
    decision: decision.name,
    hitPolicy: plan.table.hitPolicy,
    aggregation: plan.table.aggregation,
    isSingleHit: single,
    inputs: [...register.used.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    outputs: plan.outputs.map((output, position) => ({
      name: output.name,
      type: output.type,
      sqlType: scalars[position]?.whole ? 'integer' : SQL_TYPE[output.type],
    })),
    rowIds: ['default', ...plan.rules.map(rule => rule.id)],
    hasDefault: hasFallback(plan),
    outputTexts: outputTexts(plan),
    prepared: column => computedColumns(planned(column).plan),
    rowNumberSql: (column, prepared) => planned(column, prepared).rowNumber(),
    knownRowSql: (column, isKnown) => knownRowSql(planned(column).plan, isKnown),
    testedInputs: [
      [],
      ...plan.rules.map(rule => plan.columns.flatMap(({ text }, at) => (rule.conditions[at] ? [text] : []))),
    ],
    edgesOf: name => edgesOf(plan, name),
    rowNumbersSql: (column, prepared) => rowNumbersSql(planned(column, prepared).plan),
    outputSql: (name, rowNumber, column) => outputScalar(planned(column).plan, index(name), rowNumber).sql,
    exceptionSql: column => exceptionSql(planned(column).plan),
  }
}

type Planned = {
  readonly plan: TablePlan
  readonly register: InputRegister
  readonly rowNumber: () => string
}

/** Plans for a naming of columns. Callers ask for the row number and every output over the same columns, and a plan costs far more than
 * the texts made from it, so the last one is kept. */
function planner(
  model: DmnModel,
  decision: Decision,
  options: TableOptions,
): (column: ColumnSql, prepared?: (name: string) => string) => Planned {
  let last: { column: ColumnSql; prepared: ((name: string) => string) | undefined; planned: Planned } | undefined
  return (column, prepared) => {
    if (last?.column !== column || last.prepared !== prepared) {
      const made = planOver(model, decision, options, column, prepared)
      let text: string | undefined
      const rowNumber = () => {
        text ??= rowNumberSql(made.plan)
        return text
      }
      last = { column, prepared, planned: { ...made, rowNumber } }
    }
    return last.planned
  }
}

/** For checks: the plan of a table with the allowed values of its inputs and of the decisions it requires. */
export function planForCheck(model: DmnModel, decision: Decision): TablePlan {
  return planOver(model, decision, {}, quoteName, undefined, true).plan
}

function planOver(
  model: DmnModel,
  decision: Decision,
  options: TableOptions,
  column: ColumnSql,
  prepared?: (name: string) => string,
  keepsAllowed = false,
): { plan: TablePlan; register: InputRegister } {
  const place = { file: model.file, decision: decision.name, line: decision.line }
  const { logic } = decision
  if (logic?.kind !== 'table')
    throw new DecisionFault('decision.unsupported', 'this decision is no decision table', place)
  const types = options.columnTypes ?? {}
  const register = new InputRegister(model, {
    sql: input => column(input.name),
    columnType: input => (Object.hasOwn(types, input.name) ? types[input.name] : undefined),
  })
  return at(place, () => {
    const scope = scopeOfDecision(model, decision, {
      input: (name, type) => register.value([name], type),
      decision: required => register.value([required.name], answerType(model, required, keepsAllowed)),
    })
    const materialise = (index: number, scalar: Scalar): Scalar => {
      if (prepared === undefined || isPlain(decision, index, scalar)) return scalar
      const { guarded: _, when: __, ...rest } = scalar
      return { ...rest, sql: prepared(preparedName(index)) }
    }
    return { plan: planTable(model, decision, logic, scope, materialise), register }
  })
}

/** What a required decision answers. Its allowed values were applied when it was decided and need no second look in SQL. */
function answerType(model: DmnModel, decision: Decision, keepsAllowed: boolean): FeelType {
  const bare = (type: FeelType) => (keepsAllowed ? type : withoutAllowed(type))
  const declared = resolveType(model, decision.variable.typeRef)
  if (declared.kind !== 'any') return bare(declared)
  if (decision.logic?.kind === 'table') {
    const components = decision.logic.outputs.map(
      output => [output.name ?? decision.name, bare(resolveType(model, output.typeRef))] as const,
    )
    const [only] = components
    if (only && components.length === 1) return only[1]
    return { kind: 'context', components }
  }
  return declared
}

function withoutAllowed(type: FeelType): FeelType {
  if (type.kind === 'scalar') return { kind: 'scalar', type: type.type }
  if (type.kind === 'context')
    return {
      kind: 'context',
      components: type.components.map(([name, inner]) => [name, withoutAllowed(inner)] as const),
    }
  return type
}

function preparedName(index: number): string {
  return `=input ${index + 1}`
}

/** A name, guarded or not, is as cheap where it stands as in a column of its own. */
function isPlain(decision: Decision, index: number, scalar: Scalar): boolean {
  if (scalar.constant || scalar.guarded) return true
  const text = decision.logic?.kind === 'table' ? decision.logic.inputs[index]?.expression.text : undefined
  return text !== undefined && !/[-+*/(]|\bif\b|\band\b|\bor\b|[<>=]/.test(text)
}

function computedColumns(plan: TablePlan): { name: string; sql: string }[] {
  return plan.columns.flatMap((column, index) => {
    if (column.subject.constant || column.subject.guarded || !/[-+*/(]|\bif\b|\band\b|\bor\b|[<>=]/.test(column.text))
      return []
    return [{ name: preparedName(index), sql: column.subject.sql }]
  })
}

function exceptionSql(plan: TablePlan): string | null {
  const outside = plan.columns.flatMap(({ subject }) =>
    subject.guarded ? [`(${subject.guarded.raw} is not null and (${subject.guarded.allowed}) is not true)`] : [],
  )
  return outside.length === 0 ? null : `(${[...new Set(outside)].join(' or ')})`
}

function edgesOf(plan: TablePlan, name: string): Constant[] {
  const edges = plan.columns.flatMap(({ text }, at) =>
    text === name ? plan.rules.flatMap(rule => rule.sets[at]?.spans.flatMap(({ low, high }) => [low, high]) ?? []) : [],
  )
  const byText = new Map(edges.flatMap(edge => (edge ? [[constantText(edge), edge] as const] : [])))
  return [...byText.values()]
}

function outputTexts(plan: TablePlan): (string | null)[][] {
  const text = (value: { kind: string; constant?: Scalar['constant'] } | null): string | null =>
    value === null || value.kind === 'null' ? 'null' : value.constant ? constantText(value.constant) : null
  return [plan.outputs.map(output => text(output.fallback)), ...plan.rules.map(rule => rule.outputs.map(text))]
}

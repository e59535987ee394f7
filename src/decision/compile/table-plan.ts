// A decision table with every cell compiled: what each rule tests, as SQL and as exact sets, and what it puts out. Hit
// policies (hit-policy.ts) and checks (../check) both start here, so they can never see two different tables.

import { DecisionFault, type Place } from '../decision-fault.ts'
import type { Decision, DecisionTable, DmnModel, Expression, OutputClause } from '../dmn/model.ts'
import { onceForEach } from '../once-for-each.ts'
import type { Constant, ScalarType } from '../sfeel/constant.ts'
import { parseExpression, parseUnaryTests } from '../sfeel/parse.ts'
import { contains, everything, intersect, setOf, type ValueSet } from '../sfeel/value-set.ts'
import { compileCell } from './cell.ts'
import { coerce } from './coerce.ts'
import { compileExpression } from './expression.ts'
import { guardScalar } from './guard.ts'
import { at, type Scope } from './scope.ts'
import { isOpen, isOtherLanguage, resolveType, supported } from './types.ts'
import { describeValue, NULL, type NullValue, type Scalar, TYPE_NAME } from './value.ts'

/** Smallint row numbers and the counting form of hit-policy.ts rely on it. */
const RULES_MAX = 10_000

export type TableColumn = {
  /** The expression as written; two columns of the same text are one dimension. */
  readonly text: string
  readonly label: string
  readonly subject: Scalar
  /** The values the column can take after allowed values are applied. */
  readonly domain: ValueSet
  /** Whether checks should expect a null: not when allowed values are declared without it. */
  readonly expectsNull: boolean
}

export type TableOutput = {
  readonly name: string
  readonly type: ScalarType
  /** In the order of priority, where given as constants. */
  readonly priorities: readonly Constant[] | null
  readonly fallback: Scalar | NullValue | null
}

export type TableRule = {
  readonly id: string
  readonly line: number
  /** 'true' when every cell is `-`. */
  readonly when: string
  /** The condition of each column; null where the cell is `-`. `when` is all of them. */
  readonly conditions: readonly (string | null)[]
  /** One set a column, over the values after allowed values; null when a cell is not made of constants. */
  readonly sets: readonly (ValueSet | null)[]
  readonly outputs: readonly (Scalar | NullValue)[]
  /** Outputs that are not among their allowed values and so became null: indexes into `outputs`. */
  readonly disallowed: readonly number[]
}

export type TablePlan = {
  readonly decision: string
  readonly table: DecisionTable
  readonly columns: readonly TableColumn[]
  readonly outputs: readonly TableOutput[]
  readonly rules: readonly TableRule[]
}

/** Compiles all cells. `materialise` may move the SQL of an input expression into a column of its own and return its name. */
export function planTable(
  model: DmnModel,
  decision: Decision,
  table: DecisionTable,
  scope: Scope,
  materialise: (column: number, scalar: Scalar) => Scalar = (_, scalar) => scalar,
): TablePlan {
  const place = (part: Partial<Place>): Place => ({ file: model.file, decision: decision.name, ...part })
  if (table.rules.length > RULES_MAX) {
    throw new DecisionFault(
      'decision.unsupported',
      `a table of more than ${RULES_MAX} rules`,
      place({ line: table.line }),
    )
  }
  refuseOutputTwice(table, place)
  const columns = table.inputs.map((clause, index): TableColumn => {
    const text = clause.expression.text.trim()
    const label = clause.label ?? text
    return at(place({ line: clause.expression.line, column: label }), () => {
      refuseLanguage(clause.expression)
      let subject = typedSubject(
        model,
        compileExpression(parseExpression(text, scope.matchName), scope),
        clause.typeRef,
      )
      const own = supported(resolveType(model, clause.typeRef), `column '${label}'`)
      if (own.kind === 'scalar' && own.allowed) subject = guardScalar(subject, own.allowed.text, scope)
      if (clause.inputValues && !isOpen(clause.inputValues)) {
        refuseLanguage(clause.inputValues)
        subject = guardScalar(subject, clause.inputValues.text, scope)
      }
      subject = materialise(index, subject)
      return { text, label, subject, ...domainOf(subject) }
    })
  })
  // Equal texts of a column become one condition and one set.
  const cellOf = columns.map(column => onceForEach((text: string) => compiledCell(text, column, scope)))
  const outputOf = onceForEach((typeRef: string | undefined) =>
    onceForEach((text: string) => outputValue(model, text, typeRef, scope)),
  )
  const valueOf = (entry: Expression) => {
    refuseLanguage(entry)
    return outputOf(entry.typeRef)(entry.text)
  }
  const compiledRules = table.rules.map(rule => {
    const cells = rule.inputEntries.map((entry, index) => {
      const [column, compile] = [columns[index], cellOf[index]]
      if (column === undefined || compile === undefined)
        throw new DecisionFault(
          'decision.xml',
          'a rule has more entries than the table has inputs',
          place({ line: rule.line }),
        )
      return at(place({ line: entry.line, rule: rule.id, column: column.label }), () => {
        refuseLanguage(entry)
        return compile(entry.text)
      })
    })
    const outputs = rule.outputEntries.map((entry, index) => {
      const clause = table.outputs[index]
      return at(place({ line: entry.line, rule: rule.id, column: outputName(clause, decision, table) }), () =>
        valueOf(entry),
      )
    })
    return { rule, cells, outputs }
  })
  const outputs = table.outputs.map((clause, index): { output: TableOutput; limit: Limit } => {
    const name = outputName(clause, decision, table)
    return at(place({ line: table.line, column: name }), () => {
      const typeRef = clause.typeRef ?? (table.outputs.length === 1 ? decision.variable.typeRef : undefined)
      const fallback = clause.defaultOutput === undefined ? null : valueOf(clause.defaultOutput)
      const entries = compiledRules.map(({ rule, outputs: values }) => ({ rule, value: values[index] ?? NULL }))
      const type = outputType(model, typeRef, fallback, entries, (rule, line) => place({ line, rule, column: name }))
      const limit = limitOf(model, clause, typeRef, type, scope)
      const limited = fallback === null ? null : limit.apply(fallback)
      return { output: { name, type, priorities: limit.priorities, fallback: limited }, limit }
    })
  })
  const rules = compiledRules.map(({ rule, cells, outputs: values }): TableRule => {
    const conditions = cells.map(cell => cell.when)
    const sets = cells.map(cell => cell.set)
    const limited = values.map((value, index) => outputs[index]?.limit.apply(value) ?? value)
    return {
      id: rule.id,
      line: rule.line,
      when: allOf(conditions, columns, sets),
      conditions,
      sets,
      outputs: limited,
      disallowed: values.flatMap((value, index) =>
        value.kind === 'scalar' && value.constant && limited[index]?.kind === 'null' ? [index] : [],
      ),
    }
  })
  return { decision: decision.name, table, columns, outputs: outputs.map(({ output }) => output), rules }
}

/** The condition of a cell, null for `-`, and the set of the column's values that it takes. */
function compiledCell(
  text: string,
  { subject, domain }: TableColumn,
  scope: Scope,
): { readonly when: string | null; readonly set: ValueSet | null } {
  const cell = compileCell(text, subject, scope)
  if (cell.kind === 'any') return { when: null, set: domain }
  return { when: cell.when, set: cell.set === null ? null : intersect(cell.set, domain) }
}

/** All conditions, the ones first that are cheap and seldom hold: SQL stops at the first that fails, and the order of AND changes no answer. */
export function allOf(
  conditions: readonly (string | null)[],
  columns: readonly TableColumn[],
  sets: readonly (ValueSet | null)[],
): string {
  const there = conditions.flatMap((condition, index) =>
    condition === null ? [] : [{ condition, rank: rankOf(columns[index]?.subject, sets[index] ?? null) }],
  )
  there.sort((a, b) => a.rank - b.rank)
  return there.length === 0 ? 'true' : there.map(({ condition }) => condition).join(' and ')
}

/** By measured cost: a flag 5 ns, a whole number 12, `not` 13, a text or numeric 25 to 35 each. A flag that is asked for is rarely set. */
function rankOf(subject: Scalar | undefined, set: ValueSet | null): number {
  if (subject === undefined) return 9
  if (set?.hasNull && set.spans.length === 0) return 0
  if (subject.type === 'boolean') return set?.spans[0]?.low?.value === true ? 0 : 2
  if (subject.type === 'string') return 3
  return subject.type === 'number' && !subject.whole ? 4 : 1
}

/** A result cannot hold two components of one name. */
function refuseOutputTwice(table: DecisionTable, place: (part: Partial<Place>) => Place): void {
  const names = table.outputs.flatMap(output => output.name ?? [])
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined)
    throw new DecisionFault('decision.xml', `two outputs are called '${twice}'`, place({ line: table.line }))
}

/** A single output is named by its decision; several by themselves. */
function outputName(clause: OutputClause | undefined, decision: Decision, table: DecisionTable): string {
  if (table.outputs.length === 1) return clause?.name ?? decision.name
  if (clause?.name === undefined || clause.name === '') {
    throw new DecisionFault('decision.xml', 'an output of a table with several outputs has no name', {
      decision: decision.name,
      line: table.line,
    })
  }
  return clause.name
}

export function refuseLanguage(expression: Expression): void {
  if (expression.boxed !== undefined)
    throw new DecisionFault('decision.unsupported', `<${expression.boxed}> in a table`)
  if (isOtherLanguage(expression))
    throw new DecisionFault('decision.unsupported', `expression language '${expression.language}'`)
}

function typedSubject(
  model: DmnModel,
  value: ReturnType<typeof compileExpression>,
  typeRef: string | undefined,
): Scalar {
  const declared = resolveType(model, typeRef)
  if (value.kind === 'null' && declared.kind === 'scalar') {
    return {
      kind: 'scalar',
      type: declared.type,
      sql: `null::${declared.type === 'number' ? 'numeric' : 'text'}`,
      nullable: true,
    }
  }
  if (value.kind !== 'scalar')
    throw new DecisionFault('decision.unsupported', `an input column that is ${describeValue(value)}`)
  if (declared.kind === 'scalar' && declared.type !== value.type) {
    throw new DecisionFault(
      'decision.type',
      `the expression is ${TYPE_NAME[value.type]}, the column is declared ${TYPE_NAME[declared.type]}`,
    )
  }
  if (declared.kind !== 'scalar' && declared.kind !== 'any') {
    throw new DecisionFault(
      'decision.unsupported',
      declared.kind === 'unsupported' ? declared.what : `an input column of type ${declared.kind}`,
    )
  }
  return value
}

function domainOf(subject: Scalar): { domain: ValueSet; expectsNull: boolean } {
  const expectsNull = subject.guarded ? subject.guarded.allowsNull : subject.nullable
  if (subject.guarded?.set) return { domain: setOf(subject.type, subject.guarded.set.spans, true), expectsNull }
  return { domain: { ...everything(subject.type), hasNull: subject.nullable }, expectsNull }
}

function outputValue(model: DmnModel, text: string, typeRef: string | undefined, scope: Scope): Scalar | NullValue {
  if (text.trim() === '') throw new DecisionFault('decision.unsupported', 'an empty output (write null)')
  const written = compileExpression(parseExpression(text, scope.matchName), scope)
  const value = coerce(written, resolveType(model, typeRef), scope)
  if (value.kind !== 'scalar' && value.kind !== 'null')
    throw new DecisionFault('decision.unsupported', `an output that is ${describeValue(value)}`)
  return value
}

function outputType(
  model: DmnModel,
  typeRef: string | undefined,
  fallback: Scalar | NullValue | null,
  entries: readonly { rule: { id: string; outputEntries: readonly Expression[] }; value: Scalar | NullValue }[],
  place: (rule: string, line: number | undefined) => Place,
): ScalarType {
  let declared = supported(resolveType(model, typeRef), 'the output')
  // A table with a list type puts out its items.
  if (declared.kind === 'list') declared = supported(declared.item, 'the output')
  const found = entries.find(({ value }) => value.kind === 'scalar')?.value ?? fallback
  const type = declared.kind === 'scalar' ? declared.type : found?.kind === 'scalar' ? found.type : 'string'
  for (const { rule, value } of entries) {
    if (value.kind === 'scalar' && value.type !== type) {
      throw new DecisionFault(
        'decision.type',
        `the output is ${TYPE_NAME[value.type]}, where ${TYPE_NAME[type]} is expected`,
        place(rule.id, rule.outputEntries[0]?.line),
      )
    }
  }
  if (fallback?.kind === 'scalar' && fallback.type !== type) {
    throw new DecisionFault(
      'decision.type',
      `the default output is ${TYPE_NAME[fallback.type]}, where ${TYPE_NAME[type]} is expected`,
    )
  }
  return type
}

/** The allowed values of an output: what is outside becomes null (TCK 1157, cases 010 and 014). */
type Limit = {
  readonly priorities: readonly Constant[] | null
  readonly apply: (value: Scalar | NullValue) => Scalar | NullValue
}

function limitOf(
  model: DmnModel,
  clause: OutputClause,
  typeRef: string | undefined,
  type: ScalarType,
  scope: Scope,
): Limit {
  const declared = resolveType(model, typeRef)
  const item = declared.kind === 'list' ? declared.item : declared
  const texts: string[] = []
  if (item.kind === 'scalar' && item.allowed) texts.push(item.allowed.text)
  if (clause.outputValues && !isOpen(clause.outputValues)) {
    refuseLanguage(clause.outputValues)
    texts.push(clause.outputValues.text)
  }
  const setOfText = onceForEach((text: string) => allowedSet(text, type, scope))
  const apply = onceForEach((value: Scalar | NullValue): Scalar | NullValue =>
    texts.reduce<Scalar | NullValue>((limited, text) => {
      if (limited.kind === 'null') return limited
      const allowed = limited.constant ? setOfText(text) : null
      if (limited.constant && allowed) return contains(allowed, limited.constant) ? limited : NULL
      const cell = compileCell(text, limited, scope)
      if (cell.kind === 'any' || cell.when === 'true') return limited
      return { ...withoutConstant(limited), sql: `(case when ${cell.when} then ${limited.sql} end)`, nullable: true }
    }, value),
  )
  const order = texts.at(-1)
  return { priorities: order === undefined ? null : constantList(order, type, scope), apply }
}

/** The constants among the allowed values; null when these are not made of constants, or are any. */
function allowedSet(text: string, type: ScalarType, scope: Scope): ValueSet | null {
  const cell = compileCell(text, { kind: 'scalar', type, sql: 'null', nullable: true }, scope)
  return cell.kind === 'any' ? null : cell.set
}

function withoutConstant(value: Scalar): Scalar {
  const { constant: _, when: __, ...rest } = value
  return rest
}

/** `"A", "B"` as constants in their order, or null when the text is anything else. */
function constantList(text: string, type: ScalarType, scope: Scope): Constant[] | null {
  const tests = parseUnaryTests(text, scope.matchName)
  if (tests.kind !== 'tests' || tests.negated) return null
  const constants: Constant[] = []
  for (const test of tests.tests) {
    const value = test.kind === 'expression' ? compileExpression(test.of, scope) : NULL
    if (value.kind !== 'scalar' || value.constant === undefined || value.type !== type) return null
    constants.push(value.constant)
  }
  return constants
}

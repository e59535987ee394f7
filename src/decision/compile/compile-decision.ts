// A decision and everything it requires, compiled to one statement over any relation of facts: one loan, the whole book, or
// facts typed in by hand. The text of the decision is the same in all three.

import { DecisionFault, type Place } from '../decision-fault.ts'
import type { Decision, DmnModel } from '../dmn/model.ts'
import { parseExpression } from '../sfeel/parse.ts'
import { coerce } from './coerce.ts'
import { compileExpression } from './expression.ts'
import { inputType } from './input-type.ts'
import { columnName, type DecisionInput, InputRegister } from './inputs.ts'
import { jsonSql } from './json-result.ts'
import { column, Layers, materialiseScalar } from './layers.ts'
import { isReference } from './reference.ts'
import { at, type Scope, scopeOf } from './scope.ts'
import { planTable, refuseLanguage, type TablePlan } from './table-plan.ts'
import { tableValue } from './table-value.ts'
import { componentNames, type FeelType, resolveType } from './types.ts'
import type { Value } from './value.ts'

export type CompiledDecision = {
  readonly name: string
  /** Scalars the relation must have a column for, named by `columnName`. */
  readonly inputs: readonly DecisionInput[]
  /** Decision tables below and including this one, required ones first. */
  readonly tables: readonly TablePlan[]
  readonly value: Value
  /** The relation `source` with all columns of the layers. */
  readonly relation: (source: string) => string
  /** A SELECT of the columns of `source`, the columns of the layers, and the answer as json in `result`. */
  readonly sqlOver: (source: string) => string
}

/** Throws DecisionFault naming the construct and its place when the decision cannot be compiled exactly. */
export function compileDecision(model: DmnModel, decisionName: string): CompiledDecision {
  const decision = findDecision(model, decisionName)
  const compiler = new DecisionCompiler(model)
  const value = compiler.decision(decision)
  const result = at({ file: model.file, decision: decision.name, line: decision.line }, () => jsonSql(value))
  const inputs = [...compiler.register.used.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    name: decision.name,
    inputs,
    tables: compiler.tables,
    value,
    relation: source => compiler.layers.over(source),
    sqlOver: source => `select s.*, ${result} as result\nfrom ${compiler.layers.over(source)} s`,
  }
}

export function findDecision(model: DmnModel, name: string): Decision {
  const decision = model.decisions.find(candidate => candidate.name === name)
  if (decision) return decision
  const known = model.decisions.map(candidate => `'${candidate.name}'`).join(', ')
  throw new DecisionFault('decision.name', `there is no decision '${name}'; there is ${known || 'none'}`, {
    file: model.file,
  })
}

class DecisionCompiler {
  readonly layers = new Layers()
  readonly tables: TablePlan[] = []
  readonly register: InputRegister
  private readonly model: DmnModel
  private readonly done = new Map<string, Value>()
  private readonly open: string[] = []

  constructor(model: DmnModel) {
    this.model = model
    this.register = new InputRegister(model, { sql: input => column(columnName(input)), columnType: () => undefined })
  }

  decision(decision: Decision): Value {
    const before = this.done.get(decision.name)
    if (before) return before
    if (this.open.includes(decision.name)) {
      throw new DecisionFault(
        'decision.unsupported',
        `decisions that require each other: ${[...this.open, decision.name].join(' → ')}`,
        {
          file: this.model.file,
        },
      )
    }
    this.open.push(decision.name)
    const scope = scopeOfDecision(this.model, decision, {
      input: (name, type) => this.register.value([name], type),
      decision: required => this.decision(required),
    })
    const value = at(placeOf(this.model, decision), () => this.logic(decision, scope))
    this.open.pop()
    this.done.set(decision.name, value)
    return value
  }

  private logic(decision: Decision, scope: Scope): Value {
    const { logic } = decision
    const declared = resolveType(this.model, decision.variable.typeRef)
    if (logic === null) throw new DecisionFault('decision.unsupported', 'a decision without logic')
    if (logic.kind === 'other') {
      throw new DecisionFault('decision.unsupported', `a boxed <${logic.element}>`, {
        ...placeOf(this.model, decision),
        line: logic.line,
      })
    }
    if (logic.kind === 'literal') {
      return at({ ...placeOf(this.model, decision), line: logic.expression.line }, () => {
        refuseLanguage(logic.expression)
        const value = compileExpression(parseExpression(logic.expression.text, scope.matchName), scope)
        const own = coerce(value, resolveType(this.model, logic.expression.typeRef), scope)
        return this.keep(decision.name, coerce(own, declared, scope))
      })
    }
    this.layers.next()
    const plan = planTable(this.model, decision, logic, scope, (index, scalar) =>
      scalar.guarded ? scalar : materialiseScalar(this.layers, `${decision.name} input ${index + 1}`, scalar),
    )
    this.tables.push(plan)
    const own = resolveType(this.model, logic.typeRef)
    const isList = declared.kind === 'list' || own.kind === 'list'
    return this.keep(decision.name, coerce(coerce(tableValue(plan, this.layers, isList), own, scope), declared, scope))
  }

  /** Moves the scalars of a value into columns, so that decisions above read them instead of repeating their SQL. */
  private keep(name: string, value: Value): Value {
    this.layers.next()
    const kept = this.keepPart(name, value)
    this.layers.next()
    return kept
  }

  private keepPart(name: string, value: Value): Value {
    switch (value.kind) {
      case 'scalar':
        return materialiseScalar(this.layers, name, value)
      case 'list':
        return { kind: 'list', items: value.items.map((item, index) => this.keepPart(`${name} ${index + 1}`, item)) }
      case 'context':
        if (value.isInput) return value
        return {
          ...value,
          entries: value.entries.map(([key, entry]) => [key, this.keepPart(`${name}.${key}`, entry)] as const),
        }
    }
    // null, range, rows
    return value
  }
}

function placeOf(model: DmnModel, decision: Decision): Place {
  return { file: model.file, line: decision.line, decision: decision.name }
}

/** The names a decision may use: what it requires, and nothing else. Values are made when they are first looked up. */
export function scopeOfDecision(
  model: DmnModel,
  decision: Decision,
  values: { input: (name: string, type: FeelType) => Value; decision: (decision: Decision) => Value },
): Scope {
  const made = new Map<string, () => Value>()
  const components: string[] = []
  const ownerOf = new Map<string, string>()
  const add = (name: string, owner: string, value: () => Value) => {
    const before = ownerOf.get(name) ?? owner
    if (before !== owner)
      throw new DecisionFault(
        'decision.name',
        `both '${before}' and '${owner}' are called '${name}' here`,
        placeOf(model, decision),
      )
    ownerOf.set(name, owner)
    made.set(name, value)
  }
  for (const href of decision.requiredInputs) {
    const input = model.inputData.find(candidate => isReference(model, href, candidate.id))
    if (!input)
      throw new DecisionFault(
        'decision.unsupported',
        `required input '${href}' is not in this file`,
        placeOf(model, decision),
      )
    const type = inputType(model, input)
    components.push(...componentNames(type))
    add(input.variableName ?? input.name, input.name, () => values.input(input.name, type))
  }
  for (const href of decision.requiredDecisions) {
    const required = model.decisions.find(candidate => isReference(model, href, candidate.id))
    if (!required)
      throw new DecisionFault(
        'decision.unsupported',
        `required decision '${href}' is not in this file`,
        placeOf(model, decision),
      )
    components.push(...outputNames(model, required))
    add(required.variable.name, required.name, () => values.decision(required))
  }
  const names = new Map([...made.keys()].map(name => [name, { kind: 'null' }] as const))
  const scope = scopeOf(names, [...components, ...knowledgeNames(model)])
  return { ...scope, lookup: name => made.get(name)?.() }
}

function outputNames(model: DmnModel, decision: Decision): string[] {
  const declared = componentNames(resolveType(model, decision.variable.typeRef))
  const outputs =
    decision.logic?.kind === 'table'
      ? decision.logic.outputs.flatMap(output => (output.name === undefined ? [] : [output.name]))
      : []
  return [...declared, ...outputs]
}

/** Known so that an invocation of one is refused by its whole name. */
function knowledgeNames(model: DmnModel): readonly string[] {
  return model.otherNames.map(name => name.trim().replace(/\s+/g, ' '))
}

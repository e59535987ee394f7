// A rulebook: one file of decision tables under the law of one place. A table that answers with an outcome is a rule and bears its id; any other is a helper, whose answer
// rules of the same file may ask for. The file is the law as the gate knows it; nothing about a rule stands anywhere else.

import {
  type CompiledTable,
  compileTable,
  type Decision,
  DecisionFault,
  type DecisionTable,
  readDmn,
} from '../../decision/index.ts'
import { Fault, must } from '../../kernel/index.ts'
import type { Outcome, Question } from './question.ts'

/** What one row of a rule says. */
export type RuleRow = {
  readonly id: string
  readonly outcome: Outcome
  readonly reason: string | null
  readonly conditions: readonly string[]
  /** The feature that counts what the row limits. */
  readonly count: string | null
  readonly status: 'confirmed' | 'draft'
  readonly citation: Citation
  /** What it says, for people. */
  readonly zh: string
  readonly en: string
}

export type Citation = {
  readonly instrument: string
  readonly article: string
  /** How well the text is known: P and V are confirmed, POLICY is the house's own. */
  readonly source: string
}

export type Rule = {
  readonly id: string
  readonly table: CompiledTable
  /** By row number; the first stands for no row at all. */
  readonly rows: readonly RuleRow[]
  /** Outputs beyond those of every rule: what it computes, such as a date. */
  readonly results: readonly string[]
}

export type Rulebook = {
  /** `US-NY-NYC`: it binds where the person is there, or the lender. `HOUSE`: where the house wants it. */
  readonly jurisdiction: string
  readonly title: string
  readonly helpers: readonly CompiledTable[]
  readonly rules: readonly Rule[]
}

const ANNOTATIONS = ['Instrument', 'Article', 'Source', '理由', 'Reason'] as const
const OUTPUTS: ReadonlySet<string> = new Set(['outcome', 'reason', 'conditions', 'count', 'status'])
/** The ids of rules are the words of answers, stored with every grant and refusal. */
const RULE_ID = /^[A-Z]{1,2}(?:-[A-Z0-9]+)+$/

/** Throws `Fault` 'permission.rulebook_unfit' with the place and what does not fit. */
export function readRulebook(content: string, jurisdiction: string, title: string, question: Question): Rulebook {
  try {
    const model = readDmn(content, { file: title })
    const isRule = ({ logic }: Decision) =>
      logic?.kind === 'table' && logic.outputs.some(({ name }) => name === 'outcome')
    const columnTypes = Object.fromEntries(question.features.map(({ name, type }) => [name, COLUMN_TYPE[type]]))
    const compile = ({ name }: Decision) => compileTable(model, name, { columnTypes, column: quotedColumn })
    const helpers = model.decisions.filter(decision => !isRule(decision)).map(compile)
    const known = new Set([...question.features.map(({ name }) => name), ...helpers.map(({ decision }) => decision)])
    const rules = model.decisions.filter(isRule).map(decision => {
      if (!RULE_ID.test(decision.name)) throw unfit(title, `'${decision.name}' is no id of a rule`)
      const table = compile(decision)
      return {
        id: decision.name,
        table,
        rows: rowsOf(title, decision, table, question),
        results: table.outputs.map(({ name }) => name).filter(name => !OUTPUTS.has(name)),
      }
    })
    for (const { decision, inputs } of [...helpers, ...rules.map(({ table }) => table)]) {
      const unknown = inputs.filter(({ name }) => !known.has(name))
      if (unknown.length > 0)
        throw unfit(
          title,
          `${decision} asks for ${unknown.map(({ name }) => `'${name}'`).join(', ')}, which is no feature and no helper of this file`,
        )
    }
    return { jurisdiction, title, helpers, rules }
  } catch (error) {
    if (error instanceof DecisionFault) throw unfit(title, error.message, error)
    throw error
  }
}

const COLUMN_TYPE = { string: 'text', number: 'integer', decimal: 'numeric', boolean: 'boolean', date: 'date' } as const

/** How the tables of rulebooks name the columns they read. */
export function quotedColumn(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function rowsOf(title: string, decision: Decision, table: CompiledTable, { outcomes }: Question): RuleRow[] {
  const logic = must(decision.logic?.kind === 'table' ? decision.logic : null, 'a rule is a table')
  const outputs = logic.outputs.map(({ name }) => name ?? '')
  const annotations = annotationPlaces(title, decision.name, logic)
  return table.rowIds.map((id, number): RuleRow => {
    const texts = table.outputTexts[number] ?? []
    const output = (name: string): string | null => {
      const text = texts[outputs.indexOf(name)]
      return text === undefined || text === null || text === 'null' ? null : (JSON.parse(text) as string)
    }
    const outcome = output('outcome') ?? 'not_applicable'
    const status = output('status')
    const known = outcomes.find(candidate => candidate === outcome)
    if (!known) throw unfit(title, `${decision.name}, row ${id}: '${outcome}' is no outcome`)
    const reason = output('reason')
    if ((outcome === 'deny' || outcome === 'review') !== (reason !== null))
      throw unfit(title, `${decision.name}, row ${id}: a reason goes with 'deny' and 'review', and they with a reason`)
    const conditions = output('conditions')?.split(' ') ?? []
    if ((outcome === 'condition') !== conditions.length > 0)
      throw unfit(title, `${decision.name}, row ${id}: conditions go with 'condition'`)
    const written = number === 0 ? undefined : logic.rules[number - 1]
    const note = (name: (typeof ANNOTATIONS)[number]) => written?.annotations[annotations[name]] ?? ''
    const count = written?.outputEntries[outputs.indexOf('count')]?.text.trim()
    return {
      id,
      outcome: known,
      reason,
      conditions,
      count: count === undefined || count === 'null' ? null : count,
      status: status === 'draft' ? 'draft' : 'confirmed',
      citation: { instrument: note('Instrument'), article: note('Article'), source: note('Source') },
      zh: note('理由'),
      en: note('Reason'),
    }
  })
}

function annotationPlaces(
  title: string,
  rule: string,
  { annotationNames }: DecisionTable,
): Record<(typeof ANNOTATIONS)[number], number> {
  const place = (wanted: string) => {
    const found = annotationNames.findIndex(name => name === wanted || name.endsWith(` ${wanted}`))
    if (found === -1) throw unfit(title, `${rule} has no annotation '${wanted}'`)
    return found
  }
  return {
    Instrument: place('Instrument'),
    Article: place('Article'),
    Source: place('Source'),
    理由: place('理由'),
    Reason: place('Reason'),
  }
}

function unfit(title: string, what: string, cause?: unknown): Fault {
  return new Fault('permission.rulebook_unfit', `Rulebook ${title}: ${what}`, { cause })
}

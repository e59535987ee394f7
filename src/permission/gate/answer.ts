// From the rows of the rules to the answer of the gate: deny wins, every failing rule is named, a fact that is not known denies.

import { FEATURES } from '../facts/dictionary.ts'
import type { Facts } from '../facts/facts.ts'
import type { Citation, Outcome, Rule, Rulebook } from '../rulebook/rulebook.ts'
import { helperColumns } from './compose.ts'

export type RuleAnswer = {
  readonly id: string
  readonly outcome: Exclude<Outcome, 'not_applicable'>
  readonly reason: string | null
  readonly citation: Citation | null
  /** The rulebook that holds it. */
  readonly version: string
  readonly status: 'confirmed' | 'draft'
}

export type Answer = {
  readonly decision: 'allow' | 'deny' | 'allow_with_conditions'
  /** Every rule that was asked, in the order of the rulebooks, those that deny first. */
  readonly rules: readonly RuleAnswer[]
  readonly conditions: readonly string[]
  /** Paths of facts that a rule needs and that are not known. */
  readonly missing: readonly string[]
  /** Events counted before this attempt, by rule. */
  readonly counts: Readonly<Record<string, number>>
}

export type GateRow = {
  readonly rows: readonly (number | null)[]
  readonly features: Readonly<Record<string, unknown>>
}

/** Facts that every rule reads (docs/permission/facts.md). */
const BASE = [
  'attempt.channel',
  'attempt.purpose',
  'attempt.stage',
  'attempt.initiatedBy',
  'actor.role',
  'actor.entity',
  'loan.id',
  'party.id',
  'party.role',
  'party.jurisdiction',
  'party.flags',
]
const NEEDS = new Map(FEATURES.map(({ name, needs }) => [name, needs]))
const PENDING: Readonly<Record<string, string>> = {
  china_conversations_today: 'has_pending_china_call',
  china_dials_today: 'has_pending_china_call',
}

export function answerOf(facts: Facts, row: GateRow, rulebooks: readonly Rulebook[]): Answer {
  const asked = rulebooks.flatMap(rulebook => rulebook.rules.map(rule => ({ rule, rulebook })))
  const missing = new Set(BASE.filter(path => !isGiven(facts, path)))
  const rules: RuleAnswer[] = []
  const conditions = new Set<string>()
  const counts: Record<string, number> = {}
  let countsPending = false
  for (const [place, { rule, rulebook }] of asked.entries()) {
    const number = row.rows[place] ?? 0
    if (number < 0) for (const path of inDoubt(rule, -number, rulebook, facts, row)) missing.add(path)
    const said = number > 0 ? rule.rows[number] : undefined
    if (!said || said.outcome === 'not_applicable') continue
    rules.push({
      id: rule.id,
      outcome: said.outcome,
      reason: said.reason,
      citation: said.citation,
      version: rulebook.title,
      status: said.status,
    })
    for (const condition of said.conditions) conditions.add(condition)
    if (said.count !== null) {
      counts[rule.id] = Number(row.features[said.count] ?? 0)
      countsPending ||= row.features[PENDING[said.count] ?? 'has_pending'] === true
    }
  }
  if (missing.size > 0) rules.push(ownRule('X-01', 'deny', 'MISSING_DATA'))
  const isDenied = rules.some(({ outcome }) => outcome === 'deny')
  if (isDenied && rules.some(({ outcome }) => outcome === 'exempt' || outcome === 'condition'))
    rules.push(ownRule('X-05', 'pass'))
  if (countsPending) rules.push(ownRule('X-06', 'pass'))
  return {
    decision: isDenied ? 'deny' : conditions.size > 0 ? 'allow_with_conditions' : 'allow',
    rules: [...rules.filter(({ outcome }) => outcome === 'deny'), ...rules.filter(({ outcome }) => outcome !== 'deny')],
    conditions: isDenied ? [] : [...conditions],
    missing: [...missing],
    counts,
  }
}

/** Whether any rule denies or is in doubt. */
export function isRefused({ rows }: Pick<GateRow, 'rows'>, rulebooks: readonly Rulebook[]): boolean {
  let place = 0
  for (const { rules } of rulebooks)
    for (const rule of rules) {
      const number = rows[place] ?? 0
      if (number < 0 || rule.rows[number]?.outcome === 'deny') return true
      place += 1
    }
  return false
}

/** A rule that is mechanism, not law: it stands in no rulebook. */
function ownRule(id: string, outcome: 'deny' | 'pass', reason: string | null = null): RuleAnswer {
  return { id, outcome, reason, citation: null, version: 'curebook', status: 'confirmed' }
}

/** The paths that would settle a row: those of its columns that are not known. */
function inDoubt(
  { table }: Pick<Rule, 'table'>,
  number: number,
  rulebook: Rulebook,
  facts: Facts,
  row: GateRow,
): string[] {
  return (table.testedInputs[number] ?? []).flatMap(name => {
    if (row.features[name] !== null && row.features[name] !== undefined) return []
    const helper = rulebook.helpers.find(({ decision }) => decision === name)
    if (helper) {
      const ofHelper = Number(row.features[helperColumns(name).row] ?? 0)
      return ofHelper < 0 ? inDoubt({ table: helper }, -ofHelper, rulebook, facts, row) : []
    }
    const needed = NEEDS.get(name) ?? []
    const absent = needed.filter(path => !isGiven(facts, path))
    return absent.length > 0 ? absent : [...needed]
  })
}

function isGiven(facts: Facts, path: string): boolean {
  let value: unknown = facts
  const steps = path.split('.')
  // a borrower is the debtor
  if (steps[0] === 'debtor' && facts.debtor === undefined && facts.party?.role === 'borrower') steps[0] = 'party'
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false
    value = (value as Record<string, unknown>)[step]
  }
  return !(Array.isArray(value) && value.length === 0 && path === 'party.timeZones')
}

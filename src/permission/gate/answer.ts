// From the rows of the rules to the answer of the gate: deny wins, every failing rule is named, a fact that is not known denies.

import type { Law } from '../rulebook/law.ts'
import type { Matter, Outcome } from '../rulebook/question.ts'
import type { Citation, Rulebook } from '../rulebook/rulebook.ts'
import { HOUSE } from './compose.ts'
import { isGiven, missingFor } from './missing.ts'

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
  /** `review`: a person decides; `computed`: the answer is the result. */
  readonly decision: 'allow' | 'deny' | 'allow_with_conditions' | 'review' | 'computed'
  /** Every rule that was asked, in the order of the rulebooks, those that deny first. */
  readonly rules: readonly RuleAnswer[]
  readonly conditions: readonly string[]
  /** Paths of facts that a rule needs and that are not known. */
  readonly missing: readonly string[]
  /** Events counted before this attempt, by rule. */
  readonly counts: Readonly<Record<string, number>>
  /** What the rules computed. */
  readonly result: Readonly<Record<string, unknown>>
}

export type GateRow = {
  readonly rows: readonly (number | null)[]
  /** By rule as `rows`, or empty where no rule computes anything. */
  readonly results: readonly (Readonly<Record<string, unknown>> | null)[]
  readonly features: Readonly<Record<string, unknown>>
}

const PENDING: Readonly<Record<string, string>> = {
  china_conversations_today: 'has_pending_china_call',
  china_dials_today: 'has_pending_china_call',
}

export function answerOf<Facts extends Matter>(
  facts: Facts,
  row: GateRow,
  { question, rulebooks }: Law<Facts>,
): Answer {
  const asked = rulebooks.flatMap(rulebook => rulebook.rules.map(rule => ({ rule, rulebook })))
  const missing = new Set(question.base.filter(path => !isGiven(facts, path)))
  const rules: RuleAnswer[] = []
  const conditions = new Set<string>()
  const counts: Record<string, number> = {}
  let result: Record<string, unknown> = {}
  let countsPending = false
  for (const [place, { rule, rulebook }] of asked.entries()) {
    const number = row.rows[place] ?? 0
    if (number < 0) for (const path of missingFor(rule, -number, rulebook, question, facts, row)) missing.add(path)
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
    result = { ...result, ...row.results[place] }
    if (said.count !== null) {
      counts[rule.id] = Number(row.features[said.count] ?? 0)
      countsPending ||= row.features[PENDING[said.count] ?? 'has_pending'] === true
    }
  }
  if (missing.size > 0) rules.push(ownRule('X-01', 'deny', 'MISSING_DATA'))
  if (question.allowsBySilence ? !bindsAnyPlace(row, rulebooks) : rules.length === 0) {
    if (question.allowsBySilence) conditions.add(COUNSEL)
    rules.push(question.allowsBySilence ? ownRule('X-07', 'condition') : ownRule('X-07', 'review', COUNSEL))
  }
  const has = (outcome: Outcome) => rules.some(rule => rule.outcome === outcome)
  if (has('deny') && (has('exempt') || has('condition'))) rules.push(ownRule('X-05', 'pass'))
  if (countsPending) rules.push(ownRule('X-06', 'pass'))
  const decision = has('deny')
    ? 'deny'
    : has('review')
      ? 'review'
      : conditions.size > 0
        ? 'allow_with_conditions'
        : has('computed')
          ? 'computed'
          : 'allow'
  return {
    decision,
    rules: [...rules.filter(({ outcome }) => outcome === 'deny'), ...rules.filter(({ outcome }) => outcome !== 'deny')],
    conditions: decision === 'deny' ? [] : [...conditions],
    missing: [...missing],
    counts,
    result,
  }
}

/** Whether any rule denies or is in doubt. */
export function isRefused({ rows }: Pick<GateRow, 'rows'>, { rulebooks }: Pick<Law, 'rulebooks'>): boolean {
  let place = 0
  for (const { rules } of rulebooks)
    for (const rule of rules) {
      const number = rows[place] ?? 0
      if (number < 0 || rule.rows[number]?.outcome === 'deny') return true
      place += 1
    }
  return false
}

/** What stands where no rulebook speaks: counsel is asked. */
const COUNSEL = 'COUNSEL_REVIEW'

/** Whether there is a rulebook for the place at all. The house's own speaks for none. */
function bindsAnyPlace({ rows }: GateRow, rulebooks: readonly Rulebook[]): boolean {
  const places = rulebooks.flatMap(({ jurisdiction, rules }) => rules.map(() => jurisdiction))
  return places.some((jurisdiction, place) => jurisdiction !== HOUSE && (rows[place] ?? null) !== null)
}

/** A rule that is mechanism, not law: it stands in no rulebook. */
function ownRule(id: string, outcome: RuleAnswer['outcome'], reason: string | null = null): RuleAnswer {
  return { id, outcome, reason, citation: null, version: 'curebook', status: 'confirmed' }
}

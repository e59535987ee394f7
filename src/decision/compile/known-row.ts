// A first-hit table that does not guess. DMN goes on to the next rule where a fact is not known; a table of the law must not: a prohibition that can neither hold nor
// be ruled out is no permission. So the first rule that is in doubt ends the search and names itself. Where every fact is known, the answer is the table's own.

import { DecisionFault, type Place } from '../decision-fault.ts'
import { hasFallback } from './hit-policy.ts'
import type { TablePlan, TableRule } from './table-plan.ts'

/** One SQL expression of type integer: n where rule n is the first that holds, -n where rule n is in doubt before one holds, 0 (the default output) or null where none holds. `isKnown` names
 * the columns that are never null. Throws DecisionFault for a table in which doubt could not be told. */
export function knownRowSql(plan: TablePlan, isKnown: (column: string) => boolean): string {
  refuseUntellable(plan)
  const lines: string[] = []
  for (const [index, rule] of plan.rules.entries()) {
    const number = index + 1
    if (rule.when === 'true') return caseOf(lines, String(number))
    lines.push(`\n  when ${rule.when} then ${number}`)
    if (mayDoubt(plan, rule, isKnown)) lines.push(`\n  when (${rule.when}) is null then ${-number}`)
  }
  return caseOf(lines, hasFallback(plan) ? '0' : 'null')
}

function caseOf(lines: readonly string[], otherwise: string): string {
  return lines.length === 0 ? `${otherwise}::integer` : `(case${lines.join('')}\n  else ${otherwise}\nend)`
}

/** A condition is null where its column is, unless it asks for null itself. */
function mayDoubt(plan: TablePlan, rule: TableRule, isKnown: (column: string) => boolean): boolean {
  return rule.conditions.some(
    (condition, index) =>
      condition !== null && rule.sets[index]?.hasNull !== true && !isKnown(plan.columns[index]?.text ?? ''),
  )
}

function refuseUntellable(plan: TablePlan): void {
  const refuse = (what: string, place: Partial<Place>) => {
    throw new DecisionFault('decision.unsupported', what, { decision: plan.decision, ...place })
  }
  if (plan.table.hitPolicy !== 'FIRST')
    refuse(`hit policy ${plan.table.hitPolicy} in a table of rules, which is FIRST`, { line: plan.table.line })
  for (const [index, rule] of plan.table.rules.entries())
    for (const [at, { text, line }] of rule.inputEntries.entries()) {
      const place = { rule: rule.id, line, column: plan.columns[at]?.label }
      // An unknown value would count as one of "all others".
      if (/^\s*not\b/.test(text))
        refuse(`${text.trim()}: write the values that hit, a value that is not known is none of them`, place)
      if (plan.rules[index]?.sets[at] === null)
        refuse(`${text.trim()}: only constants tell whether a fact is known`, place)
    }
}

// Which facts would settle what is in doubt: the paths that a refusal for missing data names.

import type { Question } from '../rulebook/question.ts'
import type { Rule, Rulebook } from '../rulebook/rulebook.ts'
import type { GateRow } from './answer.ts'
import { helperColumns } from './compose.ts'

/** The paths that would settle a row: those of its columns that are not known. */
export function missingFor(
  { table }: Pick<Rule, 'table'>,
  number: number,
  rulebook: Rulebook,
  question: Question,
  facts: object,
  row: GateRow,
): string[] {
  return (table.testedInputs[number] ?? []).flatMap(name => {
    if (row.features[name] !== null && row.features[name] !== undefined) return []
    const helper = rulebook.helpers.find(({ decision }) => decision === name)
    if (helper) {
      const ofHelper = Number(row.features[helperColumns(name).row] ?? 0)
      return ofHelper < 0 ? missingFor({ table: helper }, -ofHelper, rulebook, question, facts, row) : []
    }
    const needed = question.features.find(feature => feature.name === name)?.needs ?? []
    const absent = needed.filter(path => !isGiven(facts, path))
    return absent.length > 0 ? absent : [...needed]
  })
}

/** Whether something stands at the path; an empty list of time zones is none. */
export function isGiven(facts: object, path: string): boolean {
  let value: unknown = facts
  const steps = path.split('.')
  if (steps[0] === 'debtor' && isBorrower(facts)) steps[0] = 'party'
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false
    value = (value as Record<string, unknown>)[step]
  }
  return !(Array.isArray(value) && value.length === 0 && path === 'party.timeZones')
}

/** A borrower is the debtor. */
function isBorrower(facts: { readonly debtor?: unknown; readonly party?: { readonly role?: unknown } }): boolean {
  return facts.debtor === undefined && facts.party?.role === 'borrower'
}

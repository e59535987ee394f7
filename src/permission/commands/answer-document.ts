// An answer of the gate as a document for machines and as lines for people.

import type { Answer, RuleAnswer } from '../gate/answer.ts'

export type Stream = { readonly write: (text: string) => unknown }
export type CheckOptions = { readonly facts: string; readonly json: boolean }

export function answerDocument(id: string | undefined, answer: Answer): Readonly<Record<string, unknown>> {
  const { decision, rules, conditions, missing, counts } = answer
  return {
    id: id ?? null,
    decision,
    rules: rules.map(rule => ({ ...rule, citation: citationText(rule) })),
    conditions,
    missing,
    counts,
  }
}

function citationText({ citation }: RuleAnswer): string | null {
  return citation && `${citation.instrument}, ${citation.article}`
}

/** The decision, and below it who says no or asks for a person, what is not known, what goes with it, and what was computed. */
export function answerLines(id: string, { decision, rules, conditions, missing, result }: Answer): string[] {
  const lines = [`${id}: ${decision}`]
  for (const rule of rules)
    if (rule.outcome === 'deny' || rule.outcome === 'review')
      lines.push(
        `  ${rule.id} ${rule.reason ?? ''}${rule.citation ? ` (${citationText(rule) ?? ''}; ${rule.status})` : ''}`,
      )
  if (missing.length > 0) lines.push(`  not known: ${missing.join(', ')}`)
  if (conditions.length > 0) lines.push(`  with: ${conditions.join(', ')}`)
  for (const [name, value] of Object.entries(result)) lines.push(`  ${name}: ${String(value)}`)
  return lines
}

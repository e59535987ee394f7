// Nights that decided the same one after another, as one: years of them would hide what changed. Every night for itself is in dossier.json and among the rows.

import type { DossierDecision } from '../dossier.ts'

export type SameDecisions = { readonly first: DossierDecision; readonly last: DossierDecision; readonly nights: number }

type Answer = Pick<DossierDecision, 'stage' | 'treatment' | 'channel' | 'riskClass'>

/** In their order. Decisions that an entry stands behind are never one with some that have none. */
export function sameDecisions(decisions: readonly DossierDecision[]): SameDecisions[] {
  const spans: SameDecisions[] = []
  for (const decision of decisions) {
    const span = spans.at(-1)
    if (span && isSame(span.last, decision))
      spans[spans.length - 1] = { ...span, last: decision, nights: span.nights + 1 }
    else spans.push({ first: decision, last: decision, nights: 1 })
  }
  return spans
}

function isSame(one: DossierDecision, other: DossierDecision): boolean {
  const standing = ({ entry }: DossierDecision) =>
    entry === null ? 'none' : entry.leafIndex === null ? 'waits' : 'logged'
  const answer = ({ stage, treatment, channel, riskClass }: Answer) =>
    [stage, treatment, channel, riskClass].join('\u001f')
  return answer(one) === answer(other) && standing(one) === standing(other)
}

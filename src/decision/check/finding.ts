// What a check has to say of a table, in both languages, with the place and an example.

import type { TablePlan } from '../compile/table-plan.ts'
import type { ExampleFact } from './describe.ts'

export type FindingKind =
  | 'gap'
  | 'left-out'
  | 'overlap'
  | 'unreachable'
  | 'disallowed-output'
  | 'not-analysed'
  | 'refused'

export type Finding = {
  readonly kind: FindingKind
  /** Problems must be mended before approval; notes are for reading. */
  readonly severity: 'problem' | 'note'
  readonly decision: string
  readonly rules: readonly string[]
  readonly line?: number | undefined
  readonly message: { readonly en: string; readonly zh: string }
  readonly example: ExampleFact | null
}

/** More findings of one kind than a person reads at once. */
export const FINDINGS_MAX = 20

export function finding(
  plan: TablePlan,
  kind: FindingKind,
  rules: readonly string[],
  example: ExampleFact | null,
  message: Finding['message'],
  line?: number,
): Finding {
  return {
    kind,
    severity: kind === 'not-analysed' ? 'note' : 'problem',
    decision: plan.decision,
    rules,
    line,
    message,
    example,
  }
}

export function limited(plan: TablePlan, en: string, zh: string): Finding {
  return finding(plan, 'not-analysed', [], null, { en, zh })
}

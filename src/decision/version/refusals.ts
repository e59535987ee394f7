// Why a version of a decision table is not taken, not approved, not retired or not withdrawn, in order of precedence.

import type { Finding } from '../check/finding.ts'

export type VersionRefusal = {
  readonly code:
    | 'decision.table_name'
    | 'decision.table_empty'
    | 'decision.table_invalid'
    | 'decision.version_same'
    | 'decision.version_unknown'
    | 'decision.version_not_draft'
    | 'decision.version_not_approved'
    | 'decision.not_author'
    | 'decision.four_eyes'
    | 'decision.date_missing'
    | 'decision.end_before_start'
    | 'decision.checks_failed'
  readonly message: string
  /** With 'decision.checks_failed': what is wrong, rule by rule. */
  readonly findings?: readonly Finding[]
}

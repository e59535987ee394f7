// Why a version of a decision table is not taken or not approved, in order of precedence.

export type VersionRefusal = {
  readonly code:
    | 'decision.table_invalid'
    | 'decision.version_taken'
    | 'decision.version_unknown'
    | 'decision.version_not_draft'
    | 'decision.four_eyes'
    | 'decision.checks_failed'
  readonly message: string
}

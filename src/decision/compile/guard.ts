// Allowed values. DMN turns a value outside them into null before anything looks at it (TCK 1157, 0104), so a name with
// allowed values compiles to a CASE, and table cells use cheaper forms where the cell itself proves the value allowed.

import { intersect, setOf, type ValueSet } from '../sfeel/value-set.ts'
import { compileCell } from './cell.ts'
import type { Scope } from './scope.ts'
import type { Scalar } from './value.ts'

/** `subject` with the unary tests `text` as allowed values, added to those it has. */
export function guardScalar(subject: Scalar, text: string, scope: Scope): Scalar {
  const raw: Scalar = subject.guarded ? { ...subject, sql: subject.guarded.raw } : subject
  const { guarded, ...bare } = raw
  const cell = compileCell(text, bare, scope)
  if (cell.kind === 'any') return subject
  if (guarded?.allowed === cell.when) return subject
  const allowed = guarded ? `(${guarded.allowed} and ${cell.when})` : cell.when
  const set = combined(guarded?.set, guarded !== undefined, withoutNull(cell.set))
  return {
    kind: 'scalar',
    type: subject.type,
    sql: `(case when ${allowed} then ${raw.sql} end)`,
    nullable: true,
    ...(subject.whole ? { whole: true } : {}),
    guarded: { raw: raw.sql, allowed, set, allowsNull: (cell.set?.hasNull ?? true) && (guarded?.allowsNull ?? true) },
  }
}

function withoutNull(set: ValueSet | null): ValueSet | null {
  return set === null ? null : setOf(set.type, set.spans, false)
}

function combined(before: ValueSet | null | undefined, hadGuard: boolean, added: ValueSet | null): ValueSet | null {
  if (!hadGuard) return added
  return before && added ? intersect(before, added) : null
}

// A lender's own tables, as people submit and approve them: each step by name, recorded, in a transaction of its own.

import { recorded } from '../../evidence/index.ts'
import { type Outcome, refused } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import { type Approved, approveTableVersion } from './approve-version.ts'
import type { VersionRefusal } from './refusals.ts'
import { submitTableVersion, type TableDraft } from './submit-version.ts'
import { findTableVersion, type TableVersion } from './table-version.ts'

/** As `submitTableVersion`. */
export function submitTable(db: Database, draft: TableDraft): Promise<Outcome<TableVersion, VersionRefusal>> {
  return recorded(db, (tx, append) => submitTableVersion(tx, append, draft), { wroteNothing: outcome => !outcome.ok })
}

/** As `approveTableVersion`, which it finds by name and number. */
export function approveTable(
  db: Database,
  approval: { table: string; version: number; approver: string; effectiveFrom?: string | undefined },
): Promise<Outcome<Approved, VersionRefusal>> {
  const { table, version, approver, effectiveFrom } = approval
  return recorded(
    db,
    async (tx, append): Promise<Outcome<Approved, VersionRefusal>> => {
      const found = await findTableVersion(tx, table, version)
      if (!found)
        return refused({
          code: 'decision.version_unknown',
          message: `There is no version ${version} of a table '${table}'.`,
        })
      const { tableVersionId } = found
      return approveTableVersion(tx, append, { tableVersionId, approver, effectiveFrom })
    },
    { wroteNothing: outcome => !outcome.ok },
  )
}

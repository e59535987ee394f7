// A lender's own tables, as people submit, approve and withdraw them: each step by name, recorded, in a transaction of its own.

import { type Append, recorded } from '../../evidence/index.ts'
import { type Outcome, refused } from '../../kernel/index.ts'
import type { Database, Tx } from '../../platform/index.ts'
import { type Approved, approveTableVersion } from './approve-version.ts'
import type { VersionRefusal } from './refusals.ts'
import { submitTableVersion, type TableDraft } from './submit-version.ts'
import { findTableVersion, type TableVersion } from './table-version.ts'
import { withdrawTableVersion } from './withdraw-version.ts'

/** As `submitTableVersion`. */
export function submitTable(db: Database, draft: TableDraft): Promise<Outcome<TableVersion, VersionRefusal>> {
  return recorded(db, (tx, append) => submitTableVersion(tx, append, draft), { wroteNothing: outcome => !outcome.ok })
}

/** As `approveTableVersion`, which it finds by name and number. */
export function approveTable(
  db: Database,
  approval: Named & { approver: string; effectiveFrom?: string | undefined },
): Promise<Outcome<Approved, VersionRefusal>> {
  const { approver, effectiveFrom } = approval
  return step(db, approval, (tx, append, tableVersionId) =>
    approveTableVersion(tx, append, { tableVersionId, approver, effectiveFrom }),
  )
}

/** As `withdrawTableVersion`, which it finds by name and number. */
export function withdrawTable(
  db: Database,
  withdrawal: Named & { author: string },
): Promise<Outcome<TableVersion, VersionRefusal>> {
  const { author } = withdrawal
  return step(db, withdrawal, (tx, append, tableVersionId) =>
    withdrawTableVersion(tx, append, { tableVersionId, author }),
  )
}

type Named = { readonly table: string; readonly version: number }

function step<Value>(
  db: Database,
  { table, version }: Named,
  take: (tx: Tx, append: Append, tableVersionId: number) => Promise<Outcome<Value, VersionRefusal>>,
): Promise<Outcome<Value, VersionRefusal>> {
  return recorded(
    db,
    async (tx, append): Promise<Outcome<Value, VersionRefusal>> => {
      const found = await findTableVersion(tx, table, version)
      if (found) return take(tx, append, found.tableVersionId)
      return refused({
        code: 'decision.version_unknown',
        message: `There is no version ${version} of a table '${table}'.`,
      })
    },
    { wroteNothing: outcome => !outcome.ok },
  )
}

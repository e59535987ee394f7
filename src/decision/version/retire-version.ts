// Retiring a table: from a business date on it holds no more. One person is enough: the fear is a table that decides wrongly, not a night that
// refuses to begin. Whoever runs it must start a strategy without it.

import type { Append } from '../../evidence/index.ts'
import { personName } from '../../identity/index.ts'
import { must, type Outcome, ok, refused } from '../../kernel/index.ts'
import type { Tx } from '../../platform/index.ts'
import type { VersionRefusal } from './refusals.ts'
import { lockTableVersion, type TableVersion, tableVersions, versionTitle } from './table-version.ts'

/** Ends an approved version: `effectiveTo` is the first business date on which it does not hold. Refuses in order: unknown, not approved, an
 * end before its beginning. */
export async function retireTableVersion(
  tx: Tx,
  append: Append,
  retirement: { tableVersionId: number; by: string; effectiveTo: string },
): Promise<Outcome<TableVersion, VersionRefusal>> {
  const { tableVersionId, effectiveTo } = retirement
  const retiredBy = personName(retirement.by)
  const found = await lockTableVersion(tx, tableVersionId)
  if (!found)
    return refused({ code: 'decision.version_unknown', message: `There is no table version ${tableVersionId}.` })
  const title = versionTitle(found)
  if (found.status !== 'approved') {
    const why =
      found.status === 'retired'
        ? 'is retired already'
        : `is ${found.status === 'draft' ? 'a draft' : 'withdrawn'}: it holds on no date`
    return refused({ code: 'decision.version_not_approved', message: `${title} ${why}.` })
  }
  if (effectiveTo < must(found.effectiveFrom, 'an approved version has a first date')) {
    return refused({
      code: 'decision.end_before_start',
      message: `${title} holds from ${found.effectiveFrom}; it cannot end on ${effectiveTo}, before that.`,
    })
  }
  await tx.query(
    `update decision.table_version set status = 'retired', effective_to = $2, retired_by = $3, retired_at = clock_timestamp()
     where table_version_id = $1`,
    [tableVersionId, effectiveTo, retiredBy],
  )
  const { name: table, version, contentSha256 } = found
  await append({
    kind: 'table.changed',
    by: retiredBy,
    body: { table, version, contentSha256, status: 'retired', retiredBy, effectiveTo },
  })
  const [stored] = await tableVersions(tx, [tableVersionId])
  return ok(must(stored, 'the version was just retired'))
}

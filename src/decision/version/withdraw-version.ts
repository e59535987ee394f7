// Withdrawing a draft: its author takes back what nobody has approved yet. It stays where it is and can be read, but is never approved any more.

import type { Append } from '../../evidence/index.ts'
import { isSamePerson, personName } from '../../identity/index.ts'
import { must, type Outcome, ok, refused } from '../../kernel/index.ts'
import type { Tx } from '../../platform/index.ts'
import type { VersionRefusal } from './refusals.ts'
import { lockTableVersion, type TableVersion, tableVersions, versionTitle } from './table-version.ts'

/** Ends a draft for good. The same content can be submitted again, as another version. Refuses in order: unknown, not a draft, somebody else's. */
export async function withdrawTableVersion(
  tx: Tx,
  append: Append,
  withdrawal: { tableVersionId: number; author: string },
): Promise<Outcome<TableVersion, VersionRefusal>> {
  const { tableVersionId } = withdrawal
  const author = personName(withdrawal.author)
  const found = await lockTableVersion(tx, tableVersionId)
  if (!found)
    return refused({ code: 'decision.version_unknown', message: `There is no table version ${tableVersionId}.` })
  const title = versionTitle(found)
  if (found.status !== 'draft') {
    const instead = found.status === 'approved' ? ' What holds already is ended with `decision retire`.' : ''
    return refused({
      code: 'decision.version_not_draft',
      message: `${title} is ${found.status} already: only a draft is withdrawn.${instead}`,
    })
  }
  if (!isSamePerson(found.author, author))
    return refused({
      code: 'decision.not_author',
      message: `${title} was submitted by ${found.author}: only its author withdraws it. As long as nobody approves it, it decides nobody.`,
    })
  await tx.query(
    `update decision.table_version set status = 'withdrawn', withdrawn_at = clock_timestamp() where table_version_id = $1`,
    [tableVersionId],
  )
  const { name: table, version, contentSha256 } = found
  await append({
    kind: 'table.changed',
    by: author,
    body: { table, version, contentSha256, status: 'withdrawn', author },
  })
  const [stored] = await tableVersions(tx, [tableVersionId])
  return ok(must(stored, 'the version was just withdrawn'))
}

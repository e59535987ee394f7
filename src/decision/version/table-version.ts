// Versions of decision tables: submitted as drafts, approved by another person with a date from which they hold, never changed.
// A change of rules is a new version; what decided in the past can always be read and run again.

import { createHash } from 'node:crypto'
import { type Outcome, ok, refused } from '../../kernel/index.ts'
import type { Sql, Tx } from '../../platform/index.ts'
import type { VersionRefusal } from './refusals.ts'

export type TableVersion = {
  readonly tableVersionId: number
  readonly name: string
  readonly version: number
  readonly content: string
  readonly contentSha256: string
  readonly status: 'draft' | 'approved' | 'retired'
  readonly effectiveFrom: string | null
  readonly author: string
  readonly approver: string | null
}

/** Stores `content` as the next version of table `name`; the same content as its latest version is that version. The caller has checked that it compiles. */
export async function submitTableVersion(
  tx: Tx,
  draft: { name: string; content: string; author: string },
): Promise<TableVersion> {
  const hash = createHash('sha256').update(draft.content, 'utf8').digest('hex')
  // Serialises submissions of one table; the unique constraint would only say that one of two lost.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7210))', [draft.name])
  const [latest] = await tx.query<VersionRow>(`${SELECT} where name = $1 order by version desc limit 1`, [draft.name])
  if (latest?.content_sha256 === hash) return fromRow(latest)
  const [row] = await tx.query<VersionRow>(
    `insert into decision.table_version (name, version, content, content_sha256, author) values ($1, $2, $3, $4, $5)
     returning table_version_id, name, version, content, content_sha256, status, effective_from, author, approver`,
    [draft.name, (latest?.version ?? 0) + 1, draft.content, hash, draft.author],
  )
  return fromRow(row as VersionRow)
}

/** Approves a draft from a business date on. Refuses in order: unknown, not a draft, approver is the author. */
export async function approveTableVersion(
  tx: Tx,
  approval: { tableVersionId: number; approver: string; effectiveFrom: string },
): Promise<Outcome<TableVersion, VersionRefusal>> {
  const [found] = await tx.query<VersionRow>(`${SELECT} where table_version_id = $1 for update`, [
    approval.tableVersionId,
  ])
  if (!found)
    return refused({
      code: 'decision.version_unknown',
      message: `There is no table version ${approval.tableVersionId}.`,
    })
  if (found.status !== 'draft') {
    return refused({
      code: 'decision.version_not_draft',
      message: `Version ${found.version} of '${found.name}' is ${found.status} already.`,
    })
  }
  if (found.author === approval.approver) {
    return refused({
      code: 'decision.four_eyes',
      message: `'${approval.approver}' wrote version ${found.version} of '${found.name}' and cannot approve it.`,
    })
  }
  await tx.query(
    `update decision.table_version set status = 'approved', approver = $2, effective_from = $3, approved_at = clock_timestamp()
     where table_version_id = $1`,
    [approval.tableVersionId, approval.approver, approval.effectiveFrom],
  )
  return ok(
    fromRow({ ...found, status: 'approved', approver: approval.approver, effective_from: approval.effectiveFrom }),
  )
}

export async function tableVersions(sql: Sql, ids: readonly number[]): Promise<TableVersion[]> {
  const rows = await sql.query<VersionRow>(`${SELECT} where table_version_id = any ($1) order by table_version_id`, [
    ids,
  ])
  return rows.map(fromRow)
}

const SELECT = `select table_version_id, name, version, content, content_sha256, status, effective_from, author, approver from decision.table_version`

type VersionRow = {
  readonly table_version_id: number
  readonly name: string
  readonly version: number
  readonly content: string
  readonly content_sha256: string
  readonly status: 'draft' | 'approved' | 'retired'
  readonly effective_from: string | null
  readonly author: string
  readonly approver: string | null
}

function fromRow(row: VersionRow): TableVersion {
  return {
    tableVersionId: row.table_version_id,
    name: row.name,
    version: row.version,
    content: row.content,
    contentSha256: row.content_sha256,
    status: row.status,
    effectiveFrom: row.effective_from,
    author: row.author,
    approver: row.approver,
  }
}

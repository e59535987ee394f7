// Versions of decision tables as they are stored: read here, made and moved on by submit, approve, retire and withdraw. A change of rules is a new
// version; what decided in the past can always be read and run again.

import { createHash } from 'node:crypto'
import type { Sql, Tx } from '../../platform/index.ts'

export type TableVersion = {
  readonly tableVersionId: number
  readonly name: string
  readonly version: number
  readonly content: string
  readonly contentSha256: string
  readonly status: 'draft' | 'approved' | 'retired' | 'withdrawn'
  /** The business dates on which it holds: from the first up to and without the second. Of a draft, what its author proposes. */
  readonly effectiveFrom: string | null
  readonly effectiveTo: string | null
  readonly author: string
  readonly approver: string | null
  readonly retiredBy: string | null
}

/** What lists show of a version. */
export type TableVersionLine = Omit<TableVersion, 'tableVersionId' | 'content'>

/** `cn/stage version 2`, for sentences and as the file name of its faults. */
export function versionTitle({ name, version }: Pick<TableVersion, 'name' | 'version'>): string {
  return `${name} version ${version}`
}

/** Whether a night of this business date may use it. */
export function isInForce(version: TableVersion, businessDate: string): boolean {
  const { status, effectiveFrom, effectiveTo } = version
  if (status === 'draft' || status === 'withdrawn') return false
  if (effectiveFrom === null || effectiveFrom > businessDate) return false
  return effectiveTo === null || businessDate < effectiveTo
}

export function contentSha256(content: string): string {
  return createHash('sha256').update(content, 'utf8').digest('hex')
}

export async function tableVersions(sql: Sql, ids: readonly number[]): Promise<TableVersion[]> {
  return select(sql, 'where table_version_id = any ($1) order by table_version_id', [ids])
}

export async function findTableVersion(sql: Sql, name: string, version: number): Promise<TableVersion | null> {
  const [found] = await select(sql, 'where name = $1 and version = $2', [name, version])
  return found ?? null
}

/** The version of a table with this very content, if it is not withdrawn; of several one that is approved, the newest. */
export async function findTableContent(sql: Sql, name: string, content: string): Promise<TableVersion | null> {
  const [found] = await select(
    sql,
    `where name = $1 and content_sha256 = $2 and status <> 'withdrawn' order by status = 'approved' desc, version desc limit 1`,
    [name, contentSha256(content)],
  )
  return found ?? null
}

export async function newestTableVersion(sql: Sql, name: string): Promise<TableVersion | null> {
  const [found] = await select(sql, 'where name = $1 order by version desc limit 1', [name])
  return found ?? null
}

/** The newest that is a draft, in force or was: what its author has withdrawn says nothing any more. */
export async function newestStandingVersion(sql: Sql, name: string): Promise<TableVersion | null> {
  const [found] = await select(sql, `where name = $1 and status <> 'withdrawn' order by version desc limit 1`, [name])
  return found ?? null
}

/** For a step of its status: nobody else takes one meanwhile. */
export async function lockTableVersion(tx: Tx, id: number): Promise<TableVersion | null> {
  const [found] = await select(tx, 'where table_version_id = $1 for update', [id])
  return found ?? null
}

/** All versions of one table, or of all tables, by name, the newest first. */
export async function listTableVersions(sql: Sql, name: string | null): Promise<TableVersionLine[]> {
  const rows = await sql.query<Omit<VersionRow, 'table_version_id' | 'content'>>(
    `select name, version, content_sha256, status, effective_from, effective_to, author, approver, retired_by
     from decision.table_version where $1::text is null or name = $1 order by name, version desc`,
    [name],
  )
  return rows.map(lineOf)
}

async function select(sql: Sql, where: Where, parameters: readonly unknown[]): Promise<TableVersion[]> {
  const rows = await sql.query<VersionRow>(
    `select table_version_id, name, version, content, content_sha256, status, effective_from, effective_to, author, approver, retired_by
     from decision.table_version ${where}`,
    parameters,
  )
  return rows.map(row => ({ tableVersionId: row.table_version_id, content: row.content, ...lineOf(row) }))
}

/** The constants above, so that no value can get into a statement. */
type Where =
  | 'where table_version_id = any ($1) order by table_version_id'
  | 'where name = $1 and version = $2'
  | `where name = $1 and content_sha256 = $2 and status <> 'withdrawn' order by status = 'approved' desc, version desc limit 1`
  | 'where name = $1 order by version desc limit 1'
  | `where name = $1 and status <> 'withdrawn' order by version desc limit 1`
  | 'where table_version_id = $1 for update'

type VersionRow = {
  readonly table_version_id: number
  readonly name: string
  readonly version: number
  readonly content: string
  readonly content_sha256: string
  readonly status: TableVersion['status']
  readonly effective_from: string | null
  readonly effective_to: string | null
  readonly author: string
  readonly approver: string | null
  readonly retired_by: string | null
}

function lineOf(row: Omit<VersionRow, 'table_version_id' | 'content'>): TableVersionLine {
  return {
    name: row.name,
    version: row.version,
    contentSha256: row.content_sha256,
    status: row.status,
    effectiveFrom: row.effective_from,
    effectiveTo: row.effective_to,
    author: row.author,
    approver: row.approver,
    retiredBy: row.retired_by,
  }
}

// What every import shares: the run's row, its counts, its entry in the evidence log.

import { basename } from 'node:path'
import type { Append } from '../../evidence/index.ts'
import { must } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import type { Portfolio } from './portfolio.ts'

export type ImportCounts = {
  readonly read: bigint
  readonly taken: bigint
  readonly duplicates: bigint
  readonly rejected: bigint
  /** Distinct loans among the rows taken. */
  readonly loans: bigint
  /** Months of history that were added. */
  readonly historyMonths: bigint
  /** Sum of the end balances of the rows taken. */
  readonly balanceMinor: bigint
}

export type ImportReport = ImportCounts & {
  readonly importRunId: number
  readonly currency: string
  /** Where the rejected rows were written, to be mended and loaded again; null when there is none. */
  readonly rejectFile: string | null
  /** The first problems as sentences, for the terminal. */
  readonly problems: readonly string[]
}

export async function startRun(tx: Sql, portfolio: Portfolio, kind: string, path: string): Promise<number> {
  // the hash is known when the file has been read; the row is invisible until then
  const rows = await tx.query<{ importRunId: number }>(
    `insert into book.import_run (portfolio_id, kind, file_name, file_sha256) values ($1, $2, $3, '') returning import_run_id as "importRunId"`,
    [portfolio.portfolioId, kind, basename(path)],
  )
  return must(rows[0], 'an import run has an id').importRunId
}

export async function finishRun(
  tx: Sql,
  append: Append,
  run: {
    importRunId: number
    portfolio: Portfolio
    kind: string
    path: string
    sha256: Uint8Array
    counts: ImportCounts
  },
): Promise<void> {
  const { counts, importRunId } = run
  const entryId = await append({
    kind: 'import.finished',
    portfolioId: run.portfolio.portfolioId,
    body: {
      importRun: importRunId,
      portfolio: run.portfolio.code,
      importKind: run.kind,
      file: basename(run.path),
      fileSha256: Buffer.from(run.sha256).toString('hex'),
      read: counts.read,
      taken: counts.taken,
      duplicates: counts.duplicates,
      rejected: counts.rejected,
    },
  })
  await tx.query(
    `update book.import_run set file_sha256 = $2, row_read_count = $3, row_taken_count = $4, row_duplicate_count = $5,
       row_rejected_count = $6, entry_id = $7, finished_at = clock_timestamp() where import_run_id = $1`,
    [importRunId, Buffer.from(run.sha256), counts.read, counts.taken, counts.duplicates, counts.rejected, entryId],
  )
}

/** How many different loans the rows taken by several imports belong to. */
export async function countLoans(sql: Sql, reports: readonly ImportReport[]): Promise<bigint> {
  const rows = await sql.query<{ loans: bigint }>(
    'select count(distinct loan_id) as loans from book.loan_month where import_run_id = any($1)',
    [reports.map(report => report.importRunId)],
  )
  return rows[0]?.loans ?? 0n
}

// `book import csv`: one tape and one mapping, one transaction. The same path as every import (stage, judge, take), and for a dry run the
// same path followed by a rollback, so that what it promises is what happens.

import { type Append, recorded } from '../../../evidence/index.ts'
import { FieldSealer } from '../../../identity/index.ts'
import { Fault, must } from '../../../kernel/index.ts'
import type { Database, Tx } from '../../../platform/index.ts'
import { waitForOtherImports } from '../import-lock.ts'
import { finishRun, type ImportCounts, type ImportReport, startRun } from '../import-run.ts'
import { openFile, type SourceFile } from '../open-file.ts'
import { findPortfolio, type Portfolio, unknownPortfolio } from '../portfolio.ts'
import { firstProblems } from '../rejected.ts'
import { statement } from '../sql.ts'
import { judgeRows } from './judge-rows.ts'
import { stagingTable } from './kinds.ts'
import type { Mapping } from './mapping.ts'
import { readRows } from './read-rows.ts'
import { RowReader } from './row-reader.ts'
import { sampleRows } from './sample-rows.ts'
import { type StagingContext, stageRow } from './stage-row.ts'
import { takeRows } from './take-rows.ts'
import { writeCsvRejects } from './write-csv-rejects.ts'

export type CsvImport = {
  readonly path: string
  readonly mapping: Mapping
  readonly portfolio: string
  readonly rejectFolder: string
  /** Needed for kinds with personal values. */
  readonly isDryRun: boolean
}

export type CsvReport = ImportReport & {
  /** The first rows as they would land, field by field; filled by a dry run. */
  readonly sample: readonly Readonly<Record<string, unknown>>[]
}

/** Lines handed to COPY at once; fewer cost round trips, more cost memory. */
const BATCH_ROWS = 500

/** Loads one tape. Faults: book.file_unreadable, book.file_broken, book.columns_wrong, book.portfolio_unknown, book.currency_differs,
 * book.master_key_needed; each changes nothing. */
export async function importCsv(db: Database, input: CsvImport): Promise<CsvReport> {
  const portfolio = await findPortfolio(db, input.portfolio)
  if (!portfolio) {
    const { currency } = input.mapping
    throw await unknownPortfolio(
      db,
      input.portfolio,
      ` A new one: book portfolio add --code ${input.portfolio} --currency ${currency} --jurisdiction ${currency === 'USD' ? 'US' : 'CN'}`,
    )
  }
  if (portfolio.currency !== input.mapping.currency) {
    throw new Fault(
      'book.currency_differs',
      `the mapping is in ${input.mapping.currency}; portfolio '${portfolio.code}' is in ${portfolio.currency}`,
    )
  }
  const sealer = input.mapping.kind.isPersonal ? new FieldSealer(await db.masterKey()) : null
  const source = await openFile(input.path)
  if (!input.isDryRun) return recorded(db, (tx, append) => load(tx, append, source, portfolio, sealer, input))
  return dryRun(db, tx => load(tx, async () => 0n, source, portfolio, sealer, input))
}

/** Runs the work, keeps its answer, and rolls everything back. */
async function dryRun<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  class RolledBack extends Error {}
  let answer: { value: T } | undefined
  try {
    await db.transaction(async tx => {
      answer = { value: await work(tx) }
      throw new RolledBack()
    })
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
  }
  return must(answer, 'a dry run that was rolled back on purpose has its answer').value
}

async function load(
  tx: Tx,
  append: Append,
  source: SourceFile,
  portfolio: Portfolio,
  sealer: FieldSealer | null,
  input: CsvImport,
): Promise<CsvReport> {
  const { mapping, path } = input
  const kind = `csv.${mapping.kind.name}`
  await waitForOtherImports(tx, portfolio)
  const importRunId = await startRun(tx, portfolio, kind, path)
  await stage(tx, source, mapping, { kind: mapping.kind, lender: portfolio.lender, portfolio: portfolio.code, sealer })
  await judgeRows(tx, portfolio, mapping)
  const counts = await count(tx, mapping)
  const rejects =
    counts.rejected > 0n && !input.isDryRun
      ? await writeCsvRejects(tx, path, mapping, { folder: input.rejectFolder, importRunId })
      : { file: null, problems: await firstProblems(tx, path) }
  if (counts.taken > 0n && !input.isDryRun) await takeRows(tx, { portfolio, importRunId, mapping, path, sealer })
  const sample = input.isDryRun ? await sampleRows(tx, mapping) : []
  await finishRun(tx, append, { importRunId, portfolio, kind, path, sha256: source.sha256(), counts })
  return {
    ...counts,
    importRunId,
    currency: portfolio.currency,
    rejectFile: rejects.file,
    problems: rejects.problems,
    sample,
  }
}

async function stage(tx: Tx, source: SourceFile, mapping: Mapping, context: StagingContext): Promise<void> {
  await tx.query(stagingTable(mapping.kind))
  await tx.copyIn('copy incoming from stdin', stagedLines(source, mapping, context))
  await tx.query('analyze incoming')
}

async function* stagedLines(source: SourceFile, mapping: Mapping, context: StagingContext): AsyncGenerator<string> {
  let reader: RowReader | undefined
  let lines: string[] = []
  for await (const row of readRows(source, mapping, header => (reader = new RowReader(mapping, header, source.path)))) {
    lines.push(stageRow(row, must(reader, 'the header comes first').read(row), context))
    if (lines.length === BATCH_ROWS) {
      yield lines.join('')
      lines = []
    }
  }
  yield lines.join('')
}

async function count(tx: Tx, mapping: Mapping): Promise<ImportCounts> {
  const [counts] = await tx.query<Omit<ImportCounts, 'balanceMinor' | 'historyMonths'>>(statement('csv-count'))
  const isMonth = mapping.kind.name === 'loan_month'
  const [balance] = isMonth ? await tx.query<{ minor: bigint }>(BALANCE) : []
  const known = must(counts, 'an aggregate has a row')
  return { ...known, historyMonths: isMonth ? known.taken : 0n, balanceMinor: balance?.minor ?? 0n }
}

const BALANCE = `select coalesce(sum(i.end_balance_minor), 0)::bigint as minor from incoming i join verdict v using (seq) where v.outcome = 'taken'`

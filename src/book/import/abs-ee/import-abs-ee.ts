// `book import abs-ee`: one asset-data file, one transaction. Batches of records go into a staging table while the next ones are parsed, and
// plain SQL says which are new, which are known and which are refused, and takes the new ones. Whatever breaks on the way leaves nothing.

import { type Append, recorded } from '../../../evidence/index.ts'
import { Fault, must } from '../../../kernel/index.ts'
import type { Database, Tx } from '../../../platform/index.ts'
import { waitForOtherImports } from '../import-lock.ts'
import { finishRun, type ImportCounts, type ImportReport, startRun } from '../import-run.ts'
import { openFile, type SourceFile } from '../open-file.ts'
import { findPortfolio, insertPortfolio, type Portfolio } from '../portfolio.ts'
import { statement } from '../sql.ts'
import { stagedBatches } from './staged-batches.ts'
import { openStaging, type Scale, takeBatch } from './take-batch.ts'
import { writeRejects } from './write-rejects.ts'

export type AbsEeImport = {
  readonly path: string
  readonly portfolio: string
  /** For a portfolio that is not there yet; it defaults to the portfolio's code. */
  readonly lender?: string | undefined
  /** The file is a form ABS-EE/A: what it says holds, also where it brings back what an earlier file said and another changed. */
  readonly isAmendment?: boolean
  /** Folder for the records that were refused. */
  readonly rejectFolder: string
  /** Makes up clearly fictional people for loans that have none; runs in the same transaction. */
  readonly addPeople?: ((tx: Tx, portfolio: Portfolio) => Promise<void>) | undefined
  /** Records taken at a time; left out, the number that measured best. */
  readonly batchRecords?: number
}

export type AbsEeReport = ImportReport & {
  /** Duplicates of what an amendment has replaced since: the amendment stands. */
  readonly superseded: bigint
}

const KIND = 'abs-ee'
const CURRENCY = 'USD'

/** Loads one file. Faults: book.file_unreadable, book.file_broken, book.wrong_schema, book.currency_differs, book.lender_differs; each
 * changes nothing. */
export async function importAbsEe(db: Database, input: AbsEeImport): Promise<AbsEeReport> {
  const source = await openFile(input.path)
  return recorded(db, (tx, append) => load(tx, append, source, input))
}

async function load(tx: Tx, append: Append, source: SourceFile, input: AbsEeImport): Promise<AbsEeReport> {
  const { path } = input
  const portfolio = await portfolioOf(tx, append, input)
  await waitForOtherImports(tx, portfolio)
  const importRunId = await startRun(tx, portfolio, KIND, path)
  await openStaging(tx)
  const keys = { lender: portfolio.lender, portfolio: portfolio.code }
  const run = { portfolio, importRunId, isAmendment: input.isAmendment ?? false, addPeople: input.addPeople }
  let scale: Scale | null = null
  for await (const rows of stagedBatches(source, keys, input.batchRecords))
    scale = await takeBatch(tx, run, rows, scale)
  const { superseded, ...counts } = await count(tx)
  const rejects =
    counts.rejected > 0n
      ? await writeRejects(tx, path, { folder: input.rejectFolder, importRunId })
      : { file: null, problems: [] }
  await finishRun(tx, append, { importRunId, portfolio, kind: KIND, path, sha256: source.sha256(), counts })
  return {
    ...counts,
    superseded,
    importRunId,
    currency: CURRENCY,
    rejectFile: rejects.file,
    problems: rejects.problems,
  }
}

async function portfolioOf(tx: Tx, append: Append, input: AbsEeImport): Promise<Portfolio> {
  const portfolio =
    (await findPortfolio(tx, input.portfolio)) ??
    (await insertPortfolio(tx, append, {
      code: input.portfolio,
      currency: CURRENCY,
      jurisdiction: 'US',
      lender: input.lender,
    }))
  if (portfolio.currency !== CURRENCY) {
    throw new Fault(
      'book.currency_differs',
      `asset-level files are in ${CURRENCY}; portfolio '${portfolio.code}' is in ${portfolio.currency}`,
    )
  }
  if (input.lender !== undefined && input.lender !== portfolio.lender) {
    throw new Fault(
      'book.lender_differs',
      `portfolio '${portfolio.code}' belongs to lender '${portfolio.lender}', not '${input.lender}'`,
    )
  }
  return portfolio
}

async function count(tx: Tx): Promise<ImportCounts & Pick<AbsEeReport, 'superseded'>> {
  const rows = await tx.query<
    Omit<ImportCounts, 'balanceMinor' | 'historyMonths'> & { superseded: bigint; balance_minor: bigint }
  >(statement('count-abs-ee'))
  const { balance_minor: balanceMinor, ...counts } = must(rows[0], 'an aggregate has a row')
  // every record taken is a month of its loan
  return { ...counts, historyMonths: counts.taken, balanceMinor }
}

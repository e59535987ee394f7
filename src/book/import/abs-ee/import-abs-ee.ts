// `book import abs-ee`: one asset-data file, one transaction. Records are streamed into a staging table while they are parsed, then plain
// SQL says which are new, which are known and which are refused, and takes the new ones. Whatever breaks on the way leaves nothing.

import { type Append, recorded } from '../../../evidence/index.ts'
import { Fault, must } from '../../../kernel/index.ts'
import { CopyRows, type Database, type Tx } from '../../../platform/index.ts'
import { deriveFromMonths } from '../derive-from-months.ts'
import { finishRun, type ImportCounts, type ImportReport, startRun } from '../import-run.ts'
import { openFile, type SourceFile } from '../open-file.ts'
import { addPortfolio, findPortfolio, type Portfolio, waitForOtherImports } from '../portfolio.ts'
import { statement } from '../sql.ts'
import { readRecords } from './read-records.ts'
import { STAGED, type StagingKeys, stageRecord } from './stage-record.ts'
import { writeRejects } from './write-rejects.ts'
import { xmlText } from './xml-text.ts'

export type AbsEeImport = {
  readonly path: string
  readonly portfolio: string
  /** For a portfolio that is not there yet; it defaults to the portfolio's code. */
  readonly lender?: string | undefined
  /** Folder for the records that were refused. */
  readonly rejectFolder: string
  /** Makes up clearly fictional people for loans that have none; runs in the same transaction. */
  readonly addPeople?: ((tx: Tx, portfolio: Portfolio) => Promise<void>) | undefined
}

const KIND = 'abs-ee'
const CURRENCY = 'USD'

/** Loads one file. Faults: book.file_unreadable, book.file_broken, book.wrong_schema, book.currency_differs, book.lender_differs; each
 * changes nothing. */
export async function importAbsEe(db: Database, input: AbsEeImport): Promise<ImportReport> {
  const source = await openFile(input.path)
  return recorded(db, (tx, append) => load(tx, append, source, input))
}

async function load(tx: Tx, append: Append, source: SourceFile, input: AbsEeImport): Promise<ImportReport> {
  const { path } = input
  const portfolio = await portfolioOf(tx, input)
  await waitForOtherImports(tx, portfolio)
  const importRunId = await startRun(tx, portfolio, KIND, path)
  await stage(tx, source, { lender: portfolio.lender, portfolio: portfolio.code })
  await tx.query(statement('classify-abs-ee'), [portfolio.portfolioId, portfolio.lender])
  await tx.query('analyze verdict (seq, outcome, customer_id, loan_id)')
  const counts = await count(tx)
  const rejects =
    counts.rejected > 0n
      ? await writeRejects(tx, path, { folder: input.rejectFolder, importRunId })
      : { file: null, problems: [] }
  if (counts.taken > 0n) await take(tx, { portfolio, importRunId, isFictional: input.addPeople !== undefined })
  await input.addPeople?.(tx, portfolio)
  await finishRun(tx, append, { importRunId, portfolio, kind: KIND, path, sha256: source.sha256(), counts })
  return { ...counts, importRunId, currency: CURRENCY, rejectFile: rejects.file, problems: rejects.problems }
}

async function portfolioOf(tx: Tx, input: AbsEeImport): Promise<Portfolio> {
  const portfolio =
    (await findPortfolio(tx, input.portfolio)) ??
    (await addPortfolio(tx, { code: input.portfolio, currency: CURRENCY, jurisdiction: 'US', lender: input.lender }))
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

async function stage(tx: Tx, source: SourceFile, keys: StagingKeys): Promise<void> {
  await tx.query(statement('stage-abs-ee'))
  await tx.copyIn('copy incoming from stdin (format binary)', stagedRows(source, keys))
  // the wide columns need no statistics, and sampling them would cost a tenth of the import
  await tx.query('analyze incoming (seq, problems, customer_id, loan_id, period_ends_on)')
}

async function* stagedRows(source: SourceFile, keys: StagingKeys): AsyncGenerator<Uint8Array> {
  const rows = new CopyRows(STAGED)
  let seq = 0
  for await (const batch of readRecords(source.path, xmlText(source))) {
    for (const record of batch) {
      seq += 1
      stageRecord(rows, record, seq, keys)
    }
    yield* rows.fullPieces()
  }
  yield* rows.pieces()
}

async function count(tx: Tx): Promise<ImportCounts> {
  const rows = await tx.query<Omit<ImportCounts, 'balanceMinor' | 'historyMonths'> & { balance_minor: bigint }>(
    statement('count-abs-ee'),
  )
  const { balance_minor: balanceMinor, ...counts } = must(rows[0], 'an aggregate has a row')
  // every record taken is a month of its loan
  return { ...counts, historyMonths: counts.taken, balanceMinor }
}

async function take(tx: Tx, run: { portfolio: Portfolio; importRunId: number; isFictional: boolean }): Promise<void> {
  const { portfolioId, lender } = run.portfolio
  const [scale] = await tx.query<{ rate: string; payment_to_income: string }>(statement('scale-abs-ee'))
  await tx.query(statement('take-customers'), [lender, run.isFictional])
  await tx.query(statement('choose-touched'))
  await tx.query('analyze touched')
  await tx.query(statement('take-vehicles'))
  await tx.query(statement('fill-vehicles'))
  await tx.query(statement('take-loans'), [portfolioId, scale?.rate, scale?.payment_to_income])
  await tx.query(statement('fill-loans'), [scale?.rate, scale?.payment_to_income])
  await tx.query(statement('take-descriptions'))
  await tx.query(statement('take-loan-months'), [run.importRunId])
  await tx.query(statement('take-simple-state'), [portfolioId])
  await deriveFromMonths(tx, run.portfolio)
  await tx.query(statement('note-changes'))
}

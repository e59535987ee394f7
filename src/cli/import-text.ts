// What the import commands print: one JSON document of fixed keys with --json, sentences without.

import type { AbsEeReport, CsvReport, ImportReport } from '../book/index.ts'
import { formatMinor, minorDigits } from '../kernel/index.ts'
import type { Context } from './command.ts'
import type { ErrorDocument } from './one-document.ts'

type Document = Pick<ImportReport, 'read' | 'taken' | 'duplicates' | 'rejected' | 'loans' | 'historyMonths'> & {
  readonly balanceMinor: Readonly<Record<string, bigint>>
  /** Where the rejected rows lie; left out when there are none. */
  readonly rejectFile?: string
}

/** The document of one file; of several files the same keys as totals (`loans` counts each loan once), and `files` with each that was
 * loaded. `files` are those asked for, of which the last may be without a report. */
export function importDocument(files: readonly string[], reports: readonly ImportReport[], loans: bigint) {
  const documents = reports.map(one)
  const [only] = documents
  if (files.length === 1 && only) return only
  const sum = (key: 'read' | 'taken' | 'duplicates' | 'rejected' | 'historyMonths') =>
    documents.reduce((total, part) => total + part[key], 0n)
  const balanceMinor: Record<string, bigint> = {}
  for (const part of documents) {
    for (const [currency, minor] of Object.entries(part.balanceMinor))
      balanceMinor[currency] = (balanceMinor[currency] ?? 0n) + minor
  }
  return {
    read: sum('read'),
    taken: sum('taken'),
    duplicates: sum('duplicates'),
    rejected: sum('rejected'),
    loans,
    historyMonths: sum('historyMonths'),
    balanceMinor,
    files: documents.map((part, index) => ({ file: files[index], ...part })),
  }
}

function one(report: ImportReport): Document {
  const { read, taken, duplicates, rejected, loans, historyMonths, balanceMinor, currency, rejectFile } = report
  const counts = { read, taken, duplicates, rejected, loans, historyMonths, balanceMinor: { [currency]: balanceMinor } }
  return rejectFile === null ? counts : { ...counts, rejectFile }
}

/** Counts of a file in a sentence, for people. */
export function importSentence(path: string, report: ImportReport): string {
  const { read, taken, duplicates, rejected, loans, currency } = report
  const balance =
    report.balanceMinor === 0n ? '' : `, balance ${formatMinor(report.balanceMinor, minorDigits(currency))} ${currency}`
  return `${path}: ${read} read = ${taken} taken + ${duplicates} duplicates + ${rejected} rejected${loans === 0n ? '' : `; ${loans} loans`}${balance}\n`
}

/** Says on standard error what was refused and where it lies. */
export function tellRejects(context: Context, path: string, report: ImportReport): void {
  if (report.rejected === 0n) return
  for (const problem of report.problems) context.stderr.write(`${problem}\n`)
  if (report.rejected > BigInt(report.problems.length)) context.stderr.write(`… and more\n`)
  const share = report.rejected === report.read ? `all ${report.read}` : `${report.rejected} of ${report.read}`
  context.stderr.write(
    report.rejectFile === null
      ? `${path}: ${share} rows would be rejected\n`
      : `${path}: ${share} rows are rejected and are not in the book; mend them in ${report.rejectFile} and load that file\n`,
  )
}

/** A file of which nothing but rejects is left did not do what was asked; one with some rejects did, and says so beside its answer. */
export function importRefusal(
  files: readonly string[],
  reports: readonly ImportReport[],
): ErrorDocument['error'] | null {
  const refused = reports.flatMap(({ read, rejected, rejectFile }, index) => {
    if (rejected === 0n || rejected < read) return []
    const todo = rejectFile === null ? '' : ` Mend them in ${rejectFile} and load that file.`
    return [`Every row of ${files[index]} is rejected (${read}), so nothing of it is taken.${todo}`]
  })
  return refused.length === 0 ? null : { code: 'book.import_all_rejected', message: refused.join(' ') }
}

/** Says which duplicates an amendment has replaced, because a file that means to bring them back must say so. */
export function tellSuperseded(context: Context, path: string, { superseded }: AbsEeReport): void {
  if (superseded > 0n)
    context.stderr.write(
      `${path}: ${superseded} of the duplicates say what a later file has amended; the amendment stands (a file that amends it again: --amendment)\n`,
    )
}

/** The first rows of a dry run, field by field. */
export function sampleText(report: CsvReport): string {
  return report.sample
    .map((row, index) => {
      const { outcome, line, ...fields } = row
      const width = Math.max(0, ...Object.keys(fields).map(name => name.length))
      const lines = Object.entries(fields).map(
        ([name, value]) =>
          `    ${name.padEnd(width)}  ${typeof value === 'string' ? value : typeof value === 'bigint' ? value.toString() : JSON.stringify(value)}`,
      )
      return `  row ${index + 1} (line ${String(line)}, ${String(outcome)})\n${lines.join('\n')}\n`
    })
    .join('')
}

// What the import commands print: one JSON document of fixed keys with --json, sentences without.

import type { CsvReport, ImportReport } from '../book/index.ts'
import { formatMinor, minorDigits } from '../kernel/index.ts'
import type { Context } from './command.ts'

type Document = Pick<ImportReport, 'read' | 'taken' | 'duplicates' | 'rejected' | 'loans' | 'historyMonths'> & {
  readonly balanceMinor: Readonly<Record<string, bigint>>
}

/** The document of one file; of several files the same keys as totals (`loans` counts each loan once), and `files` with each. */
export function importDocument(files: readonly string[], reports: readonly ImportReport[], loans: bigint) {
  const documents = reports.map(one)
  const [only] = documents
  if (documents.length === 1 && only) return only
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
  const { read, taken, duplicates, rejected, loans, historyMonths, balanceMinor, currency } = report
  return { read, taken, duplicates, rejected, loans, historyMonths, balanceMinor: { [currency]: balanceMinor } }
}

/** Counts of a file in a sentence, for people. */
export function importSentence(path: string, report: ImportReport): string {
  const { read, taken, duplicates, rejected, loans, currency } = report
  const balance =
    report.balanceMinor === 0n ? '' : `, balance ${formatMinor(report.balanceMinor, minorDigits(currency))} ${currency}`
  return `${path}: ${read} read = ${taken} taken + ${duplicates} duplicates + ${rejected} rejected; ${loans} loans${balance}\n`
}

/** Says on standard error what was refused and where it lies. */
export function tellRejects(context: Context, path: string, report: ImportReport): void {
  for (const problem of report.problems) context.stderr.write(`${problem}\n`)
  if (report.rejected > BigInt(report.problems.length)) context.stderr.write(`… and more\n`)
  if (report.rejectFile !== null)
    context.stderr.write(`${path}: ${report.rejected} rejected; mend ${report.rejectFile} and load it again\n`)
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

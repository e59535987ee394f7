// The refused rows of a tape, as they stood in the file and in its encoding, with columns that say what is wrong. Those columns are passed
// over when the mended file is loaded.

import iconv from 'iconv-lite'
import type { Sql } from '../../../platform/index.ts'
import { openFile } from '../open-file.ts'
import type { Problem } from '../problem.ts'
import { type RejectPlace, writeRejectFile } from '../reject-file.ts'
import type { Mapping } from './mapping.ts'
import { type Header, REJECT_COLUMNS, readRows } from './read-rows.ts'

/** Writes `<name>.<run>.rejects.csv` and returns its path with the first problems. */
export function writeCsvRejects(
  sql: Sql,
  path: string,
  mapping: Mapping,
  place: RejectPlace,
): Promise<{ file: string; problems: string[] }> {
  return writeRejectFile(sql, path, { ...place, ending: '.csv' }, async ({ write, problemsOf, isDone }) => {
    const append = async (raw: string, extra: readonly string[]): Promise<void> => {
      const line = [raw, ...extra.map(cell => quotedCell(cell, mapping.delimiter))].join(mapping.delimiter)
      await write(iconv.encode(`${line}\n`, mapping.encoding))
    }
    let header: Header | undefined
    let isHeaderWritten = false
    for await (const row of readRows(await openFile(path), mapping, first => (header = first))) {
      if (isDone()) break
      const problems = await problemsOf(row.seq)
      if (problems === null) continue
      // a reject file loaded again has the columns already; its rows get new ones in their place
      const width = header?.columns.findIndex(column => column === REJECT_COLUMNS[0]) ?? -1
      if (!isHeaderWritten && header)
        await append(width < 0 ? header.raw : joined(header.columns.slice(0, width), mapping), REJECT_COLUMNS)
      isHeaderWritten = true
      const cells = width < 0 ? null : ownCells(row.cells, header?.columns.length ?? 0, width)
      await append(cells === null ? row.raw : joined(cells, mapping), problemCells(problems))
    }
  })
}

/** The cells of a row of a reject file without those that say what was wrong. In a row with too few or too many cells they do not stand
 * under their columns but at its end, as they were put there. Null when they cannot be told from the row's own: it is kept as it is. */
function ownCells(cells: readonly string[], columns: number, width: number): readonly string[] | null {
  if (cells.length === columns) return cells.slice(0, width)
  const [line = '', field = ''] = cells.slice(-REJECT_COLUMNS.length)
  return cells.length > REJECT_COLUMNS.length && /^\d+$/.test(line) && field !== ''
    ? cells.slice(0, -REJECT_COLUMNS.length)
    : null
}

function joined(cells: readonly string[], mapping: Mapping): string {
  return cells.map(cell => quotedCell(cell, mapping.delimiter)).join(mapping.delimiter)
}

/** Several problems of a row stand in one row, joined with ' | '. */
function problemCells(problems: readonly Problem[]): string[] {
  return [
    String(problems[0]?.line ?? ''),
    problems.map(problem => problem.field).join(' | '),
    problems.map(problem => problem.value.slice(0, 200)).join(' | '),
    problems.map(problem => problem.reason).join(' | '),
  ]
}

function quotedCell(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

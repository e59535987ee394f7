// The refused rows of a tape, as they stood in the file and in its encoding, with columns that say what is wrong. Those columns are passed
// over when the mended file is loaded.

import { mkdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import iconv from 'iconv-lite'
import type { Sql } from '../../../platform/index.ts'
import { openFile } from '../open-file.ts'
import { type Problem, problemText } from '../problem.ts'
import { rejected } from '../rejected.ts'
import type { Mapping } from './mapping.ts'
import { type Header, REJECT_COLUMNS, readRows } from './read-rows.ts'

const PROBLEMS_SHOWN_MAX = 20

/** Writes `<name>.<run>.rejects.csv` and returns its path with the first problems. */
export async function writeCsvRejects(
  sql: Sql,
  path: string,
  mapping: Mapping,
  { folder, importRunId }: { folder: string; importRunId: number },
): Promise<{ file: string; problems: string[] }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(
    folder,
    `${basename(path)
      .replace(/\.gz$/i, '')
      .replace(/\.[a-z]{3}$/i, '')}.${importRunId}.rejects.csv`,
  )
  const output = await open(file, 'w', 0o600)
  const problems: string[] = []
  const append = async (raw: string, extra: readonly string[]): Promise<void> => {
    const line = [raw, ...extra.map(cell => quotedCell(cell, mapping.delimiter))].join(mapping.delimiter)
    await output.write(iconv.encode(`${line}\n`, mapping.encoding))
  }
  try {
    let header: Header | undefined
    let isHeaderWritten = false
    const refusals = rejected(sql)
    let next = await refusals.next()
    for await (const row of readRows(await openFile(path), mapping, first => (header = first))) {
      if (next.done) break
      if (next.value.seq !== row.seq) continue
      // a reject file loaded again has the columns already; its rows get new ones in their place
      const width = header?.columns.findIndex(column => column === REJECT_COLUMNS[0]) ?? -1
      if (!isHeaderWritten && header)
        await append(width < 0 ? header.raw : cut(header.columns, width, mapping), REJECT_COLUMNS)
      isHeaderWritten = true
      await append(width < 0 ? row.raw : cut(row.cells, width, mapping), problemCells(next.value.problems))
      for (const problem of next.value.problems)
        if (problems.length < PROBLEMS_SHOWN_MAX) problems.push(problemText(basename(path), problem))
      next = await refusals.next()
    }
    await output.sync()
  } finally {
    await output.close()
  }
  return { file, problems }
}

function cut(cells: readonly string[], width: number, mapping: Mapping): string {
  return cells
    .slice(0, width)
    .map(cell => quotedCell(cell, mapping.delimiter))
    .join(mapping.delimiter)
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

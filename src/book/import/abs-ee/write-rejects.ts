// The refused records of a file, as a file of the same kind: each with a comment that says what is wrong, to be mended and loaded again.
// The source is read a second time for it, which costs nothing in the usual case of no refusals and no memory in the worst.

import { mkdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Sql } from '../../../platform/index.ts'
import { openFile } from '../open-file.ts'
import { type Problem, problemText, quoted } from '../problem.ts'
import { rejected } from '../rejected.ts'
import { NAMESPACE } from './fields.ts'
import { type RawRecord, readRecords } from './read-records.ts'
import { xmlText } from './xml-text.ts'

/** Enough to see a pattern in the terminal; the file has all. */
const PROBLEMS_SHOWN_MAX = 20

/** Writes `<name>.<run>.rejects.xml` and returns its path with the first problems. */
export async function writeRejects(
  sql: Sql,
  path: string,
  { folder, importRunId }: { folder: string; importRunId: number },
): Promise<{ file: string; problems: string[] }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(
    folder,
    `${basename(path)
      .replace(/\.gz$/i, '')
      .replace(/\.xml$/i, '')}.${importRunId}.rejects.xml`,
  )
  const output = await open(file, 'w', 0o600)
  const problems: string[] = []
  try {
    await output.write(`<?xml version="1.0" encoding="UTF-8"?>\n<assetData xmlns="${NAMESPACE}">\n`)
    const refusals = rejected(sql)
    let next = await refusals.next()
    let seq = 0
    for await (const batch of readRecords(path, xmlText(await openFile(path)))) {
      let text = ''
      for (const record of batch) {
        seq += 1
        if (next.done || next.value.seq !== seq) continue
        text += recordText(record, next.value.problems)
        for (const problem of next.value.problems)
          if (problems.length < PROBLEMS_SHOWN_MAX) problems.push(problemText(basename(path), problem))
        next = await refusals.next()
      }
      if (text !== '') await output.write(text)
    }
    await output.write('</assetData>\n')
    await output.sync()
  } finally {
    await output.close()
  }
  return { file, problems }
}

function recordText(record: RawRecord, problems: readonly Problem[]): string {
  // a comment must not hold two hyphens in a row
  const comments = problems.map(
    problem =>
      `<!-- line ${problem.line}: ${problem.field} ${quoted(problem.value)} ${problem.reason} `
        .replace(/-(?=-)/g, '- ')
        .replace('<!- -', '<!--') + '-->',
  )
  const fields = record.fields.map(field => `<${field.name}>${escaped(field.value)}</${field.name}>`)
  return `${comments.join('\n')}\n<assets>\n${fields.join('\n')}\n</assets>\n`
}

function escaped(text: string): string {
  return text.replace(/[&<>\r]/g, char =>
    char === '&' ? '&amp;' : char === '<' ? '&lt;' : char === '>' ? '&gt;' : '&#13;',
  )
}

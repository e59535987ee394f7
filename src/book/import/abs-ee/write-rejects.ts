// The refused records of a file, as a file of the same kind: each with a comment that says what is wrong.

import type { Sql } from '../../../platform/index.ts'
import { openFile } from '../open-file.ts'
import { type Problem, quoted } from '../problem.ts'
import { type RejectPlace, writeRejectFile } from '../reject-file.ts'
import { NAMESPACE } from './fields.ts'
import { type RawRecord, readRecords } from './read-records.ts'
import { xmlText } from './xml-text.ts'

/** Writes `<name>.<run>.rejects.xml` and returns its path with the first problems. */
export function writeRejects(
  sql: Sql,
  path: string,
  place: RejectPlace,
): Promise<{ file: string; problems: string[] }> {
  return writeRejectFile(sql, path, { ...place, ending: '.xml' }, async ({ write, problemsOf }) => {
    await write(`<?xml version="1.0" encoding="UTF-8"?>\n<assetData xmlns="${NAMESPACE}">\n`)
    let seq = 0
    for await (const batch of readRecords(path, xmlText(await openFile(path)))) {
      for (const record of batch) {
        seq += 1
        const problems = await problemsOf(seq)
        if (problems !== null) await write(recordText(record, problems))
      }
    }
    await write('</assetData>\n')
  })
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

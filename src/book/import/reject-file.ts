// The file of what an import refused, of the same kind as its source, to be mended and loaded again. The source is read a second time for
// it, which costs nothing in the usual case of no refusals and no memory in the worst. How a row is written is the business of its kind.

import { mkdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { Sql } from '../../platform/index.ts'
import { type Problem, problemText } from './problem.ts'
import { PROBLEMS_SHOWN_MAX, rejected } from './rejected.ts'

export type RejectPlace = { readonly folder: string; readonly importRunId: number }

export type RejectWriter = {
  readonly write: (content: string | Uint8Array) => Promise<void>
  /** What is wrong with the row `seq`; null when it is not refused. To be asked row by row, in the order of the file. */
  readonly problemsOf: (seq: number) => Promise<readonly Problem[] | null>
  /** No refused row is left. */
  readonly isDone: () => boolean
}

/** Has `fill` write `<name>.<run>.rejects<ending>`, and returns its path with the first problems as sentences. */
export async function writeRejectFile(
  sql: Sql,
  path: string,
  { folder, importRunId, ending }: RejectPlace & { readonly ending: '.xml' | '.csv' },
  fill: (writer: RejectWriter) => Promise<void>,
): Promise<{ file: string; problems: string[] }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const unpacked = basename(path).replace(/\.gz$/i, '')
  const file = join(folder, `${basename(unpacked, extname(unpacked))}.${importRunId}.rejects${ending}`)
  const output = await open(file, 'w', 0o600)
  const problems: string[] = []
  try {
    const refusals = rejected(sql)
    let next = await refusals.next()
    const problemsOf = async (seq: number): Promise<readonly Problem[] | null> => {
      if (next.done || next.value.seq !== seq) return null
      const found = next.value.problems
      for (const problem of found)
        if (problems.length < PROBLEMS_SHOWN_MAX) problems.push(problemText(basename(path), problem))
      next = await refusals.next()
      return found
    }
    const write = async (content: string | Uint8Array): Promise<void> => {
      await output.writeFile(content)
    }
    await fill({ write, problemsOf, isDone: () => next.done === true })
    await output.sync()
  } finally {
    await output.close()
  }
  return { file, problems }
}

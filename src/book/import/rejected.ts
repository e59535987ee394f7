// The refused rows of an import in file order, read from the verdict a page at a time.

import { basename } from 'node:path'
import type { Sql } from '../../platform/index.ts'
import { type Problem, problemText } from './problem.ts'

const PAGE_ROWS = 5_000

/** Enough to see a pattern in the terminal; the reject file has all. */
export const PROBLEMS_SHOWN_MAX = 20

export type Rejected = { readonly seq: number; readonly problems: readonly Problem[] }

export async function* rejected(sql: Sql): AsyncGenerator<Rejected, undefined> {
  let after = 0
  for (;;) {
    const page = await sql.query<Rejected>(
      `select seq, problems from verdict where outcome = 'rejected' and seq > $1 order by seq limit ${PAGE_ROWS}`,
      [after],
    )
    yield* page
    const last = page.at(-1)
    if (last === undefined) return undefined
    after = last.seq
  }
}

/** The first problems as sentences, for imports that write no reject file. */
export async function firstProblems(sql: Sql, path: string): Promise<string[]> {
  const sentences: string[] = []
  for await (const { problems } of rejected(sql)) {
    sentences.push(...problems.map(problem => problemText(basename(path), problem)))
    if (sentences.length >= PROBLEMS_SHOWN_MAX) break
  }
  return sentences.slice(0, PROBLEMS_SHOWN_MAX)
}

// The refused rows of an import in file order, read from the verdict a page at a time.

import type { Sql } from '../../platform/index.ts'
import type { Problem } from './problem.ts'

const PAGE_ROWS = 5_000

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

// Asks about facts that are given: the same statement that the live gate runs, on documents instead of the book.

import type { Query } from '../../decision/index.ts'
import { must } from '../../kernel/index.ts'
import type { Facts } from '../facts/facts.ts'
import type { Law } from '../rulebook/law.ts'
import type { Matter } from '../rulebook/question.ts'
import { type Answer, answerOf, type GateRow } from './answer.ts'
import { firstPermitted } from './first-permitted.ts'
import { gateRows } from './gate-rows.ts'

export type GateAnswer = Answer & {
  /** The first instant at which the attempt would be allowed if nothing else happened: its own when it is, null when none is in sight or a fact is missing. */
  readonly firstPermitted: string | null
}

/** One answer a document, in the order given, each at its own `asOf`. */
export async function answerAll<F extends Matter>(
  query: Query,
  law: Law<F>,
  documents: readonly F[],
): Promise<{ readonly answers: readonly Answer[]; readonly rows: readonly GateRow[] }> {
  const moments = documents.map(({ asOf }, document) => ({ document, at: asOf }))
  const rows = await gateRows(query, law, documents, moments, true)
  const answers = documents.map((facts, index) => answerOf(facts, must(rows[index], 'a row for every document'), law))
  return { answers, rows }
}

/** The same about contacts, with the first permitted time. */
export async function ask(query: Query, law: Law<Facts>, documents: readonly Facts[]): Promise<GateAnswer[]> {
  const { answers, rows } = await answerAll(query, law, documents)
  const refused = answers.flatMap(({ decision, missing }, index) =>
    decision === 'deny' && missing.length === 0 ? [index] : [],
  )
  const of = <T>(list: readonly T[]) => refused.map(index => must(list[index], 'one for every document'))
  const later = await firstPermitted(query, law, of(documents), of(rows))
  const at = new Map(refused.map((index, place) => [index, later[place] ?? null]))
  return answers.map((answer, index) => ({
    ...answer,
    firstPermitted: answer.decision === 'deny' ? (at.get(index) ?? null) : must(documents[index], 'its document').asOf,
  }))
}

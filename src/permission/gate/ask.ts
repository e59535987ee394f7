// Asks the gate about facts that are given: the same statement that the live gate runs, on documents instead of the book.

import type { Query } from '../../decision/index.ts'
import { must } from '../../kernel/index.ts'
import type { Facts } from '../facts/facts.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import { type Answer, answerOf } from './answer.ts'
import { firstPermitted } from './first-permitted.ts'
import { gateRows } from './gate-rows.ts'

export type GateAnswer = Answer & {
  /** The first instant at which the attempt would be allowed if nothing else happened: its own when it is, null when none is in sight or a fact is missing. */
  readonly firstPermitted: string | null
}

/** One answer a document, in the order given, each at its own `asOf`. */
export async function ask(
  query: Query,
  rulebooks: readonly Rulebook[],
  documents: readonly Facts[],
): Promise<GateAnswer[]> {
  const moments = documents.map(({ asOf }, document) => ({ document, at: asOf }))
  const rows = await gateRows(query, rulebooks, documents, moments, true)
  const answers = documents.map((facts, index) =>
    answerOf(facts, must(rows[index], 'a row for every document'), rulebooks),
  )
  const refused = answers.flatMap(({ decision, missing }, index) =>
    decision === 'deny' && missing.length === 0 ? [index] : [],
  )
  const of = <T>(list: readonly T[]) => refused.map(index => must(list[index], 'one for every document'))
  const later = await firstPermitted(query, rulebooks, of(documents), of(rows))
  const at = new Map(refused.map((index, place) => [index, later[place] ?? null]))
  return answers.map((answer, index) => ({
    ...answer,
    firstPermitted: answer.decision === 'deny' ? (at.get(index) ?? null) : must(documents[index], 'its document').asOf,
  }))
}

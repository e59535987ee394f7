// Runs the statement of the gate on documents.

import type { Query } from '../../decision/index.ts'
import type { Law } from '../rulebook/law.ts'
import type { Matter } from '../rulebook/question.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import type { GateRow } from './answer.ts'
import { gateSql } from './compose.ts'

/** A document, by its place from 0, and an instant it is asked about. */
export type Moment = { readonly document: number; readonly at: string }

const texts = new WeakMap<readonly Rulebook[], Map<boolean, string>>()

/** One row a moment, in their order: what every rule says of the document at that instant. */
export async function gateRows<Facts extends Matter>(
  query: Query,
  law: Law<Facts>,
  documents: readonly Facts[],
  moments: readonly Moment[],
  withFeatures: boolean,
): Promise<GateRow[]> {
  return query<GateRow>(textOf(law, withFeatures), [
    JSON.stringify(documents),
    moments.map(({ document }) => document + 1),
    moments.map(({ at }) => at),
    ...(await law.question.parameters(query, law.rulebooks)),
  ])
}

/** Written once for a set of rulebooks. */
function textOf(law: Law, withFeatures: boolean): string {
  const ofBooks = texts.get(law.rulebooks) ?? new Map<boolean, string>()
  texts.set(law.rulebooks, ofBooks)
  const text = ofBooks.get(withFeatures) ?? gateSql(law, withFeatures)
  ofBooks.set(withFeatures, text)
  return text
}

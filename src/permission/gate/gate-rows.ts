// Runs the statement of the gate on documents.

import type { Query } from '../../decision/index.ts'
import type { Facts } from '../facts/facts.ts'
import { legalHolidays } from '../facts/holidays.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import type { GateRow } from './answer.ts'
import { gateSql } from './compose.ts'

/** A document, by its place from 0, and an instant it is asked about. */
export type Moment = { readonly document: number; readonly at: string }

const texts = new WeakMap<readonly Rulebook[], Map<boolean, string>>()

/** One row a moment, in their order: what every rule says of the document at that instant. */
export function gateRows(
  query: Query,
  rulebooks: readonly Rulebook[],
  documents: readonly Facts[],
  moments: readonly Moment[],
  withFeatures: boolean,
): Promise<GateRow[]> {
  return query<GateRow>(textOf(rulebooks, withFeatures), [
    JSON.stringify(documents),
    moments.map(({ document }) => document + 1),
    moments.map(({ at }) => at),
    legalHolidays(),
  ])
}

/** Written once for a set of rulebooks. */
function textOf(rulebooks: readonly Rulebook[], withFeatures: boolean): string {
  const ofBooks = texts.get(rulebooks) ?? new Map<boolean, string>()
  texts.set(rulebooks, ofBooks)
  const text = ofBooks.get(withFeatures) ?? gateSql(rulebooks, withFeatures)
  ofBooks.set(withFeatures, text)
  return text
}

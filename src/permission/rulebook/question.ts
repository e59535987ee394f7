// A question that rulebooks answer: may we contact this person, may this vehicle be taken, when does this claim expire. It says what facts look like, and how the features
// that its rules may ask for are computed from them.

import type { Query } from '../../decision/index.ts'
import type { Feature } from './feature.ts'
import type { Parsed } from './parse-shape.ts'
import type { Rulebook } from './rulebook.ts'

export type Outcome = 'pass' | 'exempt' | 'condition' | 'deny' | 'not_applicable' | 'review' | 'computed'

/** Facts about one matter, asked about at one instant. */
export type Matter = { readonly asOf: string }

export type Question<Facts extends Matter = Matter> = {
  /** Its rulebooks are the files `<kind>.dmn` and `<kind>-….dmn` of each place, with `-` for `_`. */
  readonly kind: string
  readonly parse: (given: unknown) => Parsed<Facts>
  /** Common table expressions, the last of them `feature`: one row an asked instant with `place` (its number), `document`, `at`, `jurisdiction`, `lender_jurisdiction`,
   * `house_rules` and every feature. $1 the documents as a JSON array, $2 and $3 which document is asked about which instant, then `parameters`. */
  readonly sql: string
  readonly parameters: (query: Query, rulebooks: readonly Rulebook[]) => Promise<readonly unknown[]>
  readonly features: readonly Feature[]
  /** Paths of facts that every rule reads. */
  readonly base: readonly string[]
  /** What a rule may say. */
  readonly outcomes: readonly Outcome[]
  /** Whether silence of the law allows: a contact that no rule forbids is lawful; of a step against a person that no rule speaks of, counsel is asked. */
  readonly allowsBySilence: boolean
}

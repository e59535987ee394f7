// A question of policy: what its documents look like, and the SQL that computes its features.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Id, Instant, Jurisdiction } from '../facts/shapes.ts'
import { date, type Feature, text } from '../rulebook/feature.ts'
import { parseShape } from '../rulebook/parse-shape.ts'
import type { Matter, Question } from '../rulebook/question.ts'

/** Facts about one matter under the law of one place. */
export type PolicyCase = Matter & {
  readonly id?: string | undefined
  readonly kind: string
  readonly jurisdiction: string
  readonly facts: Readonly<Record<string, unknown>>
}

const RELATIONS = readFileSync(join(import.meta.dirname, 'from-cases.sql'), 'utf8')

/** Columns of every question. */
const COMMON: readonly Feature[] = [
  date('today', '日期', 'the day that is asked about'),
  text('state', '州／地区', 'country, with its state or part'),
]

/** `sqlFile` ends in the select of `feature`, whose first columns are `given.place, document, at, jurisdiction` and those of `COMMON`. */
export function policyQuestion(
  kind: string,
  sqlFile: string,
  facts: z.ZodType<Readonly<Record<string, unknown>>>,
  features: readonly Feature[],
  parameters: Question['parameters'] = () => Promise.resolve([]),
): Question<PolicyCase> {
  const shape = z.strictObject({
    id: Id.optional(),
    kind: z.literal(kind),
    jurisdiction: Jurisdiction,
    asOf: Instant,
    facts,
  })
  return {
    kind,
    parse: given => parseShape(shape, given),
    sql: `${RELATIONS},\n${readFileSync(sqlFile, 'utf8')}`,
    parameters,
    features: [...COMMON, ...features],
    base: [],
    outcomes: ['pass', 'exempt', 'condition', 'deny', 'not_applicable', 'review', 'computed'],
    allowsBySilence: false,
  }
}

// The law on one question: its rulebooks, of every place. Those that ship are tables/rulebooks/<place>/<kind>….dmn; a place is added by adding its folder.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../platform/index.ts'
import type { Matter, Question } from './question.ts'
import { type Rulebook, readRulebook } from './rulebook.ts'

export type Law<Facts extends Matter = Matter> = {
  readonly question: Question<Facts>
  readonly rulebooks: readonly Rulebook[]
}

/** Where the rulebooks that ship lie, with their examples. */
export const RULEBOOKS = join(ROOT, 'tables/rulebooks')

const kept = new Map<string, readonly Rulebook[]>()

/** In the order of places and files. Throws what `readRulebook` throws. */
export function shippedLaw<Facts extends Matter>(question: Question<Facts>): Law<Facts> {
  const rulebooks = kept.get(question.kind) ?? read(question)
  kept.set(question.kind, rulebooks)
  return { question, rulebooks }
}

function read(question: Question): Rulebook[] {
  const isOfKind = new RegExp(`^${question.kind.replaceAll('_', '-')}(?:-[a-z0-9-]+)?\\.dmn$`)
  return readdirSync(RULEBOOKS, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .flatMap(place =>
      readdirSync(join(RULEBOOKS, place))
        .filter(file => isOfKind.test(file))
        .sort()
        .map(file =>
          readRulebook(
            readFileSync(join(RULEBOOKS, place, file), 'utf8'),
            place.toUpperCase(),
            `${place}/${file}`,
            question,
          ),
        ),
    )
}

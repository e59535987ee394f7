// The rulebooks that ship: tables/rulebooks/<place>/<name>.dmn. A place is added by adding its folder.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../platform/index.ts'
import { type Rulebook, readRulebook } from './rulebook.ts'

const FOLDER = join(ROOT, 'tables/rulebooks')
/** What is asked of a contact; other files of a place answer other questions. */
const CONTACT = /^contact(?:-[a-z0-9-]+)?\.dmn$/

let kept: readonly Rulebook[] | undefined

/** Every rulebook for contacts, in the order of places and files. Throws what `readRulebook` throws. */
export function shippedRulebooks(): readonly Rulebook[] {
  kept ??= readdirSync(FOLDER, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .flatMap(place =>
      readdirSync(join(FOLDER, place))
        .filter(file => CONTACT.test(file))
        .sort()
        .map(file =>
          readRulebook(readFileSync(join(FOLDER, place, file), 'utf8'), place.toUpperCase(), `${place}/${file}`),
        ),
    )
  return kept
}

// The statements of the imports live beside this file as plain SQL, to be read by auditors; this hands them out by name.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, 'sql')
const cache = new Map<string, string>()

/** The text of `sql/<name>.sql`. */
export function statement(name: string): string {
  let text = cache.get(name)
  if (text === undefined) {
    text = readFileSync(join(FOLDER, `${name}.sql`), 'utf8')
    cache.set(name, text)
  }
  return text
}

// Reads a file of facts: an array, each checked by its question. Everything that is wrong is told at once, and nothing is answered then.

import { readFileSync } from 'node:fs'
import { Fault, repeatedKeys } from '../../kernel/index.ts'
import type { Parsed } from '../rulebook/parse-shape.ts'

/** Keys of an acceptance case that are no facts. */
const CASE_KEYS: ReadonlySet<string> = new Set(['title', 'ruleStatus', 'expect', 'flip'])
/** More places than a person reads at once. */
const WRONG_MAX = 20

/** Throws `Fault` 'permission.facts'. */
export function readFacts<Facts>(path: string, parse: (given: unknown) => Parsed<Facts>): Facts[] {
  const parsed = readJson(path)
  if (!Array.isArray(parsed)) throw new Fault('permission.facts', `${path}: an array of facts is expected`)
  const wrong: string[] = []
  const documents = parsed.flatMap((given: unknown, index) => {
    const result = parse(withoutCaseKeys(given))
    if ('facts' in result) return [result.facts]
    for (const { path: fact, value, what } of result.wrong)
      wrong.push(
        `fact ${index}${nameOf(given)}, ${fact || 'as a whole'}, value ${JSON.stringify(value) ?? 'none'}: ${what}`,
      )
    return []
  })
  if (wrong.length > 0) {
    const more = wrong.length > WRONG_MAX ? `\n… and ${wrong.length - WRONG_MAX} more` : ''
    throw new Fault('permission.facts', `${path}:\n${wrong.slice(0, WRONG_MAX).join('\n')}${more}`)
  }
  return documents
}

function readJson(path: string): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    throw new Fault('permission.facts', `${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  try {
    const parsed: unknown = JSON.parse(text)
    const [twice] = repeatedKeys(text)
    if (twice) throw new Fault('permission.facts', `${path}, line ${twice.line}: '${twice.key}' is given twice`)
    return parsed
  } catch (error) {
    if (error instanceof SyntaxError) throw new Fault('permission.facts', `${path}: ${error.message}`, { cause: error })
    throw error
  }
}

function withoutCaseKeys(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  return Object.fromEntries(Object.entries(given).filter(([key]) => !CASE_KEYS.has(key)))
}

function nameOf(given: unknown): string {
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : undefined
  return typeof id === 'string' ? ` (${id})` : ''
}

// `permission check --facts F.json`: what the gate says of given facts. Nothing of the book is asked; the rulebooks and the SQL are those of the live gate.

import { readFileSync } from 'node:fs'
import type { Query } from '../../decision/index.ts'
import { Fault, repeatedKeys } from '../../kernel/index.ts'
import { type Facts, parseFacts } from '../facts/facts.ts'
import type { RuleAnswer } from '../gate/answer.ts'
import { ask, type GateAnswer } from '../gate/ask.ts'
import { shippedRulebooks } from '../rulebook/shipped-rulebooks.ts'

type Stream = { readonly write: (text: string) => unknown }

export type CheckOptions = { readonly facts: string; readonly json: boolean }

/** Keys of an acceptance case that are no facts. */
const CASE_KEYS: ReadonlySet<string> = new Set(['title', 'ruleStatus', 'expect', 'flip'])
/** More places than a person reads at once. */
const WRONG_MAX = 20

/** Prints one answer a fact, in their order. `query` is asked for only when the facts can be read. Throws `Fault` 'permission.facts'. */
export async function runPermissionCheck(
  options: CheckOptions,
  query: () => Promise<Query>,
  stdout: Stream,
): Promise<void> {
  const documents = readDocuments(options.facts)
  const answers = await ask(await query(), shippedRulebooks(), documents)
  if (options.json) {
    stdout.write(
      `[${answers.map((answer, index) => JSON.stringify(answerDocument(documents[index]?.id, answer))).join(',\n ')}]\n`,
    )
    return
  }
  for (const [index, answer] of answers.entries())
    stdout.write(answerText(documents[index]?.id ?? `fact ${index}`, answer))
}

function answerDocument(id: string | undefined, answer: GateAnswer): unknown {
  const { decision, rules, conditions, missing, counts, firstPermitted } = answer
  return {
    id: id ?? null,
    decision,
    rules: rules.map(rule => ({ ...rule, citation: citationText(rule) })),
    conditions,
    missing,
    counts,
    firstPermitted,
  }
}

function citationText({ citation }: RuleAnswer): string | null {
  return citation && `${citation.instrument}, ${citation.article}`
}

function answerText(id: string, { decision, rules, conditions, missing, firstPermitted }: GateAnswer): string {
  const lines = [`${id}: ${decision}`]
  for (const rule of rules)
    if (rule.outcome === 'deny')
      lines.push(
        `  ${rule.id} ${rule.reason ?? ''}${rule.citation ? ` (${citationText(rule) ?? ''}; ${rule.status})` : ''}`,
      )
  if (missing.length > 0) lines.push(`  not known: ${missing.join(', ')}`)
  if (conditions.length > 0) lines.push(`  with: ${conditions.join(', ')}`)
  if (decision === 'deny')
    lines.push(
      firstPermitted === null
        ? '  no time is in sight at which it would be allowed'
        : `  first permitted: ${firstPermitted}`,
    )
  return `${lines.join('\n')}\n`
}

function readDocuments(path: string): Facts[] {
  const parsed = readJson(path)
  if (!Array.isArray(parsed)) throw new Fault('permission.facts', `${path}: an array of facts is expected`)
  const wrong: string[] = []
  const documents = parsed.flatMap((given: unknown, index) => {
    const result = parseFacts(withoutCaseKeys(given))
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

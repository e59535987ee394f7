// `permission check --facts F.json`: what the gate says of given facts. Nothing of the book is asked; the rulebooks and the SQL are those of the live gate.

import type { Query } from '../../decision/index.ts'
import { CONTACT } from '../facts/contact.ts'
import { ask, type GateAnswer } from '../gate/ask.ts'
import { shippedLaw } from '../rulebook/law.ts'
import { answerDocument, answerLines, type CheckOptions, type Stream } from './answer-document.ts'
import { readFacts } from './read-facts.ts'

/** Prints one answer a fact, in their order. `query` is asked for only when the facts can be read. Throws `Fault` 'permission.facts'. */
export async function runPermissionCheck(
  options: CheckOptions,
  query: () => Promise<Query>,
  stdout: Stream,
): Promise<void> {
  const documents = readFacts(options.facts, CONTACT.parse)
  const answers = await ask(await query(), shippedLaw(CONTACT), documents)
  if (options.json) {
    const printed = answers.map((answer, index) => {
      const { firstPermitted } = answer
      return JSON.stringify({ ...answerDocument(documents[index]?.id, answer), firstPermitted })
    })
    stdout.write(`[${printed.join(',\n ')}]\n`)
    return
  }
  for (const [index, answer] of answers.entries())
    stdout.write(
      `${[...answerLines(documents[index]?.id ?? `fact ${index}`, answer), ...timeLines(answer)].join('\n')}\n`,
    )
}

function timeLines({ decision, firstPermitted }: GateAnswer): string[] {
  if (decision !== 'deny') return []
  return [
    firstPermitted === null
      ? '  no time is in sight at which it would be allowed'
      : `  first permitted: ${firstPermitted}`,
  ]
}

// `policy check --facts F.json`: what the rulebooks say of steps that are no contacts. Nothing of the book is asked.

import type { Query } from '../../decision/index.ts'
import { must } from '../../kernel/index.ts'
import type { Answer } from '../gate/answer.ts'
import { answerAll } from '../gate/ask.ts'
import type { PolicyCase } from '../policy/policy-question.ts'
import { POLICY_QUESTIONS } from '../policy/questions.ts'
import { shippedLaw } from '../rulebook/law.ts'
import type { Parsed } from '../rulebook/parse-shape.ts'
import { answerDocument, answerLines, type CheckOptions, type Stream } from './answer-document.ts'
import { readFacts } from './read-facts.ts'

/** Prints one answer a fact, in their order. `query` is asked for only when the facts can be read. Throws `Fault` 'permission.facts'. */
export async function runPolicyCheck(
  options: CheckOptions,
  query: () => Promise<Query>,
  stdout: Stream,
): Promise<void> {
  const cases = readFacts(options.facts, parseCase)
  const answers = await answerCases(await query(), cases)
  if (options.json) {
    const printed = answers.map((answer, index) =>
      JSON.stringify({ ...answerDocument(cases[index]?.id, answer), result: answer.result }),
    )
    stdout.write(`[${printed.join(',\n ')}]\n`)
    return
  }
  for (const [index, answer] of answers.entries())
    stdout.write(`${answerLines(cases[index]?.id ?? `fact ${index}`, answer).join('\n')}\n`)
}

/** One answer a case, in the order given; the cases of one kind are one statement. */
export async function answerCases(query: Query, cases: readonly PolicyCase[]): Promise<Answer[]> {
  const found = new Map<PolicyCase, Answer>()
  for (const question of POLICY_QUESTIONS) {
    const ofKind = cases.filter(({ kind }) => kind === question.kind)
    if (ofKind.length === 0) continue
    const { answers } = await answerAll(query, shippedLaw(question), ofKind)
    for (const [index, one] of ofKind.entries()) found.set(one, must(answers[index], 'an answer for every case'))
  }
  return cases.map(one => must(found.get(one), 'an answer for every kind'))
}

export function parseCase(given: unknown): Parsed<PolicyCase> {
  const kind = typeof given === 'object' && given !== null && 'kind' in given ? given.kind : undefined
  const question = POLICY_QUESTIONS.find(candidate => candidate.kind === kind)
  if (question) return question.parse(given)
  const kinds = POLICY_QUESTIONS.map(candidate => candidate.kind).join(', ')
  return { wrong: [{ path: 'kind', value: kind, what: `one of ${kinds}` }] }
}

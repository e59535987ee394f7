// `decision eval FILE.dmn --decision NAME --facts F.json`: answers for facts typed in by hand, by the same SQL as the night.

import { compileDecision } from '../compile/compile-decision.ts'
import { DecisionFault } from '../decision-fault.ts'
import { evaluateFacts, type Query } from '../evaluate/evaluate-facts.ts'
import { type Facts, parseExactJson } from '../evaluate/facts.ts'
import { readDmnFile, readFile, type Streams } from './streams.ts'

export type EvalOptions = {
  readonly file: string
  readonly decision: string
  readonly facts: string
  readonly json: boolean
}

/** Prints `[{"result": …}, …]` in the order of the facts. `query` is asked for only when the decision compiles. Throws `Fault`. */
export async function runEval(options: EvalOptions, query: () => Promise<Query>, streams: Streams): Promise<void> {
  const model = readDmnFile(options.file)
  const facts = readFacts(options.facts)
  compileDecision(model, options.decision)
  const known = new Set(model.inputData.map(input => input.name))
  const unknown = [...new Set(facts.flatMap(fact => Object.keys(fact).filter(name => !known.has(name))))]
  if (unknown.length > 0)
    streams.stderr.write(
      `${options.facts}: no input of ${options.file} is called ${unknown.map(name => `'${name}'`).join(', ')}\n`,
    )
  const answers = await evaluateFacts(await query(), model, options.decision, facts)
  const lines = answers.map(({ resultText }) => (options.json ? `{"result": ${resultText}}` : resultText))
  streams.stdout.write(options.json ? `[${lines.join(',\n ')}]\n` : `${lines.join('\n')}\n`)
}

function readFacts(path: string): Facts[] {
  let parsed: unknown
  try {
    parsed = parseExactJson(new TextDecoder('utf-8', { fatal: true }).decode(readFile(path)))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw new DecisionFault('decision.fact', `${path}: ${error.message}`)
    throw error
  }
  if (!Array.isArray(parsed)) throw new DecisionFault('decision.fact', `${path}: an array of objects is expected`)
  return parsed.map((fact: unknown, index) => {
    if (typeof fact !== 'object' || fact === null || Array.isArray(fact)) {
      throw new DecisionFault('decision.fact', `${path}: fact ${index} is no object of input names and values`)
    }
    return fact as Facts
  })
}

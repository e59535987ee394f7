// `decision eval FILE.dmn --decision NAME --facts F.json`: answers for facts typed in by hand, by the same SQL as the night.

import { repeatedKeys } from '../../kernel/index.ts'
import { compileDecision } from '../compile/compile-decision.ts'
import { DecisionFault } from '../decision-fault.ts'
import { answers, type Query } from '../evaluate/evaluate-facts.ts'
import { type Facts, parseExactJson } from '../evaluate/facts.ts'
import { type UnknownName, unknownNames } from '../evaluate/unknown-names.ts'
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
  const compiled = compileDecision(model, options.decision)
  for (const remark of remarks(options, unknownNames(model, facts))) streams.stderr.write(`${remark}\n`)
  const evaluated = await answers(await query(), compiled, facts)
  const lines = evaluated.map(({ resultText }) => (options.json ? `{"result": ${resultText}}` : resultText))
  streams.stdout.write(options.json ? `[${lines.join(',\n ')}]\n` : `${lines.join('\n')}\n`)
}

/** More names than a person reads; a file of other facts altogether has hundreds. */
const REMARKS_MAX = 20

/** A name that no input has does not stop anything: facts may be made for several tables. But it may be a slip, so it is said. */
function remarks({ file, facts }: EvalOptions, unknown: readonly UnknownName[]): string[] {
  const lines = unknown.slice(0, REMARKS_MAX).map(({ name, meant, isMeantMissing }) => {
    const question = meant === null ? '; it is ignored' : `; did you mean '${meant}'?`
    const missing = meant !== null && isMeantMissing ? ` Where '${meant}' is not given, it counts as null.` : ''
    return `${facts}: '${name}' is no input of ${file}${question}${missing}`
  })
  const more = unknown.length - lines.length
  return more > 0 ? [...lines, `${facts}: ${more} more names are no inputs of ${file}`] : lines
}

function readFacts(path: string): Facts[] {
  let text: string
  let parsed: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFile(path))
    parsed = parseExactJson(text)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw new DecisionFault('decision.fact', `${path}: ${error.message}`)
    throw error
  }
  const repeated = repeatedKeys(text)
  if (repeated.length > 0) {
    const places = repeated.slice(0, REMARKS_MAX).map(({ key, line }) => `line ${line}: '${key}' is given twice`)
    throw new DecisionFault('decision.fact', `${path}: ${places.join('; ')}`)
  }
  if (!Array.isArray(parsed)) throw new DecisionFault('decision.fact', `${path}: an array of objects is expected`)
  return parsed.map((fact: unknown, index) => {
    if (typeof fact !== 'object' || fact === null || Array.isArray(fact)) {
      throw new DecisionFault('decision.fact', `${path}: fact ${index} is no object of input names and values`)
    }
    return fact as Facts
  })
}

// `decision sql FILE.dmn`: the SQL that decides, for auditors. Inputs are the columns of a relation called `facts`.

import { compileDecision } from '../compile/compile-decision.ts'
import { DecisionFault } from '../decision-fault.ts'
import { type CommandExit, readDmnFile, type Streams } from './streams.ts'

type Statement = {
  readonly decision: string
  readonly inputs: readonly { readonly name: string; readonly type: string }[]
  readonly sql: string
}

/**
 * Prints the statement of one decision, or of every decision of the file. What does not compile is named, and the rest printed all the
 * same, with exit code 1. Throws `Fault` when the file cannot be read as DMN.
 */
export function runSql(
  options: { file: string; decision?: string | undefined; json: boolean },
  streams: Streams,
): CommandExit {
  const model = readDmnFile(options.file)
  const names = options.decision === undefined ? model.decisions.map(decision => decision.name) : [options.decision]
  const faults: DecisionFault[] = []
  const statements = names.flatMap((name): Statement[] => {
    try {
      const { inputs, sqlOver } = compileDecision(model, name)
      const columns = inputs.map(input => ({ name: input.name, type: input.type }))
      return [{ decision: name, inputs: columns, sql: sqlOver('facts') }]
    } catch (error) {
      if (!(error instanceof DecisionFault)) throw error
      faults.push(error)
      return []
    }
  })
  const [first] = faults
  if (!options.json) for (const statement of statements) streams.stdout.write(statementText(statement))
  else if (!first) streams.stdout.write(`${JSON.stringify(statements)}\n`)
  else streams.stdout.write(`${JSON.stringify({ error: errorOf(first, faults), statements })}\n`)
  for (const fault of faults) streams.stderr.write(`${fault.message}\n`)
  return first ? 1 : 0
}

function errorOf(first: DecisionFault, faults: readonly DecisionFault[]) {
  return { code: first.code, message: faults.map(fault => fault.message).join('\n'), place: first.place }
}

function statementText({ decision, inputs, sql }: Statement): string {
  const columns = inputs.map(input => `-- "${input.name}" ${input.type}`).join('\n')
  return `-- decision '${comment(decision)}'\n${comment(columns)}${columns === '' ? '' : '\n'}${sql};\n\n`
}

/** A name with a line break must not end the comment it stands in. */
function comment(text: string): string {
  return text
    .split('\n')
    .map((line, index) => (index === 0 || line.startsWith('--') ? line : `-- ${line}`))
    .join('\n')
}

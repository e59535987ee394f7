// `decision sql FILE.dmn`: the SQL that decides, for auditors. Inputs are the columns of a relation called `facts`.

import { compileDecision } from '../compile/compile-decision.ts'
import { DecisionFault } from '../decision-fault.ts'
import { type CommandExit, orReason, readDmnFile, type Streams } from './streams.ts'

/** Prints the statement of one decision, or of every decision of the file. */
export function runSql(
  options: { file: string; decision?: string | undefined; json: boolean },
  streams: Streams,
): Promise<CommandExit> {
  return orReason(streams, () => {
    const model = readDmnFile(options.file)
    const names = options.decision === undefined ? model.decisions.map(decision => decision.name) : [options.decision]
    const faults: DecisionFault[] = []
    const statements = names.flatMap(name => {
      try {
        const { inputs, sqlOver } = compileDecision(model, name)
        return [
          {
            decision: name,
            inputs: inputs.map(input => ({ name: input.name, type: input.type })),
            sql: sqlOver('facts'),
          },
        ]
      } catch (error) {
        if (!(error instanceof DecisionFault)) throw error
        faults.push(error)
        return []
      }
    })
    if (options.json) streams.stdout.write(`${JSON.stringify(statements)}\n`)
    else {
      for (const { decision, inputs, sql } of statements) {
        const columns = inputs.map(input => `-- "${input.name}" ${input.type}`).join('\n')
        streams.stdout.write(
          `-- decision '${comment(decision)}'\n${comment(columns)}${columns === '' ? '' : '\n'}${sql};\n\n`,
        )
      }
    }
    for (const fault of faults) streams.stderr.write(`${fault.message}\n`)
    return faults.length === 0 ? 0 : 1
  })
}

/** A name with a line break must not end the comment it stands in. */
function comment(text: string): string {
  return text
    .split('\n')
    .map((line, index) => (index === 0 || line.startsWith('--') ? line : `-- ${line}`))
    .join('\n')
}

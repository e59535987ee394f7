// `decision check FILE.dmn`: what must be mended before a table is approved.

import { checkModel } from '../check/check-model.ts'
import type { Finding } from '../check/check-table.ts'
import { type CommandExit, orReason, readDmnFile, type Streams } from './streams.ts'

/** Prints the findings; exit code 1 when any of them is a problem. */
export function runCheck(options: { file: string; json: boolean }, streams: Streams): Promise<CommandExit> {
  return orReason(streams, () => {
    const findings = checkModel(readDmnFile(options.file))
    const problems = findings.filter(finding => finding.severity === 'problem').length
    if (options.json)
      streams.stdout.write(
        `${JSON.stringify({ file: options.file, problems, notes: findings.length - problems, findings })}\n`,
      )
    else streams.stdout.write(`${report(options.file, findings, problems)}\n`)
    return problems === 0 ? 0 : 1
  })
}

function report(file: string, findings: readonly Finding[], problems: number): string {
  const lines = findings.map(finding => {
    const place = finding.line === undefined ? '' : ` (line ${finding.line})`
    const rules = finding.rules.length === 0 ? '' : ` [${finding.rules.join(', ')}]`
    const example = finding.example === null ? '' : `\n    for example ${JSON.stringify(finding.example)}`
    return `${finding.severity} ${finding.kind}: ${finding.decision}${rules}${place}: ${finding.message.en}${example}`
  })
  return [...lines, `${file}: ${problems} problems, ${findings.length - problems} notes`].join('\n')
}

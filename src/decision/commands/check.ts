// `decision check FILE.dmn`: what must be mended before a table is approved.

import { checkModel } from '../check/check-model.ts'
import type { Finding } from '../check/finding.ts'
import { type CommandExit, readDmnFile, type Streams } from './streams.ts'

/** Prints the findings; exit code 1 when any of them is a problem. Throws `Fault` when the file cannot be read as DMN. */
export function runCheck(options: { file: string; json: boolean }, streams: Streams): CommandExit {
  const { file } = options
  const findings = checkModel(readDmnFile(file))
  const problems = findings.filter(finding => finding.severity === 'problem').length
  const document = { file, problems, notes: findings.length - problems, findings }
  const error = { code: 'decision.problems', message: closing(file, findings, problems) }
  if (options.json) streams.stdout.write(`${JSON.stringify(problems === 0 ? document : { error, ...document })}\n`)
  else streams.stdout.write(`${report(file, findings, problems)}\n`)
  return problems === 0 ? 0 : 1
}

function report(file: string, findings: readonly Finding[], problems: number): string {
  const lines = findings.map(finding => {
    const place = finding.line === undefined ? '' : ` (line ${finding.line})`
    const rules = finding.rules.length === 0 ? '' : ` [${finding.rules.join(', ')}]`
    const example = finding.example === null ? '' : `\n    for example ${JSON.stringify(finding.example)}`
    return `${finding.severity} ${finding.kind}: ${finding.decision}${rules}${place}: ${finding.message.en}${example}`
  })
  return [...lines, closing(file, findings, problems)].join('\n')
}

function closing(file: string, findings: readonly Finding[], problems: number): string {
  return `${file}: ${problems} problems, ${findings.length - problems} notes`
}

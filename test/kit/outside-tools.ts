// Tools that nobody here wrote, and that what Curebook publishes must satisfy. `.ci/outside-tools DIR` fetches them; CUREBOOK_TEST_OUTSIDE_TOOLS=DIR says where
// they are, and then each of them must be there. Without it they are looked for on the PATH, and tests of a tool that is nowhere are skipped.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type OutsideToolName = 'xmod-check' | 'tessera-fsck' | 'spicy-torchwood' | 'litewitness' | 'witnessctl'

export type OutsideTool = {
  readonly path: string
  readonly absent: boolean
  /** Empty when the tool is there. */
  readonly reason: string
  /** Null when the tool is content, otherwise what it has against it. */
  readonly complaint: (...words: string[]) => string | null
}

/** Use as `describe.skipIf(tool.absent)(\`… ${tool.reason}\`, …)`. Throws when CUREBOOK_TEST_OUTSIDE_TOOLS names a folder without it. */
export function outsideTool(name: OutsideToolName): OutsideTool {
  const given = process.env['CUREBOOK_TEST_OUTSIDE_TOOLS']
  const folders = given === undefined ? (process.env['PATH'] ?? '').split(delimiter) : [join(given, 'bin')]
  const found = folders.map(folder => join(folder, name)).find(path => existsSync(path))
  if (given !== undefined && found === undefined)
    throw new Error(`CUREBOOK_TEST_OUTSIDE_TOOLS: ${given} has no bin/${name}. Fill it: .ci/outside-tools ${given}`)
  return {
    path: found ?? name,
    absent: found === undefined,
    reason: found === undefined ? `(skipped: no ${name} on the PATH; .ci/outside-tools DIR fetches it)` : '',
    complaint: (...words) => {
      const { status, error, stdout, stderr } = spawnSync(found ?? name, words, { encoding: 'utf8', timeout: 600_000 })
      if (error) throw error
      // a crash is no finding
      if (status !== 0 && status !== 1) throw new Error(`${name} ended with ${status}: ${stderr}`)
      return status === 0 ? null : stderr || stdout || 'no reason'
    },
  }
}

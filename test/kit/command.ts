// A command of the command line in this process, over a test's database: what it prints, without the seconds a program takes to start.

import type { Command } from '../../src/cli/command.ts'
import { parseOptions } from '../../src/cli/options.ts'
import { type Database, readConfig, silentLog, systemClock } from '../../src/platform/index.ts'

type Place = { readonly db: Database; readonly home: string }

/** What the command called `name` writes to standard output. Throws what it throws. */
export async function printedBy(
  commands: readonly Command[],
  name: string,
  words: readonly string[],
  { db, home }: Place,
): Promise<string> {
  const command = commands.find(candidate => candidate.name === name)
  if (!command) throw new Error(`no command '${name}' among ${commands.map(one => one.name).join(', ')}`)
  let text = ''
  await command.run(parseOptions({ ...command.options, json: 'switch' }, words), {
    config: readConfig({ home }, {}),
    clock: systemClock,
    log: silentLog,
    stdout: { write: part => (text += part) },
    stderr: { write: () => undefined },
    database: async () => db,
    ownerDatabase: async () => db,
    closeDatabases: async () => undefined,
    stopping: new AbortController().signal,
  })
  return text
}

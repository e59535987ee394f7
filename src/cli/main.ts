// Entry point of `curebook`: finds the command, builds the object graph, runs it, turns faults into a sentence and an exit code.

import { Fault } from '../kernel/index.ts'
import { type Database, jsonLog, openConfigured, readConfig, systemClock } from '../platform/index.ts'
import { installFactView } from '../strategy/index.ts'
import { type Command, type Context, type ExitCode } from './command.ts'
import { commands } from './commands.ts'
import { parseOptions, usage } from './options.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<ExitCode> {
  const wantsJson = words.includes('--json')
  try {
    if (words.length === 0 || words[0] === '--help' || words[0] === 'help') return help()
    const { command, rest } = find(words)
    return await runCommand(command, rest)
  } catch (error) {
    const code = error instanceof Fault ? error.code : 'curebook.defect'
    const message = error instanceof Error ? error.message : String(error)
    if (wantsJson) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`)
    process.stderr.write(`curebook: ${message}\n`)
    if (!(error instanceof Fault) && error instanceof Error) process.stderr.write(`${error.stack}\n`)
    return code === 'cli.usage' ? 2 : 1
  }
}

function find(words: readonly string[]): { command: Command; rest: readonly string[] } {
  for (const length of [3, 2, 1]) {
    const command = commands.find(candidate => candidate.name === words.slice(0, length).join(' '))
    if (command) return { command, rest: words.slice(length) }
  }
  throw usage(`there is no command '${words.slice(0, 3).join(' ')}'. \`curebook help\` lists them all`)
}

async function runCommand(command: Command, rest: readonly string[]): Promise<ExitCode> {
  if (rest.includes('--help')) return help(command)
  const parsed = parseOptions({ home: 'text', ...command.options, json: 'switch' }, rest)
  const config = readConfig(parsed.options['home'] === undefined ? {} : { home: parsed.options['home'] })
  const opened: Database[] = []
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const context: Context = {
    config,
    clock: systemClock,
    log: jsonLog(systemClock, process.stderr),
    stdout: process.stdout,
    stderr: process.stderr,
    database: async () => {
      const { db } = await openConfigured(config)
      opened.push(db)
      await installFactView(db)
      return db
    },
    closeDatabases: async () => {
      for (const db of opened.splice(0)) await db.close()
    },
    stopping: stopping.signal,
  }
  try {
    return await command.run(parsed, context)
  } finally {
    await context.closeDatabases()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

function help(one?: Command): ExitCode {
  const lines = (one ? [one] : commands).map(command => `  ${command.name.padEnd(22)} ${command.help}`)
  process.stdout.write(
    `curebook <noun> <verb> [--options]\n\n${lines.join('\n')}\n\nEvery command takes --json and --home FOLDER. Exit codes: 0 done, 1 refused or failed, 2 usage.\n`,
  )
  return 0
}

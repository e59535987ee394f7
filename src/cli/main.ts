// Entry point of `curebook`: finds the command, builds the object graph, runs it, turns faults into a sentence and an exit code,
// and under --json into the one document on standard output.

import { Fault, nearest } from '../kernel/index.ts'
import {
  connectionFault,
  type Database,
  jsonLog,
  openAsOwner,
  openConfigured,
  readConfig,
  systemClock,
} from '../platform/index.ts'
import { type Command, type Context, type ExitCode } from './command.ts'
import { allCommands, commandsOf } from './commands.ts'
import { mustHaveHome, sayNewHome, watchHome } from './home.ts'
import { errorDocument, oneDocument } from './one-document.ts'
import { parseOptions, usage } from './options.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<ExitCode> {
  const isHelp = words.length === 0 || words[0] === 'help' || words.includes('--help') || words.includes('-h')
  const found = await lookUp(words)
  const document = words.includes('--json')
    ? oneDocument(process.stdout, { isHeld: found?.command.staysUp !== true })
    : null
  const fail = (thrown: unknown): ExitCode => {
    const error = connectionFault(thrown)
    document?.fail(error)
    const reason = errorDocument(error).error
    process.stderr.write(`curebook: ${reason.message}\n`)
    if (!(error instanceof Fault) && error instanceof Error) process.stderr.write(`${error.stack}\n`)
    return reason.code === 'cli.usage' ? 2 : 1
  }
  // What no command waits for, such as a lost connection, ends it like any other fault.
  process.on('uncaughtException', error => process.exit(fail(error)))
  // Nobody reads on (`curebook … | head`): that is no fault of the command, and nothing is left to say.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  try {
    const stdout = document?.stdout ?? process.stdout
    const exit = isHelp ? await help(found, words, stdout, document !== null) : await runFound(found, words, stdout)
    document?.end(exit)
    return exit
  } catch (error) {
    return fail(error)
  }
}

type Found = { readonly command: Command; readonly rest: readonly string[] }

async function lookUp(words: readonly string[]): Promise<Found | null> {
  const commands = await commandsOf(words[0] ?? '')
  for (const length of [3, 2, 1]) {
    const command = commands.find(candidate => candidate.name === words.slice(0, length).join(' '))
    if (command) return { command, rest: words.slice(length) }
  }
  return null
}

async function runFound(found: Found | null, words: readonly string[], stdout: Context['stdout']): Promise<ExitCode> {
  if (!found) throw await noSuchCommand(words)
  const { command, rest } = found
  const parsed = parseOptions({ home: 'text', ...command.options, json: 'switch' }, rest)
  const [extra] = parsed.files
  if (extra !== undefined && command.takesFiles !== true)
    throw usage(`\`${command.name}\` does not take '${extra}'; every option of it has a name: ${command.help}`)
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
    stdout,
    stderr: process.stderr,
    database: async () => {
      if (command.beginsHome) sayNewHome(config, process.stderr)
      else mustHaveHome(config)
      const { installFactView } = await import('../strategy/index.ts')
      const { db } = await openConfigured(config, installFactView)
      opened.push(db)
      return db
    },
    ownerDatabase: async () => {
      const db = await openAsOwner(config)
      opened.push(db)
      return db
    },
    closeDatabases: async () => {
      for (const db of opened.splice(0)) await db.close()
    },
    stopping: stopping.signal,
  }
  const tellHome = config.databaseUrl === undefined ? () => undefined : watchHome(config, process.stderr)
  try {
    return await command.run(parsed, context)
  } finally {
    tellHome()
    await context.closeDatabases()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

async function noSuchCommand(words: readonly string[]): Promise<Error> {
  const asked = words.slice(0, 3).filter(word => !word.startsWith('-'))
  const ofNoun = (await commandsOf(words[0] ?? '')).map(({ name }) => name)
  const all = ofNoun.length > 0 ? ofNoun : (await allCommands()).map(({ name }) => name)
  // the words after a command are its files, so only as many as a command has are compared
  const meant = [3, 2, 1].map(length => nearest(asked.slice(0, length).join(' '), all)).find(name => name !== null)
  const known = ofNoun.length > 0 ? `There is ${ofNoun.join(', ')}` : '`curebook help` lists them all'
  return usage(
    `there is no command '${asked.join(' ')}'.${meant === undefined || meant === null ? '' : ` Did you mean '${meant}'?`} ${known}`,
  )
}

async function help(
  found: Found | null,
  words: readonly string[],
  stdout: Context['stdout'],
  isJson: boolean,
): Promise<ExitCode> {
  const ofNoun = found
    ? [found.command]
    : await commandsOf(words.find(word => !word.startsWith('-') && word !== 'help') ?? '')
  const shown = ofNoun.length > 0 ? ofNoun : await allCommands()
  if (isJson) {
    stdout.write(`${JSON.stringify({ commands: shown.map(({ name, help: text }) => ({ name, help: text })) })}\n`)
    return 0
  }
  const lines = shown.map(command => `  ${command.name.padEnd(22)} ${command.help}`)
  stdout.write(
    `curebook <noun> <verb> [--options]\n\n${lines.join('\n')}\n\nEvery command takes --json and --home FOLDER. Exit codes: 0 done, 1 refused or failed, 2 usage.\n`,
  )
  return 0
}

// What every command is: its words, its options, its help line, and a function that returns an exit code.

import type { Clock, Config, Database, Log } from '../platform/index.ts'
import type { OptionSpec, Parsed } from './options.ts'

export type Context = {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly stdout: { readonly write: (text: string) => unknown }
  readonly stderr: { readonly write: (text: string) => unknown; readonly isTTY?: boolean }
  /** Opens the configured database (starting and migrating it); closed when the command ends. */
  readonly database: () => Promise<Database>
  /** The same as the owner of its tables, for what the application may not do. Only after `database`. */
  readonly ownerDatabase: () => Promise<Database>
  /** Closes what `database` opened, before the server itself is stopped. */
  readonly closeDatabases: () => Promise<void>
  /** Aborted by the first Ctrl-C or a termination signal. */
  readonly stopping: AbortSignal
}

/** 0 done, 1 refused or failed with a reason, 2 usage. */
export type ExitCode = 0 | 1 | 2

export type Command = {
  /** Two words, `noun verb`; `start`, `serve` and `worker` have one, `book import KIND` three. */
  readonly name: string
  readonly help: string
  /** `--json` is understood by every command and need not be declared. */
  readonly options: OptionSpec
  /** Words that belong to no option are files of it; without this they are refused. */
  readonly takesFiles?: true
  /** It may make the home that is not there yet, and says so; without this a missing home is refused. */
  readonly beginsHome?: true
  /** It goes on after its answer, until it is stopped; so what it prints cannot wait for its end. */
  readonly staysUp?: true
  /** Under --json a command prints one document, and one with an `error` when it returns 1; a thrown fault is printed for it. */
  readonly run: (parsed: Parsed, context: Context) => Promise<ExitCode>
}

/** One JSON document on standard output; bigint as a number when exact, else as text. */
export function printJson(context: Context, value: unknown): void {
  context.stdout.write(
    `${JSON.stringify(value, (_, field: unknown) => (typeof field === 'bigint' ? exact(field) : field))}\n`,
  )
}

function exact(value: bigint): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value.toString()
}

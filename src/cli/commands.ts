// The list of all commands; each lives in a file of its own noun.

import { benchCommands } from './bench.ts'
import { bookCommands } from './book.ts'
import type { Command } from './command.ts'
import { databaseCommands } from './database.ts'
import { decisionCommands } from './decision.ts'
import { demoCommands } from './demo.ts'
import { nightCommands } from './night.ts'
import { serveCommands } from './serve.ts'
import { startCommands } from './start.ts'

export const commands: readonly Command[] = [
  ...startCommands,
  ...serveCommands,
  ...bookCommands,
  ...demoCommands,
  ...nightCommands,
  ...decisionCommands,
  ...databaseCommands,
  ...benchCommands,
]

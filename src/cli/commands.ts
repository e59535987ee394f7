// The list of all commands; each lives in a file of its own noun.

import type { Command } from './command.ts'
import { databaseCommands } from './database.ts'

export const commands: readonly Command[] = [...databaseCommands]

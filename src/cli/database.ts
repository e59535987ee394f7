// `db …`: schema and the embedded server.

import { stopEmbedded } from '../platform/index.ts'
import { type Command, printJson } from './command.ts'
import { mustHaveHome } from './home.ts'

export const databaseCommands: readonly Command[] = [
  {
    name: 'db migrate',
    help: 'bring the schema up to date',
    options: {},
    beginsHome: true,
    run: async (_, context) => {
      const db = await context.database()
      const rows = await db.query<{ number: number; name: string }>(
        'select number, name from platform.migration order by number',
      )
      printJson(context, { migrations: rows })
      return 0
    },
  },
  {
    name: 'db stop',
    help: 'stop the embedded server that a command left running',
    options: {},
    run: async (_, context) => {
      mustHaveHome(context.config)
      const stopped = context.config.databaseUrl === undefined && (await stopEmbedded(context.config.home))
      printJson(context, { stopped })
      return 0
    },
  },
]

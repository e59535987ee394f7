// `db …`: schema and the embedded server.

import { Fault } from '../kernel/index.ts'
import { isEmbeddedRunning, stopEmbedded } from '../platform/index.ts'
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
    help: 'stop the embedded server that a command left running; --force also when programs work on it',
    options: { force: 'switch' },
    run: async (parsed, context) => {
      mustHaveHome(context.config)
      const onlyIfUnused = !parsed.switches.has('force')
      const stopped =
        context.config.databaseUrl === undefined && (await stopEmbedded(context.config.home, { onlyIfUnused }))
      if (!stopped && context.config.databaseUrl === undefined && (await isEmbeddedRunning(context.config.home)))
        throw new Fault(
          'platform.database_in_use',
          'Other programs work on the database (`start`, `serve` or a command that runs). Let them end, or say --force: what they have not finished is undone.',
        )
      printJson(context, { stopped })
      return 0
    },
  },
]

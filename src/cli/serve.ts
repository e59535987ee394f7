// `serve`: the web server alone, for a machine that does not run the night itself.

import { openLogHome } from '../evidence/index.ts'
import { type Command, printJson } from './command.ts'
import { wholeNumber } from './options.ts'

export const serveCommands: readonly Command[] = [
  {
    name: 'serve',
    help: 'the API and the web pages; --port N, --host ADDRESS',
    options: { port: 'text', host: 'text' },
    staysUp: true,
    run: async (parsed, context) => {
      const config = {
        host: parsed.options['host'] ?? context.config.host,
        port: wholeNumber(parsed, 'port', { min: 0, max: 65_535, fallback: context.config.port }),
      }
      const db = await context.database()
      // Loaded only here: the web server is a third of what every other command would load for nothing.
      const { serve } = await import('../server/index.ts')
      const serving = await serve({
        config,
        db,
        log: context.log,
        clock: context.clock,
        logHome: openLogHome(context.config),
        signal: context.stopping,
      })
      if (parsed.switches.has('json')) printJson(context, { url: serving.url })
      else context.stdout.write(`Curebook is at ${serving.url}\n`)
      await serving.closed
      await serving.close()
      return 0
    },
  },
]

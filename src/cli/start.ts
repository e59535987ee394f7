// `start` (also `npm start`): everything on one machine: database, schema, a demo book when there is none, tonight's night, the web
// server; and all of it down again on Ctrl-C. A second start finds it all there and changes nothing.

import { buildDemo, DEMO_AS_OF } from '../demo/index.ts'
import { openLogHome } from '../evidence/index.ts'
import { type Database, silentLog, startEmbedded, stopEmbedded, terminalLanguage } from '../platform/index.ts'
import { adoptShipped } from '../strategy/index.ts'
import { type Command, type Context, printJson } from './command.ts'
import { sayNewHome } from './home.ts'
import { nightText } from './night-text.ts'
import { wholeNumber } from './options.ts'
import { progressBar } from './progress-bar.ts'
import { type PlannedNight, type RefusedNight, runNights } from './run-nights.ts'

/** Loans of the demo book that a first start builds: large enough for every treatment to occur, small enough for seconds. */
const DEMO_LOANS = 10_000
const DEMO_SEED = 1

/** In basis points: the demo shows a champion, a challenger and a hold-out. */
const DEMO_CHALLENGER_SHARE = 1_000

export const startCommands: readonly Command[] = [
  {
    name: 'start',
    help: 'database, demo book if the book is empty, tonight’s night, web on http://localhost:8080; Ctrl-C stops all; --port N',
    options: { port: 'text' },
    beginsHome: true,
    staysUp: true,
    run: async (parsed, context) => {
      const port = wholeNumber(parsed, 'port', { min: 0, max: 65_535, fallback: context.config.port })
      try {
        await startAll(context, port, parsed.switches.has('json'))
      } finally {
        if (context.config.databaseUrl === undefined) {
          await context.closeDatabases()
          await stopEmbedded(context.config.home, { onlyIfUnused: true })
        }
      }
      return 0
    },
  },
]

async function startAll(context: Context, port: number, json: boolean): Promise<void> {
  const { config, stopping } = context
  // On a terminal a person reads along; request lines are for a log file.
  const log = context.stderr.isTTY === true ? silentLog : context.log
  const say = (line: string) => context.stderr.write(`${line}\n`)
  if (config.databaseUrl === undefined) {
    sayNewHome(config, context.stderr)
    const { started } = await startEmbedded(config.home)
    say(started ? 'Database started.' : 'Database was running.')
  }
  const db = await context.database()
  if (stopping.aborted) return
  await demoIfEmpty(db, context, say)
  if (stopping.aborted) return
  const { serve } = await import('../server/index.ts')
  const serving = await serve({
    config: { host: config.host, port },
    db,
    log,
    clock: context.clock,
    logHome: openLogHome(config),
    signal: stopping,
  })
  try {
    const { reports, refused } = await runNights(db, context, await tonight(db))
    if (json) printJson(context, { url: serving.url, portfolios: reports, refused: refused.map(refusalText) })
    else for (const report of reports) context.stdout.write(nightText(report, terminalLanguage(context.config)))
    for (const refusal of refused) say(refusalText(refusal))
    say(`\nCurebook is at ${serving.url}  (Ctrl-C stops it, the database included)`)
    await serving.closed
  } finally {
    await serving.close()
  }
}

async function demoIfEmpty(db: Database, context: Context, say: (line: string) => void): Promise<void> {
  const [book] = await db.query<{ found: boolean }>('select exists (select from book.loan) as found')
  if (book?.found) return
  say(`The book is empty: building a demo book of ${DEMO_LOANS} loans of fictional people.`)
  const bar = progressBar(context.stderr)
  await buildDemo(await context.ownerDatabase(), {
    loans: DEMO_LOANS,
    seed: DEMO_SEED,
    asOf: DEMO_AS_OF,
    stopping: context.stopping,
    onProgress: at => bar.show('demo book', at.share, at.note),
  })
  bar.clear()
  for (const { code } of await db.query<{ code: string }>('select code from book.portfolio order by code')) {
    await adoptShipped(db, { portfolio: code, startsOn: DEMO_AS_OF, challengerShare: DEMO_CHALLENGER_SHARE })
  }
}

/** Each portfolio's open day; of one that had no night yet the newest open day of the others, else the day of the demo. The system
 * clock is not asked. */
async function tonight(db: Database): Promise<PlannedNight[]> {
  return db.query<PlannedNight>(
    `select code as portfolio, coalesce(business_date, max(business_date) over (), $1::date) as "businessDate"
     from book.portfolio order by code`,
    [DEMO_AS_OF],
  )
}

function refusalText({ portfolio, fault }: RefusedNight): string {
  return `No night for portfolio ${portfolio}: ${fault.message}`
}

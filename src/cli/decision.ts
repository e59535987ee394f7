// `decision …`: look at a table, ask it, and try a strategy on the past. The versions of tables are in table-versions.ts.

import { findPortfolio } from '../book/index.ts'
import { runCheck, runEval, runSql } from '../decision/index.ts'
import { minorDigits, must, parseBusinessDate } from '../kernel/index.ts'
import { type CandidateSource, explainLoan, runReplay } from '../strategy/index.ts'
import { type Command, type Context, type ExitCode, printJson } from './command.ts'
import { explainText } from './explain-text.ts'
import { type Parsed, required, usage, wholeNumber } from './options.ts'
import { progressBar } from './progress-bar.ts'
import { replayText } from './replay-text.ts'
import { tableVersionCommands } from './table-versions.ts'

export const decisionCommands: readonly Command[] = [
  {
    name: 'decision check',
    help: 'what must be mended in a table before it is approved: FILE.dmn',
    options: {},
    takesFiles: true,
    run: async (parsed, context) => runCheck({ file: oneFile(parsed), json: parsed.switches.has('json') }, context),
  },
  {
    name: 'decision sql',
    help: 'the SQL that a table becomes: FILE.dmn [--decision NAME]',
    options: { decision: 'text' },
    takesFiles: true,
    run: async (parsed, context) =>
      runSql(
        { file: oneFile(parsed), decision: parsed.options['decision'], json: parsed.switches.has('json') },
        context,
      ),
  },
  {
    name: 'decision eval',
    help: 'answers for given facts: FILE.dmn --decision NAME --facts F.json',
    options: { decision: 'text', facts: 'text' },
    takesFiles: true,
    // It asks nothing of the book, only of the database, so that a table can be tried before there is a book.
    beginsHome: true,
    run: async (parsed, context) => {
      const decision = required(parsed, 'decision', 'treatment')
      const facts = required(parsed, 'facts', 'facts.json')
      const asked = { file: oneFile(parsed), decision, facts, json: parsed.switches.has('json') }
      await runEval(asked, async () => (await context.database()).query, context)
      return 0
    },
  },
  {
    name: 'decision replay',
    help: 'a candidate strategy on past dates: --portfolio P --from D [--to D] (--candidate FOLDER | --candidate-strategy NAME@VERSION) [--examples N]',
    options: {
      portfolio: 'text',
      from: 'text',
      to: 'text',
      candidate: 'text',
      'candidate-strategy': 'text',
      examples: 'text',
    },
    run: replay,
  },
  {
    name: 'decision explain',
    help: 'why a loan was treated as it was on a date, with tables, rows and facts: --portfolio P --loan L --date D',
    options: { portfolio: 'text', loan: 'text', date: 'text' },
    run: explain,
  },
  ...tableVersionCommands,
]

async function explain(parsed: Parsed, context: Context): Promise<ExitCode> {
  const portfolio = required(parsed, 'portfolio', 'CN-DEMO')
  const loan = required(parsed, 'loan', 'CNL00000001')
  const businessDate = required(parsed, 'date', '2026-11-20')
  if (parseBusinessDate(businessDate) === null)
    throw usage(`--date must be a calendar day YYYY-MM-DD, not '${businessDate}'`)
  const db = await context.database()
  const explained = await explainLoan(db, { portfolio, loan, businessDate })
  if (parsed.switches.has('json')) printJson(context, explained)
  else {
    const { currency } = must(await findPortfolio(db, portfolio), 'its loan was found')
    context.stdout.write(explainText(explained, minorDigits(currency)))
  }
  return 0
}

async function replay(parsed: Parsed, context: Context): Promise<ExitCode> {
  const from = required(parsed, 'from', '2026-11-01')
  const asked = {
    portfolio: required(parsed, 'portfolio', 'CN-DEMO'),
    from,
    to: parsed.options['to'] ?? from,
    candidate: candidateOption(parsed),
    examples: wholeNumber(parsed, 'examples', { min: 0, max: 1_000, fallback: 10 }),
  }
  const { config, clock, stopping } = context
  const bar = progressBar(context.stderr)
  const onProgress = (done: number, all: number) =>
    bar.show(`${asked.portfolio} ${asked.from} … ${asked.to}`, done / all, `${done} of ${all}`)
  const answer = await runReplay(await context.database(), {
    ...asked,
    workers: config.workers,
    clock,
    onProgress,
    stopping,
  })
  bar.clear()
  if (parsed.switches.has('json')) printJson(context, answer)
  else context.stdout.write(replayText(answer))
  return 0
}

function candidateOption(parsed: Parsed): CandidateSource {
  const [folder, strategy] = [parsed.options['candidate'], parsed.options['candidate-strategy']]
  if ((folder === undefined) === (strategy === undefined)) {
    throw usage(
      'give either --candidate FOLDER (DMN files named by decision point) or --candidate-strategy NAME@VERSION',
    )
  }
  if (folder !== undefined) return { kind: 'folder', folder }
  const named = /^(.+)@([1-9]\d{0,8})$/.exec(strategy ?? '')
  if (!named)
    throw usage(`--candidate-strategy is NAME@VERSION, for example 'shipped CN challenger@1', not '${strategy}'`)
  return { kind: 'strategy', name: named[1] ?? '', version: Number(named[2]) }
}

function oneFile(parsed: Parsed): string {
  const [file, ...more] = parsed.files
  if (file === undefined || more.length > 0) throw usage('give one DMN file')
  return file
}

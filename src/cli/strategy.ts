// `strategy …`: which table versions decide a portfolio, from which date and for which share of its customers.

import {
  approveStrategy,
  type NamedTable,
  POINTS,
  type ShownStrategy,
  type StartedStrategy,
  type StrategyStart,
  showStrategy,
  startStrategy,
  withdrawStrategy,
} from '../strategy/index.ts'
import { type Command, type Context, type ExitCode, printJson } from './command.ts'
import { dateOption, type Parsed, required, shareOption, usage } from './options.ts'

export const strategyCommands: readonly Command[] = [
  {
    name: 'strategy start',
    help: 'propose what decides a portfolio from a date on: --portfolio P --from D --author A [--table POINT=TABLE@N]… [--shipped] [--challenger POINT=TABLE@N]… [--challenger-share %] [--hold-out %]',
    options: {
      portfolio: 'text',
      from: 'text',
      author: 'text',
      table: 'list',
      shipped: 'switch',
      challenger: 'list',
      'challenger-share': 'text',
      'hold-out': 'text',
    },
    run: start,
  },
  {
    name: 'strategy approve',
    help: 'let a proposed strategy run from its date, by another person than its author: EXPERIMENT --approver B',
    options: { approver: 'text' },
    takesFiles: true,
    run: approve,
  },
  {
    name: 'strategy withdraw',
    help: 'take back what waits for its approval, by its author: EXPERIMENT --author A',
    options: { author: 'text' },
    takesFiles: true,
    run: withdraw,
  },
  {
    name: 'strategy show',
    help: 'what runs, what starts later, what waits for approval, and newer shipped tables: --portfolio P [--date D]',
    options: { portfolio: 'text', date: 'text' },
    run: show,
  },
]

async function start(parsed: Parsed, context: Context): Promise<ExitCode> {
  required(parsed, 'from', '2026-12-01')
  const asked: StrategyStart = {
    portfolio: required(parsed, 'portfolio', 'CN-DEMO'),
    startsOn: dateOption(parsed, 'from') ?? '',
    author: required(parsed, 'author', `"Ann Example"`),
    tables: namedTables(parsed, 'table'),
    takesShipped: parsed.switches.has('shipped'),
    challenger: challengerOption(parsed),
    holdOutShare: shareOption(parsed, 'hold-out'),
  }
  if (asked.tables.length === 0 && !asked.takesShipped && !asked.challenger && asked.holdOutShare === undefined)
    throw usage('say what shall run: --table POINT=TABLE@N, --shipped, --challenger or --hold-out')
  const started = await startStrategy(await context.database(), asked)
  if (parsed.switches.has('json')) printJson(context, started)
  else
    context.stdout.write(
      `${startedText(started)}It does not run yet: another person approves it with\n  curebook strategy approve ${started.experiment} --approver NAME\n`,
    )
  return 0
}

async function approve(parsed: Parsed, context: Context): Promise<ExitCode> {
  const experiment = experimentNumber(parsed)
  const approver = required(parsed, 'approver', `"Ben Example"`)
  const approved = await approveStrategy(await context.database(), { experiment, approver })
  if (parsed.switches.has('json')) printJson(context, approved)
  else context.stdout.write(startedText(approved))
  return 0
}

async function withdraw(parsed: Parsed, context: Context): Promise<ExitCode> {
  const experiment = experimentNumber(parsed)
  const author = required(parsed, 'author', `"Ann Example"`)
  const withdrawn = await withdrawStrategy(await context.database(), { experiment, author })
  if (parsed.switches.has('json')) printJson(context, withdrawn)
  else
    context.stdout.write(
      `experiment ${experiment} of portfolio ${withdrawn.portfolio} from ${withdrawn.startsOn} is withdrawn by ${withdrawn.author} and cannot be approved any more.\n`,
    )
  return 0
}

function experimentNumber(parsed: Parsed): number {
  const [number = '', ...more] = parsed.files
  if (more.length > 0 || !/^[1-9]\d{0,8}$/.test(number))
    throw usage('give the number of one experiment, as `strategy start` printed it')
  return Number(number)
}

async function show(parsed: Parsed, context: Context): Promise<ExitCode> {
  const portfolio = required(parsed, 'portfolio', 'CN-DEMO')
  const date = dateOption(parsed, 'date') ?? null
  const shown = await showStrategy(await context.database(), { portfolio, date })
  if (parsed.switches.has('json')) printJson(context, shown)
  else context.stdout.write(shownText(shown))
  return 0
}

/** `stage=cn/stage@2,treatment=own@1`. */
function namedTables(parsed: Parsed, option: string): NamedTable[] {
  const text = parsed.options[option]
  if (text === undefined) return []
  return text.split(',').map(part => {
    const [, asked = '', table = '', version = ''] = /^([^=]*)=([^=@]+)@([1-9]\d{0,8})$/.exec(part.trim()) ?? []
    if (version === '') throw usage(`--${option} is POINT=TABLE@VERSION, for example stage=cn/stage@2, not '${part}'`)
    const point = POINTS.find(({ name }) => name === asked)?.name
    if (!point) throw usage(`'${asked}' is no decision point; there is ${POINTS.map(({ name }) => name).join(', ')}`)
    return { point, table, version: Number(version) }
  })
}

function challengerOption(parsed: Parsed): StrategyStart['challenger'] {
  const tables = namedTables(parsed, 'challenger')
  const share = shareOption(parsed, 'challenger-share')
  if (tables.length === 0 && share === undefined) return null
  if (tables.length === 0 || share === undefined || share === 0)
    throw usage('a challenger needs both its tables (--challenger POINT=TABLE@N) and a share (--challenger-share 10)')
  return { tables, share }
}

function shownText(shown: ShownStrategy): string {
  const { portfolio, date, runs, startsLater, waits, outOfForce, newerShipped } = shown
  const lines = [
    runs
      ? `On ${date}: ${startedText(runs)}`
      : `Portfolio ${portfolio} runs no strategy${date === null ? '' : ` on ${date}`} yet; a night would adopt the shipped one.\n`,
    ...startsLater.map(each => `Later: ${startedText(each)}`),
    ...waits.map(
      each =>
        `Waiting: ${startedText(each)}  approve it with: curebook strategy approve ${each.experiment} --approver NAME\n`,
    ),
    ...outOfForce.map(
      ({ experiment, table, version }) =>
        `Nights will refuse: ${table}@${version} of experiment ${experiment} is not in force. Start another strategy.\n`,
    ),
    ...newerShipped.map(
      ({ point, table, version }) =>
        `Newer shipped: ${table}@${version} answers '${point}', and Curebook now ships another ${table}. It runs when somebody starts it: curebook strategy start --shipped\n`,
    ),
  ]
  return lines.join('')
}

function startedText({ experiment, portfolio, startsOn, author, approver, arms }: StartedStrategy): string {
  const by = approver === null ? `proposed by ${author}` : `by ${author}, approved by ${approver}`
  const lines = arms.map(({ arm, strategy, shareBasisPoints, tables }) => {
    const names = tables.map(({ point, table, version }) => `${point}=${table}@${version}`)
    return `  ${arm} ${shareBasisPoints / 100} % · ${strategy} · ${names.join(' ')}\n`
  })
  return `experiment ${experiment} of portfolio ${portfolio} from ${startsOn}, ${by}\n${lines.join('')}`
}

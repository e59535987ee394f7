// `bench night`: a night over a demo book of N loans, against the time of merely copying the fact rows in the same run on the same
// server. The book is kept in a database of its own, so that a second measurement need not build it again.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildDemo, DEMO_AS_OF } from '../src/demo/index.ts'
import { ID_MAX, must } from '../src/kernel/index.ts'
import { type Clock, type Database, masterKeyOfHome, migrate, openDatabase, ROOT } from '../src/platform/index.ts'
import { adoptShipped, factSql } from '../src/strategy/index.ts'

const run = promisify(execFile)

export type NightFigures = {
  readonly loans: number
  readonly seconds: number
  readonly loansPerSecond: number
  readonly steps: readonly {
    readonly step: string
    readonly eligible: number
    readonly done: number
    readonly seconds: number
  }[]
  readonly decided: number
  readonly tasks: number
  readonly tables: number
  readonly rows: number
  readonly pastDuePercent: number
  /** One session, `CREATE TABLE AS` over the fact rows of the date. */
  readonly copySeconds: number
  readonly ratioToCopy: number
  readonly nodeRssMb: number
}

export type BenchOptions = {
  readonly loans: number
  /** Address of the server; the benchmark makes a database beside the lender's own. */
  readonly serverUrl: string
  readonly home: string
  readonly clock: Clock
  readonly say: (line: string) => void
}

export async function benchNight(options: BenchOptions): Promise<NightFigures> {
  const url = await benchDatabase(options)
  const db = openDatabase(url, { size: 8 })
  try {
    await reset(db)
    const copySeconds = await copyFacts(db, options.clock)
    options.say(`copying the fact rows: ${copySeconds.toFixed(1)} s`)
    const night = await measuredNight(url, options.home)
    const [tables] = await db.query<{ tables: bigint }>(
      `select count(distinct table_version_id) as tables from strategy.strategy_table`,
    )
    const [due] = await db.query<{ percent: string }>(
      `select round(100.0 * count(*) filter (where oldest_unpaid_due_on < $1) / count(*), 1) as percent from book.arrears join book.loan using (customer_id, loan_id) where status = 'open'`,
      [DEMO_AS_OF],
    )
    const rows = await db.query<{ content: string }>(
      'select content from decision.table_version where table_version_id in (select table_version_id from strategy.strategy_table)',
    )
    return {
      loans: night.loans,
      seconds: night.seconds,
      loansPerSecond: Math.round(night.loans / night.seconds),
      steps: night.steps,
      decided: night.decided,
      tasks: night.tasks,
      tables: Number(tables?.tables ?? 0n),
      rows: rows.reduce((sum, { content }) => sum + (content.match(/<(?:\w+:)?rule[\s>]/g) ?? []).length, 0),
      pastDuePercent: Number(due?.percent ?? 0),
      copySeconds: round(copySeconds),
      ratioToCopy: round(night.seconds / copySeconds),
      nodeRssMb: night.rssMb,
    }
  } finally {
    await db.close()
  }
}

async function benchDatabase({ loans, serverUrl, home, say }: BenchOptions): Promise<string> {
  const name = `curebook_bench_${loans}`
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const server = openDatabase(serverUrl, { size: 1 })
  const [there] = await server.query('select from pg_database where datname = $1', [name])
  if (!there) await server.query(`create database ${name}`) // digits and constants only
  await server.close()
  const db = openDatabase(url.href, { size: 4, keys: masterKeyOfHome({ home }) })
  try {
    await migrate(db)
    const [book] = await db.query<{ loans: bigint }>('select count(*) as loans from book.loan')
    if (book?.loans !== BigInt(loans)) {
      say(`building a demo book of ${loans} loans in database ${name} (once)`)
      await buildDemo(db, { loans, seed: 1, asOf: DEMO_AS_OF, onProgress: () => undefined })
    }
  } finally {
    await db.close()
  }
  return url.href
}

/** As before the first night: no runs, no decisions, no tasks. Ageing what is aged already changes nothing. */
async function reset(db: Database): Promise<void> {
  await db.query('truncate night.slice, night.run, decision.decision, decision.standing, strategy.task')
  await db.query('update book.portfolio set business_date = null')
  const [adopted] = await db.query<{ found: boolean }>('select exists (select from strategy.experiment) as found')
  if (!adopted?.found) {
    for (const { code } of await db.query<{ code: string }>('select code from book.portfolio')) {
      await adoptShipped(db, { portfolio: code, startsOn: DEMO_AS_OF, challengerShare: 1_000 })
    }
  }
  await db.query('vacuum analyze')
  await db.query('checkpoint')
}

async function copyFacts(db: Database, clock: Clock): Promise<number> {
  const select = factSql().replaceAll('$1', `'${DEMO_AS_OF}'`).replaceAll('$2', '0').replaceAll('$3', String(ID_MAX))
  const before = clock.elapsedMs()
  await db.query(`create table public.fact_copy as ${select}`)
  const seconds = (clock.elapsedMs() - before) / 1000
  await db.query('drop table public.fact_copy')
  return seconds
}

type Measured = Pick<NightFigures, 'loans' | 'seconds' | 'steps' | 'decided' | 'tasks'> & { readonly rssMb: number }

/** The night as a lender runs it, in a process of its own, so that its memory is its own. */
async function measuredNight(url: string, home: string): Promise<Measured> {
  const words = [
    '--import',
    join(ROOT, 'bench/report-rss.ts'),
    join(ROOT, 'src/cli/main.ts'),
    'night',
    'run',
    '--date',
    DEMO_AS_OF,
    '--json',
    '--home',
    home,
  ]
  const { stdout, stderr } = await run(process.execPath, words, {
    env: { ...process.env, DATABASE_URL: url },
    maxBuffer: 64 * 1024 * 1024,
  })
  const rss = must(/max-rss-mb (\d+)/.exec(stderr)?.[1], 'the measured process says its memory')
  return { ...(JSON.parse(stdout) as Measured), rssMb: Number(rss) }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

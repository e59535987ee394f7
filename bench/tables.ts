// `bench tables`: the shipped US treatment table compiled to SQL, against three rule engines on the same rows and the same rules. Every
// engine's answers are compared with ours row by row; a figure for different answers would be worth nothing. An engine is timed from facts
// at hand to answers at hand, and keeps nothing; so is the table (`ratio`). What the night does, keeping every answer in a table, is
// timed besides (`ratioKept`).

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileTable, readDmn } from '../src/decision/index.ts'
import { type Clock, type Database, openDatabase, ROOT } from '../src/platform/index.ts'
import { decideInSql, faster, type SqlSpeed } from './tables/decide-in-sql.ts'
import type { Answer, Engine, FactRow } from './tables/engine.ts'
import { feelin } from './tables/feelin.ts'
import { jsonRulesEngine } from './tables/json-rules-engine.ts'
import { type RuleTable, ruleTable, type Value } from './tables/rule-table.ts'
import { zen } from './tables/zen.ts'

export type EngineFigures = {
  readonly engine: string
  readonly rows: number
  readonly perSecond: number
  /** How many times as many decisions a second the compiled table makes; null when an answer differs. */
  readonly ratio: number | null
  /** The same with the table's answers written, which the engine does not do. */
  readonly ratioKept: number | null
  readonly mismatches: number
}

export type TableFigures = {
  readonly table: string
  readonly rows: number
  readonly tableRows: number
  readonly tableInputs: number
  readonly tableCells: number
  /** Rules that answered at least once, over all rows and over the smallest sample. */
  readonly rulesHit: number
  readonly rulesHitInSample: number
  readonly meanRuleReached: number
  /** Decisions a second of the compiled table in one server process, every output worked out; the fastest run. */
  readonly perSecond: number
  /** The same with the outputs written (`CREATE UNLOGGED TABLE AS`). */
  readonly keptPerSecond: number
  readonly engines: readonly EngineFigures[]
}

export type TableBenchOptions = {
  readonly rows: number
  /** Address of the server; the benchmark makes a database of its own and drops it. */
  readonly serverUrl: string
  readonly clock: Clock
  /** Smaller samples, for a test. */
  readonly samples?: number
  readonly say: (line: string) => void
}

const TABLE = 'tables/strategy/us/treatment.dmn'
const DECISION = 'treatment'
const SEED = 1

/** Turns of each engine. With fewer, a busy machine may leave one side without a quiet turn. */
const TURNS = 7

export async function benchTables(options: TableBenchOptions): Promise<TableFigures> {
  const model = readDmn(readFileSync(join(ROOT, TABLE), 'utf8'), { file: TABLE })
  const rules = ruleTable(model, DECISION)
  const compiled = compileTable(model, DECISION, { columnTypes: COLUMN_TYPES })
  return inOwnDatabase(options.serverUrl, async db => {
    await makeFacts(db, options)
    const decide = () => decideInSql(db, compiled, rules, options)
    await decide()
    const engines: EngineFigures[] = []
    const all = [feelin, jsonRulesEngine, zen].map(engine => ({
      ...engine,
      sample: Math.min(engine.sample, options.samples ?? engine.sample, options.rows),
    }))
    const sample = await readSample(db, rules, Math.max(...all.map(engine => engine.sample)))
    let best: SqlSpeed = { perSecond: 0, keptPerSecond: 0 }
    for (const engine of all) {
      const rows = sample.slice(0, engine.sample)
      const { perSecond, sql, mismatches } = await measure(engine, rules, rows, decide, options.clock)
      best = faster(best, sql)
      const timesAsMany = (ours: number) => (mismatches === 0 ? Math.round(ours / perSecond) : null)
      const figures = {
        engine: engine.name,
        rows: rows.length,
        perSecond: Math.round(perSecond),
        ratio: timesAsMany(sql.perSecond),
        ratioKept: timesAsMany(sql.keptPerSecond),
        mismatches,
      }
      options.say(
        `${figures.engine}: ${figures.perSecond} decisions/s over ${figures.rows} rows, ${figures.mismatches} mismatches`,
      )
      engines.push(figures)
    }
    const [hits] = await db.query<{ hit: bigint; mean: string }>(
      'select count(distinct row_number) as hit, round(avg(row_number), 1) as mean from bench_decided',
    )
    const smallest = Math.min(...engines.map(engine => engine.rows))
    return {
      table: TABLE,
      rows: options.rows,
      tableRows: rules.rules.length,
      tableInputs: rules.inputs.length,
      tableCells: rules.rules.reduce((sum, rule) => sum + rule.tests.length, 0),
      rulesHit: Number(hits?.hit ?? 0n),
      rulesHitInSample: new Set(sample.slice(0, smallest).map(({ answer }) => answer.row)).size,
      meanRuleReached: Number(hits?.mean ?? 0),
      perSecond: Math.round(best.perSecond),
      keptPerSecond: Math.round(best.keptPerSecond),
      engines,
    }
  })
}

const COLUMN_TYPES = {
  days_past_due: 'integer',
  broken_promises_6_months: 'integer',
  credit_score: 'integer',
  times_past_due_12_months: 'integer',
  times_30_days_12_months: 'integer',
  times_60_days_24_months: 'integer',
  months_on_book: 'integer',
  days_to_maturity: 'integer',
  customer_loans: 'integer',
  customer_days_past_due: 'integer',
} as const

async function makeFacts(db: Database, { rows, say }: TableBenchOptions): Promise<void> {
  say(`making ${rows} rows of facts`)
  await db.query(sqlFile('fact-table.sql'))
  await db.query(sqlFile('facts.sql'), [rows, SEED])
  await db.query('vacuum analyze bench_fact')
}

type Sampled = { readonly facts: FactRow; readonly answer: Answer }

async function readSample(db: Database, rules: RuleTable, size: number): Promise<Sampled[]> {
  const rows = await db.query<Record<string, unknown>>(
    `select to_jsonb(f) - 'row_id' as facts, d.row_number, to_jsonb(d) as answer
     from bench_fact f join bench_decided d using (row_id) where row_id <= $1 order by row_id`,
    [size],
  )
  return rows.map(row => {
    const facts = row['facts'] as FactRow
    const answer = row['answer'] as FactRow
    return {
      // only what the table reads, as a caller would send it
      facts: Object.fromEntries(rules.inputs.map(name => [name, facts[name] ?? null])),
      answer: {
        row: Number(row['row_number'] ?? 0),
        outputs: row['row_number'] === null ? [] : rules.outputs.map(name => answer[name] ?? null),
      },
    }
  })
}

type Measured = {
  readonly perSecond: number
  readonly sql: SqlSpeed
  readonly mismatches: number
}

/** Engine and compiled table in turns, so that both see the same load of the machine, and of either the fastest turn counts. Every turn of
 * an engine is the same rows: one that met easier rows would be no faster. Times the engine's calls only, not the comparison of its answers. */
async function measure(
  engine: Engine,
  rules: RuleTable,
  sample: readonly Sampled[],
  decideInSql: () => Promise<SqlSpeed>,
  clock: Clock,
): Promise<Measured> {
  const decide = await engine.prepare(rules)
  // Once before the clock starts, so that nobody is measured cold.
  await decide(sample.slice(0, 20).map(({ facts }) => facts))
  let [mismatches, perSecond] = [0, 0]
  let sql: SqlSpeed = { perSecond: 0, keptPerSecond: 0 }
  for (let turn = 1; turn <= TURNS; turn += 1) {
    let elapsedMs = 0
    let differing = 0
    for (let from = 0; from < sample.length; from += engine.batch) {
      const batch = sample.slice(from, from + engine.batch)
      const facts = batch.map(row => row.facts)
      const before = clock.elapsedMs()
      const answers = await decide(facts)
      elapsedMs += clock.elapsedMs() - before
      differing += batch.filter(({ answer }, index) => !isSame(answer, answers[index])).length
    }
    mismatches = Math.max(mismatches, differing)
    perSecond = Math.max(perSecond, sample.length / (elapsedMs / 1000))
    sql = faster(sql, await decideInSql())
  }
  return { perSecond, sql, mismatches }
}

function isSame(ours: Answer, theirs: Answer | undefined): boolean {
  return (
    theirs !== undefined &&
    ours.row === theirs.row &&
    ours.outputs.every((value: Value, index) => value === theirs.outputs[index])
  )
}

async function inOwnDatabase<T>(serverUrl: string, work: (db: Database) => Promise<T>): Promise<T> {
  const name = `curebook_bench_tables_${process.pid}` // digits and constants only
  const server = openDatabase(serverUrl, { size: 1 })
  await server.query(`create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const db = openDatabase(url.href, { size: 1 })
  try {
    return await work(db)
  } finally {
    await db.close()
    await server.query(`drop database ${name}`)
    await server.close()
  }
}

function sqlFile(name: string): string {
  return readFileSync(new URL(`tables/${name}`, import.meta.url), 'utf8')
}

// The compiled table on all rows in one server process: the answers only worked out, as an engine does, and kept, as the night does.

import type { CompiledTable } from '../../src/decision/index.ts'
import type { Clock, Database } from '../../src/platform/index.ts'
import type { RuleTable } from './rule-table.ts'

/** Decisions a second: worked out, and also written. */
export type SqlSpeed = { readonly perSecond: number; readonly keptPerSecond: number }

/** Of two measurements the better, each for itself. */
export function faster(one: SqlSpeed, other: SqlSpeed): SqlSpeed {
  return {
    perSecond: Math.max(one.perSecond, other.perSecond),
    keptPerSecond: Math.max(one.keptPerSecond, other.keptPerSecond),
  }
}

/** Decides all rows twice: the answers only looked at, then written to bench_decided. */
export async function decideInSql(
  db: Database,
  compiled: CompiledTable,
  rules: RuleTable,
  { rows, clock }: { readonly rows: number; readonly clock: Clock },
): Promise<SqlSpeed> {
  const outputs = rules.outputs.map(name => ({
    name,
    sql: compiled.outputSql(name, 'x.row_number', column => `x."${column}"`),
  }))
  const ruleFound = `(select f.row_id, ${compiled.rowNumberSql(column => `f."${column}"`)} as row_number from bench_fact f offset 0) x`
  const speedOf = async (statement: string): Promise<number> => {
    const before = clock.elapsedMs()
    await db.query(statement)
    return rows / ((clock.elapsedMs() - before) / 1000)
  }
  // The engines run in one process, so the server may use one too.
  await db.query('set max_parallel_workers_per_gather = 0')
  // counting an output works it out for every row
  const perSecond = await speedOf(
    `select count(x.row_number), ${outputs.map(({ sql }) => `count(${sql})`).join(', ')} from ${ruleFound}`,
  )
  await db.query('drop table if exists bench_decided')
  const keptPerSecond = await speedOf(
    `create unlogged table bench_decided as
     select x.row_id, x.row_number, ${outputs.map(({ name, sql }) => `${sql} as "${name}"`).join(', ')} from ${ruleFound}`,
  )
  return { perSecond, keptPerSecond }
}

// Strategies as they are stored: named sets with one table version a decision point. A set is never changed; another one is the next version
// of its name.

import { type TableVersion, tableVersions } from '../../decision/index.ts'
import { must } from '../../kernel/index.ts'
import type { Sql, Tx } from '../../platform/index.ts'
import { POINTS, type PointName } from '../points.ts'
import type { Arm } from './experiment.ts'

/** The table version of each decision point. */
export type TableSet = ReadonlyMap<PointName, TableVersion>

/** The strategy of this name with exactly these tables: found, or made as its next version. */
export async function strategyWith(tx: Tx, name: string, tables: TableSet): Promise<number> {
  const rows = POINTS.map(({ name: point }) => ({
    point,
    id: must(tables.get(point), `a strategy answers '${point}'`).tableVersionId,
  }))
  // Two starts at once of portfolios that share a name would both make its next version.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7211))', [name])
  const [same] = await tx.query<{ strategy_id: number }>(
    `select strategy_id from strategy.strategy join strategy.strategy_table using (strategy_id)
     where name = $1 group by strategy_id
     having array_agg(point || ' ' || table_version_id order by point collate "C") = (select array_agg(pair order by pair collate "C") from unnest($2::text[]) pair)
     order by strategy_id desc limit 1`,
    [name, rows.map(({ point, id }) => `${point} ${id}`)],
  )
  if (same) return same.strategy_id
  const [made] = await tx.query<{ strategy_id: number }>(
    `insert into strategy.strategy (name, version)
     values ($1, (select coalesce(max(version), 0) + 1 from strategy.strategy where name = $1)) returning strategy_id`,
    [name],
  )
  const { strategy_id: strategyId } = must(made, 'insert returns the strategy')
  await tx.query(
    'insert into strategy.strategy_table (strategy_id, point, table_version_id) select $1, * from unnest($2::text[], $3::integer[])',
    [strategyId, rows.map(({ point }) => point), rows.map(({ id }) => id)],
  )
  return strategyId
}

/** The tables of strategies by strategy and decision point. */
export async function tableSets(sql: Sql, strategyIds: readonly number[]): Promise<ReadonlyMap<number, TableSet>> {
  const rows = await sql.query<{ strategy_id: number; point: PointName; table_version_id: number }>(
    'select strategy_id, point, table_version_id from strategy.strategy_table where strategy_id = any ($1)',
    [[...new Set(strategyIds)]],
  )
  const versions = await tableVersions(sql, [...new Set(rows.map(row => row.table_version_id))])
  const byId = new Map(versions.map(version => [version.tableVersionId, version]))
  return new Map(
    [...Map.groupBy(rows, row => row.strategy_id)].map(([strategyId, own]) => [
      strategyId,
      new Map(own.map(row => [row.point, must(byId.get(row.table_version_id), 'a strategy refers to versions')])),
    ]),
  )
}

/** An arm for people and for the evidence. */
export type ArmDescription = {
  readonly arm: string
  /** `NAME@VERSION`, as `decision replay --candidate-strategy` takes it. */
  readonly strategy: string
  readonly shareBasisPoints: number
  readonly isHoldOut: boolean
  readonly tables: readonly {
    readonly point: PointName
    readonly table: string
    readonly version: number
    readonly contentSha256: string
  }[]
}

export async function describeArms(sql: Sql, arms: readonly Arm[]): Promise<ArmDescription[]> {
  const ids = arms.map(arm => arm.strategyId)
  const names = await sql.query<{ strategy_id: number; name: string; version: number }>(
    'select strategy_id, name, version from strategy.strategy where strategy_id = any ($1)',
    [ids],
  )
  const sets = await tableSets(sql, ids)
  return arms.map(({ arm, strategyId, drawFrom, drawTo, isHoldOut }) => {
    const { name, version } = must(
      names.find(row => row.strategy_id === strategyId),
      'an arm has a strategy',
    )
    const tables = must(sets.get(strategyId), 'a strategy has tables')
    return {
      arm,
      strategy: `${name}@${version}`,
      shareBasisPoints: drawTo - drawFrom,
      isHoldOut,
      tables: POINTS.flatMap(({ name: point }) => {
        const found = tables.get(point)
        return found ? [{ point, table: found.name, version: found.version, contentSha256: found.contentSha256 }] : []
      }),
    }
  })
}

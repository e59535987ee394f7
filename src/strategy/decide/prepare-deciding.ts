// Before a night: which arms run on the portfolio, their approved tables compiled, and the one statement that decides a slice.

import { createHash } from 'node:crypto'
import { tableVersions } from '../../decision/index.ts'
import { Fault, must } from '../../kernel/index.ts'
import type { Database, Sql } from '../../platform/index.ts'
import { type Arm, experimentOn } from '../experiment/experiment.ts'
import type { PointName } from '../points.ts'
import { adoptShipped } from '../shipped/adopt-shipped.ts'
import { answeringTable } from './answering-table.ts'
import { decideStatement } from './decide-slice.ts'
import type { AnsweringTable, DecidingArm } from './deciding-arm.ts'

export type Prepared = {
  readonly statement: string
  /** SHA-256 of the statement: the same text decided every loan of a run. */
  readonly statementSha256: string
  readonly arms: readonly DecidingArm[]
  readonly salt: string
}

/** Compiles what decides on this date; a portfolio without any strategy adopts the shipped one first. Throws `Fault` when a table does not compile or is not approved. */
export async function prepareDeciding(
  db: Database,
  portfolio: { id: number; code: string },
  businessDate: string,
): Promise<Prepared> {
  let experiment = await experimentOn(db, portfolio.id, businessDate)
  if (!experiment) {
    await adoptShipped(db, { portfolio: portfolio.code, startsOn: businessDate })
    experiment = must(await experimentOn(db, portfolio.id, businessDate), 'the shipped strategy starts on this date')
  }
  const arms = await compileArms(db, experiment.arms, businessDate)
  const statement = decideStatement(arms, experiment.salt)
  return {
    statement,
    statementSha256: createHash('sha256').update(statement).digest('hex'),
    arms,
    salt: experiment.salt,
  }
}

/** The arms with their tables compiled. `inForceOn` null asks for no approval: a replay looks at tables before and after their time. Throws `Fault`. */
export async function compileArms(db: Sql, arms: readonly Arm[], inForceOn: string | null): Promise<DecidingArm[]> {
  const rows = await db.query<{ strategy_id: number; point: PointName; table_version_id: number }>(
    'select strategy_id, point, table_version_id from strategy.strategy_table where strategy_id = any ($1)',
    [arms.map(arm => arm.strategyId)],
  )
  const versions = await tableVersions(db, [...new Set(rows.map(row => row.table_version_id))])
  const compiled = new Map<number, AnsweringTable>()
  for (const version of versions) {
    if (
      inForceOn !== null &&
      (version.status !== 'approved' || version.effectiveFrom === null || version.effectiveFrom > inForceOn)
    ) {
      throw new Fault(
        'strategy.table_not_in_force',
        `Version ${version.version} of table '${version.name}' is not in force on ${inForceOn}.`,
      )
    }
    const point = must(
      rows.find(row => row.table_version_id === version.tableVersionId),
      'the version was asked for',
    ).point
    compiled.set(version.tableVersionId, answeringTable(version, point))
  }
  return arms.map(arm => ({
    ...arm,
    tables: new Map(
      rows
        .filter(row => row.strategy_id === arm.strategyId)
        .map(row => [row.point, must(compiled.get(row.table_version_id), 'every version is compiled')]),
    ),
  }))
}

// The tables of the arms of an experiment, compiled: for the night, for a replay, and to see that a strategy fits before it is started.

import { isInForce, type TableVersion, versionTitle } from '../../decision/index.ts'
import { Fault, must } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import type { Arm } from '../experiment/experiment.ts'
import { tableSets } from '../experiment/stored-strategy.ts'
import { answeringTable } from './answering-table.ts'
import type { DecidingArm } from './deciding-arm.ts'

/** `inForceOn` null asks for no approval: a replay looks at tables before and after their time. Throws `Fault` 'strategy.table_not_in_force',
 * 'strategy.table_unfit'. */
export async function compileArms(sql: Sql, arms: readonly Arm[], inForceOn: string | null): Promise<DecidingArm[]> {
  const sets = await tableSets(
    sql,
    arms.map(arm => arm.strategyId),
  )
  if (inForceOn !== null)
    for (const version of [...sets.values()].flatMap(set => [...set.values()])) refuseOutOfForce(version, inForceOn)
  return arms.map(arm => ({
    ...arm,
    tables: new Map(
      [...must(sets.get(arm.strategyId), 'a strategy has tables')].map(([point, version]) => [
        point,
        answeringTable(version, point),
      ]),
    ),
  }))
}

function refuseOutOfForce(version: TableVersion, businessDate: string): void {
  if (isInForce(version, businessDate)) return
  const { status, effectiveFrom, effectiveTo } = version
  const why =
    status === 'draft' || status === 'withdrawn' || effectiveFrom === null
      ? `it is ${status === 'withdrawn' ? 'a draft that its author has withdrawn' : 'a draft that nobody has approved'}`
      : effectiveFrom > businessDate
        ? `it holds from ${effectiveFrom}`
        : `it was retired and holds no more from ${effectiveTo}`
  throw new Fault(
    'strategy.table_not_in_force',
    `Table ${versionTitle(version)} is not in force on ${businessDate}: ${why}. Start a strategy whose tables hold on that date: curebook strategy start.`,
  )
}

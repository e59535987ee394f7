// Tells readers of a replay which strategies, tables and versions of the past stood on the baseline's side.

import { tableVersions } from '../../decision/index.ts'
import { must } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import type { DecidingArm } from '../decide/deciding-arm.ts'
import type { Period } from './baseline.ts'
import { replacedStrategy } from './candidate.ts'
import type { BaselinePeriod } from './result.ts'

export async function describePeriods(sql: Sql, periods: readonly Period[]): Promise<BaselinePeriod[]> {
  const arms = periods.flatMap(period => period.arms)
  const strategies = await sql.query<{ strategy_id: number; name: string; version: number }>(
    'select strategy_id, name, version from strategy.strategy where strategy_id = any ($1)',
    [arms.map(arm => arm.strategyId)],
  )
  const versions = await tableVersions(sql, [
    ...new Set(arms.flatMap(arm => [...arm.tables.values()].map(table => table.versionId))),
  ])
  const strategyOf = ({ strategyId }: DecidingArm) => {
    const { name, version } = must(
      strategies.find(row => row.strategy_id === strategyId),
      'an arm has a strategy',
    )
    return `${name}@${version}`
  }
  const tablesOf = ({ tables }: DecidingArm) =>
    [...tables.entries()].map(([point, { versionId }]) => {
      const { name, version, contentSha256 } = must(
        versions.find(row => row.tableVersionId === versionId),
        'an arm has stored tables',
      )
      return { point, table: `${name}@${version}`, sha256: contentSha256 }
    })
  return periods.map(({ dates, experiment, wasInForce, arms: own }) => ({
    from: must(dates[0], 'a stretch has dates'),
    to: must(dates.at(-1), 'a stretch has dates'),
    experimentId: experiment.experimentId,
    wasInForce,
    arms: own.map(arm => ({
      arm: arm.arm,
      strategy: strategyOf(arm),
      shareBasisPoints: arm.drawTo - arm.drawFrom,
      isHoldOut: arm.isHoldOut,
      isReplaced: arm.strategyId === replacedStrategy(own),
      tables: tablesOf(arm),
    })),
  }))
}

/** What a reader must know about how the past was seen. */
export function notes(periods: readonly Period[]): string[] {
  const before = periods.filter(period => !period.wasInForce).flatMap(period => period.dates)
  const [first, last] = [before[0], before.at(-1)]
  return [
    'Money and tapes as they are known now: a receipt recorded later counts from its value date.',
    'Charged-off and closed loans, repossession (but on tapes), scores and vehicle values as they are now: the book keeps no history of them.',
    ...(first === undefined
      ? []
      : [`No strategy was in force yet from ${first} to ${last}: the one in force now stands in as baseline.`]),
  ]
}

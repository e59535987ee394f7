// What decided, or would have decided, on each date: the experiment in force on it. Before a portfolio's first experiment there was none;
// the one in force now stands in, and the answer says so.

import { Fault, must } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { compileArms } from '../decide/compile-arms.ts'
import type { DecidingArm } from '../decide/deciding-arm.ts'
import { type Experiment, experimentOn } from '../experiment/experiment.ts'
import type { ReplayPortfolio } from './ask.ts'

export type Period = {
  readonly dates: readonly string[]
  readonly experiment: Experiment
  readonly wasInForce: boolean
  readonly arms: readonly DecidingArm[]
}

/** Far enough ahead to be after every start. */
const EVER = '9999-12-31'

/** The dates in stretches of one experiment each. Throws `Fault` 'strategy.no_strategy' when the portfolio never had one. */
export async function baselinePeriods(
  sql: Sql,
  portfolio: ReplayPortfolio,
  dates: readonly string[],
): Promise<Period[]> {
  const now = await experimentNow(sql, portfolio)
  const periods: { dates: string[]; experiment: Experiment; wasInForce: boolean }[] = []
  for (const date of dates) {
    const then = await experimentOn(sql, portfolio.id, date)
    const experiment = then ?? now
    const last = periods.at(-1)
    if (last && last.experiment.experimentId === experiment.experimentId && last.wasInForce === (then !== null))
      last.dates.push(date)
    else periods.push({ dates: [date], experiment, wasInForce: then !== null })
  }
  const compiled = new Map<number, DecidingArm[]>()
  for (const { experiment } of periods) {
    if (!compiled.has(experiment.experimentId))
      compiled.set(experiment.experimentId, await compileArms(sql, experiment.arms, null))
  }
  return periods.map(period => ({
    ...period,
    arms: must(compiled.get(period.experiment.experimentId), 'every experiment is compiled'),
  }))
}

async function experimentNow(sql: Sql, portfolio: ReplayPortfolio): Promise<Experiment> {
  const experiment =
    (await experimentOn(sql, portfolio.id, portfolio.businessDate ?? EVER)) ??
    (await experimentOn(sql, portfolio.id, EVER))
  if (experiment) return experiment
  throw new Fault(
    'strategy.no_strategy',
    `Portfolio ${portfolio.code} has no strategy yet to compare with. Its first night (\`night run\`) adopts the shipped one.`,
  )
}

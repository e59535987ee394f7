// Which strategy runs on a portfolio on a business date, and for whom: champion, challengers and the permanent random hold-out.

import { Fault } from '../../kernel/index.ts'
import type { Sql, Tx } from '../../platform/index.ts'

export type Arm = {
  readonly arm: string
  readonly strategyId: number
  readonly drawFrom: number
  readonly drawTo: number
  readonly isHoldOut: boolean
}

export type Experiment = { readonly experimentId: number; readonly salt: string; readonly arms: readonly Arm[] }

/** Arms tile 0 … 10,000 basis points. Throws `Fault` 'strategy.arms_do_not_tile' naming the gap or overlap. */
export function checkArms(arms: readonly Arm[]): void {
  let at = 0
  for (const arm of arms) {
    if (arm.drawFrom !== at || arm.drawTo <= arm.drawFrom) {
      throw new Fault(
        'strategy.arms_do_not_tile',
        `arm '${arm.arm}' covers ${arm.drawFrom}…${arm.drawTo}, expected to begin at ${at}`,
      )
    }
    at = arm.drawTo
  }
  if (at !== 10_000) throw new Fault('strategy.arms_do_not_tile', `the arms end at ${at} basis points, not at 10000`)
}

/** Starts an experiment on a portfolio from `startsOn`; one that starts on the same day is a constraint violation. */
export async function startExperiment(
  tx: Tx,
  experiment: { portfolioId: number; startsOn: string; salt: string; arms: readonly Arm[] },
): Promise<number> {
  checkArms(experiment.arms)
  const [row] = await tx.query<{ experiment_id: number }>(
    'insert into strategy.experiment (portfolio_id, salt, starts_on) values ($1, $2, $3) returning experiment_id',
    [experiment.portfolioId, experiment.salt, experiment.startsOn],
  )
  const id = (row as { experiment_id: number }).experiment_id
  for (const arm of experiment.arms) {
    await tx.query(
      'insert into strategy.arm (experiment_id, arm, strategy_id, draw_from, draw_to, is_hold_out) values ($1, $2, $3, $4, $5, $6)',
      [id, arm.arm, arm.strategyId, arm.drawFrom, arm.drawTo, arm.isHoldOut],
    )
  }
  return id
}

/** The experiment in force on a business date, or null when the portfolio has none yet. */
export async function experimentOn(sql: Sql, portfolioId: number, businessDate: string): Promise<Experiment | null> {
  const rows = await sql.query<ArmRow>(
    `select e.experiment_id, e.salt, a.arm, a.strategy_id, a.draw_from, a.draw_to, a.is_hold_out
     from strategy.experiment e join strategy.arm a using (experiment_id)
     where e.experiment_id = (
       select experiment_id from strategy.experiment where portfolio_id = $1 and starts_on <= $2 order by starts_on desc limit 1)
     order by a.draw_from`,
    [portfolioId, businessDate],
  )
  const [first] = rows
  if (!first) return null
  const arms = rows.map(row => ({
    arm: row.arm,
    strategyId: row.strategy_id,
    drawFrom: row.draw_from,
    drawTo: row.draw_to,
    isHoldOut: row.is_hold_out,
  }))
  return { experimentId: first.experiment_id, salt: first.salt, arms }
}

type ArmRow = {
  readonly experiment_id: number
  readonly salt: string
  readonly arm: string
  readonly strategy_id: number
  readonly draw_from: number
  readonly draw_to: number
  readonly is_hold_out: boolean
}

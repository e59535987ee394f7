// Which strategy runs on a portfolio on a business date, and for whom: champion, challengers and the permanent random hold-out.

import { createHash } from 'node:crypto'
import { personName } from '../../identity/index.ts'
import { Fault, must } from '../../kernel/index.ts'
import type { Sql, Tx } from '../../platform/index.ts'

export type Arm = {
  readonly arm: string
  readonly strategyId: number
  readonly drawFrom: number
  readonly drawTo: number
  readonly isHoldOut: boolean
}

export type Experiment = {
  readonly experimentId: number
  readonly startsOn: string
  readonly author: string
  readonly approver: string | null
  /** Taken back by its author before anybody approved it. */
  readonly isWithdrawn: boolean
  readonly salt: string
  readonly arms: readonly Arm[]
}

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

export type Shares = {
  readonly championStrategyId: number
  /** Null: the champion alone. */
  readonly challenger: { readonly strategyId: number; readonly share: number } | null
  readonly holdOutShare: number
}

/** Champion, challenger and hold-out in this order, in basis points. The hold-out is always the last of the draw, so that a challenger that comes or
 * goes moves nobody into or out of it. */
export function armsOf({ championStrategyId, challenger, holdOutShare }: Shares): Arm[] {
  const holdOutFrom = 10_000 - holdOutShare
  const challengerFrom = holdOutFrom - (challenger?.share ?? 0)
  const champion = { strategyId: championStrategyId, isHoldOut: false }
  const arms: Arm[] = [{ arm: 'champion', ...champion, drawFrom: 0, drawTo: challengerFrom }]
  if (challenger) {
    const { strategyId } = challenger
    arms.push({ arm: 'challenger', strategyId, drawFrom: challengerFrom, drawTo: holdOutFrom, isHoldOut: false })
  }
  if (holdOutShare > 0)
    arms.push({ arm: 'hold_out', ...champion, drawFrom: holdOutFrom, drawTo: 10_000, isHoldOut: true })
  return arms
}

/**
 * The salt of a portfolio's draws: that of its experiments so far, because who is held out stays held out, or what they show is about nobody.
 * The first is derived, so that building the same book twice draws the same arms.
 */
export async function saltOf(sql: Sql, portfolio: { id: number; code: string }, startsOn: string): Promise<string> {
  const [before] = await sql.query<{ salt: string }>(
    'select salt from strategy.experiment where portfolio_id = $1 and approver is not null order by starts_on desc, approved_at desc limit 1',
    [portfolio.id],
  )
  return before?.salt ?? createHash('sha256').update(`${portfolio.code}:${startsOn}`).digest('hex').slice(0, 16)
}

/** Stores an experiment that waits for its approval; returns its number. Throws `Fault` 'strategy.arms_do_not_tile'. */
export async function proposeExperiment(
  tx: Tx,
  experiment: { portfolioId: number; startsOn: string; salt: string; author: string; arms: readonly Arm[] },
): Promise<number> {
  checkArms(experiment.arms)
  const [row] = await tx.query<{ experiment_id: number }>(
    'insert into strategy.experiment (portfolio_id, salt, starts_on, author) values ($1, $2, $3, $4) returning experiment_id',
    [experiment.portfolioId, experiment.salt, experiment.startsOn, personName(experiment.author)],
  )
  const { experiment_id: id } = must(row, 'insert returns the experiment')
  for (const arm of experiment.arms) {
    await tx.query(
      'insert into strategy.arm (experiment_id, arm, strategy_id, draw_from, draw_to, is_hold_out) values ($1, $2, $3, $4, $5, $6)',
      [id, arm.arm, arm.strategyId, arm.drawFrom, arm.drawTo, arm.isHoldOut],
    )
  }
  return id
}

/** Puts an experiment into force from its first day, in place of one that was approved earlier for the same day. */
export async function putInForce(tx: Tx, experimentId: number, approver: string): Promise<void> {
  await tx.query(
    'update strategy.experiment set approver = $2, approved_at = clock_timestamp() where experiment_id = $1',
    [experimentId, personName(approver)],
  )
}

/** Ends, for good, an experiment that nobody has approved. */
export async function withdrawExperiment(tx: Tx, experimentId: number): Promise<void> {
  await tx.query('update strategy.experiment set withdrawn_at = clock_timestamp() where experiment_id = $1', [
    experimentId,
  ])
}

/** The experiment in force on a business date, or null when the portfolio has none yet. */
export async function experimentOn(sql: Sql, portfolioId: number, businessDate: string): Promise<Experiment | null> {
  const [found] = await sql.query<{ experiment_id: number }>(
    `select experiment_id from strategy.experiment
     where portfolio_id = $1 and starts_on <= $2 and approver is not null
     order by starts_on desc, approved_at desc, experiment_id desc limit 1`,
    [portfolioId, businessDate],
  )
  return found ? ((await experiments(sql, [found.experiment_id]))[0] ?? null) : null
}

/** Experiments by their numbers, the earliest start first; of one day in the order of their approval. */
export async function experiments(sql: Sql, ids: readonly number[]): Promise<Experiment[]> {
  const rows = await sql.query<ArmRow>(
    `select e.experiment_id, e.starts_on, e.author, e.approver, e.withdrawn_at is not null as is_withdrawn, e.salt, a.arm, a.strategy_id, a.draw_from, a.draw_to, a.is_hold_out
     from strategy.experiment e join strategy.arm a using (experiment_id)
     where e.experiment_id = any ($1) order by e.starts_on, e.approved_at, e.experiment_id, a.draw_from`,
    [ids],
  )
  return [...Map.groupBy(rows, row => row.experiment_id).values()].map(own => {
    const first = must(own[0], 'a group has a row')
    return {
      experimentId: first.experiment_id,
      startsOn: first.starts_on,
      author: first.author,
      approver: first.approver,
      isWithdrawn: first.is_withdrawn,
      salt: first.salt,
      arms: own.map(row => ({
        arm: row.arm,
        strategyId: row.strategy_id,
        drawFrom: row.draw_from,
        drawTo: row.draw_to,
        isHoldOut: row.is_hold_out,
      })),
    }
  })
}

type ArmRow = {
  readonly experiment_id: number
  readonly starts_on: string
  readonly author: string
  readonly approver: string | null
  readonly is_withdrawn: boolean
  readonly salt: string
  readonly arm: string
  readonly strategy_id: number
  readonly draw_from: number
  readonly draw_to: number
  readonly is_hold_out: boolean
}

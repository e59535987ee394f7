// A portfolio without a strategy adopts the shipped one, as approved versions with a permanent hold-out, so that the first night of a
// new book decides something sensible. It is recorded as what it is; a lender replaces it by versions of its own.

import { createHash } from 'node:crypto'
import { approveTableVersion, submitTableVersion } from '../../decision/index.ts'
import { recorded } from '../../evidence/index.ts'
import { Fault, must } from '../../kernel/index.ts'
import type { Database, Tx } from '../../platform/index.ts'
import { type Arm, startExperiment } from '../experiment/experiment.ts'
import { type ShippedTable, shippedQueues, shippedTables } from './shipped-tables.ts'

const AUTHOR = 'Curebook shipped strategy'
const APPROVER = 'adopted by the operator'

/** Share of customers, in basis points, who never get discretionary treatment: 2 % measures the effect of the rest and costs little. */
const HOLD_OUT_SHARE = 200

export type Adoption = {
  readonly portfolio: string
  readonly startsOn: string
  /** Basis points for the shipped challenger; 0 runs the champion alone. */
  readonly challengerShare?: number
}

/** Adopts the shipped strategy for a portfolio from `startsOn`. Throws `Fault` 'strategy.portfolio_unknown'. */
export async function adoptShipped(db: Database, adoption: Adoption): Promise<void> {
  await recorded(db, async (tx, append) => {
    const [portfolio] = await tx.query<{ portfolio_id: number; jurisdiction: string }>(
      'select portfolio_id, jurisdiction from book.portfolio where code = $1 for update',
      [adoption.portfolio],
    )
    if (!portfolio) throw new Fault('strategy.portfolio_unknown', `There is no portfolio '${adoption.portfolio}'.`)
    const arms = await shippedArms(tx, portfolio.jurisdiction, adoption)
    // The salt is derived, so that building the same book twice draws the same arms.
    const salt = createHash('sha256').update(`${adoption.portfolio}:${adoption.startsOn}`).digest('hex').slice(0, 16)
    await startExperiment(tx, { portfolioId: portfolio.portfolio_id, startsOn: adoption.startsOn, salt, arms })
    for (const queue of shippedQueues()) {
      await tx.query(
        'insert into strategy.queue (queue, name_zh, name_en) values ($1, $2, $3) on conflict do nothing',
        [queue.queue, queue.name_zh, queue.name_en],
      )
    }
    await append({
      kind: 'strategy.changed',
      body: {
        portfolio: adoption.portfolio,
        startsOn: adoption.startsOn,
        reason: 'shipped strategy adopted',
        arms: arms.map(arm => ({ ...arm })),
      },
    })
  })
}

async function shippedArms(tx: Tx, jurisdiction: string, adoption: Adoption): Promise<Arm[]> {
  const share = adoption.challengerShare ?? 0
  const championEnd = 10_000 - HOLD_OUT_SHARE - share
  const champion = await strategyOf(tx, `shipped ${jurisdiction}`, shippedTables(jurisdiction), adoption.startsOn)
  const arms: Arm[] = [{ arm: 'champion', strategyId: champion, drawFrom: 0, drawTo: championEnd, isHoldOut: false }]
  if (share > 0) {
    const challenger = await strategyOf(
      tx,
      `shipped ${jurisdiction} challenger`,
      shippedTables(jurisdiction, 'challenger'),
      adoption.startsOn,
    )
    arms.push({
      arm: 'challenger',
      strategyId: challenger,
      drawFrom: championEnd,
      drawTo: 10_000 - HOLD_OUT_SHARE,
      isHoldOut: false,
    })
  }
  arms.push({
    arm: 'hold_out',
    strategyId: champion,
    drawFrom: 10_000 - HOLD_OUT_SHARE,
    drawTo: 10_000,
    isHoldOut: true,
  })
  return arms
}

/** The strategy with exactly these table versions: found, or made as its next version. */
async function strategyOf(tx: Tx, name: string, tables: readonly ShippedTable[], startsOn: string): Promise<number> {
  const versionIds: { point: string; id: number }[] = []
  for (const { point, name: table, content } of tables) {
    const version = await submitTableVersion(tx, { name: table, content, author: AUTHOR })
    if (version.status === 'draft') {
      const approved = await approveTableVersion(tx, {
        tableVersionId: version.tableVersionId,
        approver: APPROVER,
        effectiveFrom: startsOn,
      })
      if (!approved.ok) throw new Fault(approved.refusal.code, approved.refusal.message)
    }
    versionIds.push({ point, id: version.tableVersionId })
  }
  const ids = versionIds.map(({ id }) => id)
  const [same] = await tx.query<{ strategy_id: number }>(
    `select strategy_id from strategy.strategy join strategy.strategy_table using (strategy_id)
     where name = $1 group by strategy_id having array_agg(table_version_id order by table_version_id) = (select array_agg(id order by id) from unnest($2::integer[]) id)
     order by strategy_id desc limit 1`,
    [name, ids],
  )
  if (same) return same.strategy_id
  const [made] = await tx.query<{ strategy_id: number }>(
    `insert into strategy.strategy (name, version)
     values ($1, (select coalesce(max(version), 0) + 1 from strategy.strategy where name = $1)) returning strategy_id`,
    [name],
  )
  const strategyId = must(made, 'insert returns the strategy').strategy_id
  for (const { point, id } of versionIds) {
    await tx.query('insert into strategy.strategy_table (strategy_id, point, table_version_id) values ($1, $2, $3)', [
      strategyId,
      point,
      id,
    ])
  }
  return strategyId
}

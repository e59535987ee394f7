// A portfolio without a strategy adopts the shipped one, as approved versions with a permanent hold-out, so that the first night of a
// new book decides something sensible. It is recorded as what it is; a lender replaces it by a strategy of its own (`strategy start`).

import { type Append, recorded } from '../../evidence/index.ts'
import { Fault } from '../../kernel/index.ts'
import type { Database, Tx } from '../../platform/index.ts'
import { armsOf, experimentOn, proposeExperiment, putInForce, saltOf } from '../experiment/experiment.ts'
import { describeArms, strategyWith } from '../experiment/stored-strategy.ts'
import { storeShippedQueues } from './shipped-queues.ts'
import { shippedTables } from './shipped-tables.ts'
import { SHIPPED_APPROVER, SHIPPED_AUTHOR, shippedVersions } from './shipped-versions.ts'

/** Share of customers, in basis points, who never get discretionary treatment: 2 % measures the effect of the rest and costs little. */
export const HOLD_OUT_SHARE = 200

export type Adoption = {
  readonly portfolio: string
  readonly startsOn: string
  /** Basis points for the shipped challenger; 0 runs the champion alone. */
  readonly challengerShare?: number
}

/** Adopts the shipped strategy for a portfolio from `startsOn`. Throws `Fault` 'strategy.portfolio_unknown', 'strategy.start_taken', 'strategy.shipped_retired'. */
export async function adoptShipped(db: Database, adoption: Adoption): Promise<void> {
  const { portfolio: code, startsOn, challengerShare = 0 } = adoption
  await recorded(db, async (tx, append) => {
    const [portfolio] = await tx.query<{ portfolio_id: number; jurisdiction: string }>(
      'select portfolio_id, jurisdiction from book.portfolio where code = $1 for update',
      [code],
    )
    if (!portfolio) throw new Fault('strategy.portfolio_unknown', `There is no portfolio '${code}'.`)
    const { portfolio_id: id, jurisdiction } = portfolio
    const running = await experimentOn(tx, id, startsOn)
    if (running?.startsOn === startsOn) {
      throw new Fault(
        'strategy.start_taken',
        `Experiment ${running.experimentId} of portfolio ${code} starts on ${startsOn} already.`,
      )
    }
    const arms = armsOf({
      championStrategyId: await shippedStrategy(tx, append, jurisdiction, 'champion'),
      challenger:
        challengerShare === 0
          ? null
          : {
              strategyId: await shippedStrategy(tx, append, jurisdiction, 'challenger'),
              share: challengerShare,
            },
      holdOutShare: HOLD_OUT_SHARE,
    })
    const salt = await saltOf(tx, { id, code }, startsOn)
    const experiment = await proposeExperiment(tx, { portfolioId: id, startsOn, salt, author: SHIPPED_AUTHOR, arms })
    await putInForce(tx, experiment, SHIPPED_APPROVER)
    await storeShippedQueues(tx)
    await append({
      kind: 'strategy.changed',
      body: {
        portfolio: code,
        experiment,
        startsOn,
        status: 'approved',
        reason: 'shipped strategy adopted',
        author: SHIPPED_AUTHOR,
        approver: SHIPPED_APPROVER,
        arms: await describeArms(tx, arms),
      },
    })
  })
}

async function shippedStrategy(
  tx: Tx,
  append: Append,
  jurisdiction: string,
  variant: 'champion' | 'challenger',
): Promise<number> {
  const tables = await shippedVersions(tx, append, shippedTables(jurisdiction, variant))
  return strategyWith(tx, `shipped ${jurisdiction}${variant === 'challenger' ? ' challenger' : ''}`, tables)
}

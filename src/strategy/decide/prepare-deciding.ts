// Before a night: which arms run on the portfolio, their approved tables compiled, and the one statement that decides a slice.

import { createHash } from 'node:crypto'
import { must } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import { experimentOn } from '../experiment/experiment.ts'
import { adoptShipped } from '../shipped/adopt-shipped.ts'
import { compileArms } from './compile-arms.ts'
import { decideStatement } from './decide-slice.ts'
import type { DecidingArm } from './deciding-arm.ts'

export type Prepared = {
  readonly statement: string
  /** SHA-256 of the statement: the same text decided every loan of a run. */
  readonly statementSha256: string
  readonly arms: readonly DecidingArm[]
  readonly salt: string
  /** Tables compiled for it, each once. */
  readonly tableCount: number
}

/** Compiles what decides on this date; a portfolio without any strategy adopts the shipped one first. Throws `Fault` when a table does not compile or is not in force. */
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
    tableCount: new Set(arms.flatMap(arm => [...arm.tables].map(([point, { versionId }]) => `${point} ${versionId}`)))
      .size,
  }
}

// Putting a portfolio on named table versions from a business date: one person proposes (`start`), another approves, and from its first day on
// the nights of the portfolio use it. Nothing else changes what a portfolio runs: newer shipped tables too wait until somebody starts them.

import { findTableVersion, type TableVersion } from '../../decision/index.ts'
import { type Append, recorded } from '../../evidence/index.ts'
import { isSamePerson, personName } from '../../identity/index.ts'
import { Fault, must } from '../../kernel/index.ts'
import type { Database, Tx } from '../../platform/index.ts'
import { compileArms } from '../decide/compile-arms.ts'
import { decideStatement } from '../decide/decide-slice.ts'
import { POINTS, type PointName } from '../points.ts'
import { HOLD_OUT_SHARE } from '../shipped/adopt-shipped.ts'
import { storeShippedQueues } from '../shipped/shipped-queues.ts'
import { shippedTables } from '../shipped/shipped-tables.ts'
import { shippedVersions } from '../shipped/shipped-versions.ts'
import {
  type Arm,
  armsOf,
  type Experiment,
  experimentOn,
  experiments,
  proposeExperiment,
  putInForce,
  saltOf,
  withdrawExperiment,
} from './experiment.ts'
import { holdNights, type OpenPortfolio, openPortfolio, refuseDecidedDay } from './open-portfolio.ts'
import { type ArmDescription, describeArms, strategyWith, type TableSet, tableSets } from './stored-strategy.ts'

/** A table version named for a decision point. */
export type NamedTable = { readonly point: PointName; readonly table: string; readonly version: number }

export type StrategyStart = {
  readonly portfolio: string
  readonly startsOn: string
  readonly author: string
  /** The champion's tables. At the other points stays what runs on that date, or the shipped table where nothing does. */
  readonly tables: readonly NamedTable[]
  /** Take the shipped tables as they are now at the other points. */
  readonly takesShipped: boolean
  /** The champion's tables but for these, for a share of customers in basis points. */
  readonly challenger: { readonly tables: readonly NamedTable[]; readonly share: number } | null
  /** Basis points; left out, the share that is held out now. */
  readonly holdOutShare?: number | undefined
}

export type StartedStrategy = {
  readonly experiment: number
  readonly portfolio: string
  readonly startsOn: string
  readonly author: string
  readonly approver: string | null
  readonly arms: readonly ArmDescription[]
}

/**
 * Stores what shall run as an experiment that waits for its approval. Everything that would keep a night from using it is refused here already.
 * Throws `Fault`: 'strategy.portfolio_unknown', 'strategy.day_decided', 'strategy.table_unknown', 'strategy.point_twice',
 * 'strategy.table_not_in_force', 'strategy.table_unfit', 'strategy.arms_classify_differently', 'strategy.arms_do_not_tile'.
 */
export function startStrategy(db: Database, start: StrategyStart): Promise<StartedStrategy> {
  return recorded(db, async (tx, append) => {
    const { startsOn } = start
    const author = personName(start.author)
    const portfolio = await openPortfolio(tx, start.portfolio)
    refuseDecidedDay(portfolio, startsOn)
    const arms = await armsToRun(tx, append, portfolio, start)
    await storeShippedQueues(tx)
    const salt = await saltOf(tx, portfolio, startsOn)
    const experiment = await proposeExperiment(tx, { portfolioId: portfolio.id, startsOn, salt, author, arms })
    await refuseUnfit(tx, { arms, salt, startsOn })
    const described = await describeArms(tx, arms)
    await append({
      kind: 'strategy.changed',
      portfolioId: portfolio.id,
      by: author,
      body: { portfolio: portfolio.code, experiment, startsOn, status: 'proposed', author, arms: described },
    })
    return { experiment, portfolio: portfolio.code, startsOn, author, approver: null, arms: described }
  })
}

/**
 * Puts a proposed experiment into force from its first day, in place of another that was approved for that day. Throws `Fault`: 'strategy.experiment_unknown', 'strategy.experiment_approved',
 * 'strategy.experiment_withdrawn', 'strategy.four_eyes', 'strategy.night_running', 'strategy.day_decided', 'strategy.table_not_in_force'.
 */
export function approveStrategy(
  db: Database,
  approval: { experiment: number; approver: string },
): Promise<StartedStrategy> {
  return recorded(db, async (tx, append) => {
    const approver = personName(approval.approver)
    const { found, code, portfolioId } = await lockWaiting(tx, approval.experiment)
    const title = titleOf(found, code)
    if (isSamePerson(found.author, approver))
      throw new Fault('strategy.four_eyes', `${approver} proposed ${title} and cannot approve it.`)
    await holdNights(tx, { id: portfolioId, code })
    const portfolio = await openPortfolio(tx, code)
    const { startsOn, author } = found
    refuseDecidedDay(portfolio, startsOn)
    const before = await experimentOn(tx, portfolio.id, startsOn)
    const replaces = before?.startsOn === startsOn ? { replaces: before.experimentId } : {}
    await refuseUnfit(tx, found)
    await putInForce(tx, found.experimentId, approver)
    const arms = await describeArms(tx, found.arms)
    await append({
      kind: 'strategy.changed',
      portfolioId: portfolio.id,
      by: approver,
      body: {
        portfolio: portfolio.code,
        experiment: found.experimentId,
        startsOn,
        status: 'approved',
        author,
        approver,
        ...replaces,
        arms,
      },
    })
    return { experiment: found.experimentId, portfolio: portfolio.code, startsOn, author, approver, arms }
  })
}

/**
 * Takes back, for good, what its author has proposed and nobody approved. Throws `Fault`: 'strategy.experiment_unknown',
 * 'strategy.experiment_approved', 'strategy.experiment_withdrawn', 'strategy.not_author'.
 */
export function withdrawStrategy(
  db: Database,
  withdrawal: { experiment: number; author: string },
): Promise<StartedStrategy> {
  return recorded(db, async (tx, append) => {
    const author = personName(withdrawal.author)
    const { found, code, portfolioId } = await lockWaiting(tx, withdrawal.experiment)
    if (!isSamePerson(found.author, author))
      throw new Fault(
        'strategy.not_author',
        `${titleOf(found, code)} was proposed by ${found.author}: only its author withdraws it. As long as nobody approves it, it does nothing.`,
      )
    await withdrawExperiment(tx, found.experimentId)
    const { experimentId: experiment, startsOn } = found
    const arms = await describeArms(tx, found.arms)
    await append({
      kind: 'strategy.changed',
      portfolioId,
      by: author,
      body: { portfolio: code, experiment, startsOn, status: 'withdrawn', author, arms },
    })
    return { experiment, portfolio: code, startsOn, author: found.author, approver: null, arms }
  })
}

/** An experiment that still waits for its approval: nobody else takes a step with it meanwhile. */
async function lockWaiting(
  tx: Tx,
  experiment: number,
): Promise<{ found: Experiment; code: string; portfolioId: number }> {
  const [row] = await tx.query<{ code: string; portfolio_id: number }>(
    `select code, portfolio_id from strategy.experiment join book.portfolio using (portfolio_id) where experiment_id = $1 for update of experiment`,
    [experiment],
  )
  if (!row) throw new Fault('strategy.experiment_unknown', `There is no experiment ${experiment}.`)
  const found = must((await experiments(tx, [experiment]))[0], 'the experiment is there')
  const title = titleOf(found, row.code)
  if (found.approver !== null)
    throw new Fault('strategy.experiment_approved', `${title} was approved by ${found.approver} already.`)
  if (found.isWithdrawn)
    throw new Fault('strategy.experiment_withdrawn', `${title} was withdrawn by its author, ${found.author}.`)
  return { found, code: row.code, portfolioId: row.portfolio_id }
}

function titleOf({ experimentId }: Experiment, code: string): string {
  return `Experiment ${experimentId} of portfolio ${code}`
}

async function armsToRun(tx: Tx, append: Append, portfolio: OpenPortfolio, start: StrategyStart): Promise<Arm[]> {
  const running = await experimentOn(tx, portfolio.id, start.startsOn)
  const champion = running?.arms.find(arm => !arm.isHoldOut)
  const champions = champion && (await tableSets(tx, [champion.strategyId])).get(champion.strategyId)
  const base = champions && !start.takesShipped ? champions : await shippedBeside(tx, append, portfolio, start.tables)
  const tables = await withNamed(tx, base, start.tables)
  const { challenger } = start
  const heldOut = running?.arms.find(arm => arm.isHoldOut)
  return armsOf({
    championStrategyId: await strategyWith(tx, portfolio.code, tables),
    challenger: challenger && {
      strategyId: await strategyWith(
        tx,
        `${portfolio.code} challenger`,
        await withNamed(tx, tables, challenger.tables),
      ),
      share: challenger.share,
    },
    holdOutShare: start.holdOutShare ?? (running ? (heldOut ? heldOut.drawTo - heldOut.drawFrom : 0) : HOLD_OUT_SHARE),
  })
}

/** The shipped tables of the points that no table is named for. */
function shippedBeside(
  tx: Tx,
  append: Append,
  { jurisdiction }: OpenPortfolio,
  named: readonly NamedTable[],
): Promise<TableSet> {
  const open = POINTS.filter(({ name }) => !named.some(({ point }) => point === name))
  if (open.length === 0) return Promise.resolve(new Map())
  return shippedVersions(
    tx,
    append,
    shippedTables(jurisdiction).filter(({ point }) => open.some(({ name }) => name === point)),
  )
}

async function withNamed(tx: Tx, base: TableSet, named: readonly NamedTable[]): Promise<TableSet> {
  const tables = new Map(base)
  const seen = new Set<PointName>()
  for (const { point, table, version } of named) {
    if (seen.has(point)) throw new Fault('strategy.point_twice', `Two tables are named for '${point}': one answers it.`)
    seen.add(point)
    tables.set(point, await namedVersion(tx, table, version))
  }
  return tables
}

async function namedVersion(tx: Tx, table: string, version: number): Promise<TableVersion> {
  const found = await findTableVersion(tx, table, version)
  if (found) return found
  throw new Fault(
    'strategy.table_unknown',
    `There is no version ${version} of a table '${table}'. \`decision versions\` lists what there is.`,
  )
}

/** What a night of the first day would refuse: tables out of force or unfit for their point, arms that classify differently. */
async function refuseUnfit(
  tx: Tx,
  experiment: { readonly arms: readonly Arm[]; readonly salt: string; readonly startsOn: string },
): Promise<void> {
  decideStatement(await compileArms(tx, experiment.arms, experiment.startsOn), experiment.salt)
}

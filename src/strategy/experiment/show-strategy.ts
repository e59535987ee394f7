// What runs on a portfolio, what starts later, what waits for its approval, and whether newer shipped tables are there to be started.

import { contentSha256, isInForce } from '../../decision/index.ts'
import type { Sql } from '../../platform/index.ts'
import type { PointName } from '../points.ts'
import { shippedTables } from '../shipped/shipped-tables.ts'
import { SHIPPED_AUTHOR } from '../shipped/shipped-versions.ts'
import { type Experiment, experiments } from './experiment.ts'
import { openPortfolio } from './open-portfolio.ts'
import type { StartedStrategy } from './start-strategy.ts'
import { describeArms, tableSets } from './stored-strategy.ts'

export type ShownStrategy = {
  readonly portfolio: string
  /** The date that 'runs' is about: the one asked for, else the day of the last night, else the first start there is. */
  readonly date: string | null
  readonly runs: StartedStrategy | null
  readonly startsLater: readonly StartedStrategy[]
  /** Proposed for a date that can still come, and approved by nobody. */
  readonly waits: readonly StartedStrategy[]
  /** Tables in use that hold no more on `date` or on the first day of what starts later: the night will refuse them. */
  readonly outOfForce: readonly { readonly experiment: number; readonly table: string; readonly version: number }[]
  /** Shipped tables in use of which Curebook now ships another one. They change only when somebody starts them. */
  readonly newerShipped: readonly { readonly point: PointName; readonly table: string; readonly version: number }[]
}

/** Throws `Fault` 'strategy.portfolio_unknown'. */
export async function showStrategy(
  sql: Sql,
  asked: { portfolio: string; date: string | null },
): Promise<ShownStrategy> {
  const portfolio = await openPortfolio(sql, asked.portfolio)
  const all = await allExperiments(sql, portfolio.id)
  const approved = all.filter(({ approver }) => approver !== null)
  const date = asked.date ?? portfolio.businessDate ?? approved[0]?.startsOn ?? null
  const runs = date === null ? undefined : approved.findLast(({ startsOn }) => startsOn <= date)
  const later = approved.filter(
    ({ startsOn }, index) => date !== null && startsOn > date && approved[index + 1]?.startsOn !== startsOn,
  )
  const waiting = all.filter(
    ({ approver, isWithdrawn, startsOn }) =>
      approver === null && !isWithdrawn && (portfolio.businessDate === null || startsOn > portfolio.businessDate),
  )
  const told = async (each: readonly Experiment[]) =>
    Promise.all(
      each.map(async ({ experimentId: experiment, startsOn, author, approver, arms }) => ({
        experiment,
        portfolio: portfolio.code,
        startsOn,
        author,
        approver,
        arms: await describeArms(sql, arms),
      })),
    )
  const [running = null] = await told(runs ? [runs] : [])
  return {
    portfolio: portfolio.code,
    date,
    runs: running,
    startsLater: await told(later),
    waits: await told(waiting),
    outOfForce: await outOfForce(sql, [
      ...(runs && date !== null ? [{ experiment: runs, date }] : []),
      ...later.map(experiment => ({ experiment, date: experiment.startsOn })),
    ]),
    newerShipped: runs ? await newerShipped(sql, runs, portfolio.jurisdiction) : [],
  }
}

/** Portfolios whose approved strategy, now or later, has this table version: they need another before their night of `from`. */
export async function portfoliosRunning(sql: Sql, tableVersionId: number, from: string): Promise<string[]> {
  const rows = await sql.query<{ code: string }>(
    `select distinct p.code
     from strategy.experiment e
     join book.portfolio p using (portfolio_id)
     join strategy.arm a using (experiment_id)
     join strategy.strategy_table t using (strategy_id)
     where e.approver is not null and t.table_version_id = $1
       -- it is still in force on that date, or comes into force later: no other takes its place until then
       and not exists (
         select from strategy.experiment next
         where next.portfolio_id = e.portfolio_id and next.approver is not null and next.starts_on <= greatest(e.starts_on, $2::date)
           and (next.starts_on, next.approved_at, next.experiment_id) > (e.starts_on, e.approved_at, e.experiment_id))
     order by p.code`,
    [tableVersionId, from],
  )
  return rows.map(row => row.code)
}

async function allExperiments(sql: Sql, portfolioId: number): Promise<Experiment[]> {
  const rows = await sql.query<{ experiment_id: number }>(
    'select experiment_id from strategy.experiment where portfolio_id = $1',
    [portfolioId],
  )
  return experiments(
    sql,
    rows.map(row => row.experiment_id),
  )
}

async function outOfForce(sql: Sql, each: readonly { readonly experiment: Experiment; readonly date: string }[]) {
  const found: { experiment: number; table: string; version: number }[] = []
  for (const { experiment, date } of each) {
    const sets = await tableSets(
      sql,
      experiment.arms.map(arm => arm.strategyId),
    )
    const versions = new Map([...sets.values()].flatMap(set => [...set.values()].map(one => [one.tableVersionId, one])))
    for (const version of versions.values())
      if (!isInForce(version, date))
        found.push({ experiment: experiment.experimentId, table: version.name, version: version.version })
  }
  return found
}

async function newerShipped(sql: Sql, { arms }: Experiment, jurisdiction: string) {
  const files = [...shippedTables(jurisdiction), ...shippedTables(jurisdiction, 'challenger')]
  const shipped = new Map(files.map(({ name, content }) => [name, contentSha256(content)]))
  const sets = await tableSets(
    sql,
    arms.map(arm => arm.strategyId),
  )
  const newer = new Map<number, { point: PointName; table: string; version: number }>()
  for (const set of sets.values()) {
    for (const [point, { tableVersionId, name, version, author, contentSha256: hash }] of set) {
      const now = shipped.get(name)
      if (author === SHIPPED_AUTHOR && now !== undefined && now !== hash)
        newer.set(tableVersionId, { point, table: name, version })
    }
  }
  return [...newer.values()]
}

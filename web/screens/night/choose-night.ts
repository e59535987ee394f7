// Which night the report shows. Portfolios keep their own calendars: each has its own dates, and its own latest one.

import type { NightList, Portfolio } from '../../client/api.ts'

type Run = Pick<NightList['nights'][number], 'portfolio' | 'businessDate' | 'state'>

/** The portfolios that have a night, each once, by code. */
export function portfoliosOf(runs: readonly Pick<Run, 'portfolio'>[]): Portfolio[] {
  const byCode = new Map(runs.map(({ portfolio }) => [portfolio.code, portfolio]))
  return [...byCode.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1))
}

/** The business dates of one portfolio, newest first, as they arrive. */
export function datesOf(runs: readonly Run[], code: string | undefined): string[] {
  return [...new Set(runs.filter(run => run.portfolio.code === code).map(run => run.businessDate))]
}

/** The date to show of a portfolio when none was chosen: its latest night that has finished, else its latest. */
export function latestDateOf(runs: readonly Run[], code: string): string | undefined {
  const own = runs.filter(run => run.portfolio.code === code)
  return (own.find(run => run.state === 'finished') ?? own[0])?.businessDate
}

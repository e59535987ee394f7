// What `db doctor` asks of the nights: the open date of each portfolio must be decided whole. A date that was passed cannot be gone back to, so
// only the last night of a portfolio is looked at.

import type { Check, Finding, Sql } from '../platform/index.ts'
import { nightsRunning } from './nights-running.ts'

type LastNight = {
  readonly portfolio_id: number
  readonly code: string
  readonly business_date: string
  readonly state: 'running' | 'finished' | 'held'
  readonly held_slices: bigint
  readonly held_loans: bigint
  readonly error: string | null
}

export function nightChecks(sql: Sql): Check[] {
  return [
    {
      name: 'night.last',
      needs: 'schema.migrations',
      look: async () => {
        // Who is at work is asked after the nights were read: a night that ends in between is then reported once too often, never missed.
        const nights = await sql.query<LastNight>(LAST_NIGHTS)
        const working = await nightsRunning(sql)
        const findings = nights.flatMap(night => findingOf(night, working.has(night.portfolio_id)))
        const saw = `${nights.length} portfolios with a night, ${working.size} at work`
        return { saw, findings }
      },
    },
  ]
}

const LAST_NIGHTS = `
  select run.portfolio_id, code, run.business_date, run.state, held.slices as held_slices, held.loans as held_loans, held.error
  from night.run
  join book.portfolio on portfolio.portfolio_id = run.portfolio_id and portfolio.business_date = run.business_date
  cross join lateral (
    select count(*) as slices, coalesce(sum(held_count), 0)::bigint as loans, min(error) as error
    from night.slice where slice.run_id = run.run_id and slice.state = 'held'
  ) held
  order by code`

function findingOf(night: LastNight, isAtWork: boolean): Finding[] {
  if (night.state === 'finished' || isAtWork) return []
  const todo = `./bin/curebook night run --date ${night.business_date} --portfolio ${night.code}`
  const of = `The night of ${night.business_date} of portfolio ${night.code}`
  if (night.state === 'running')
    return [{ level: 'mend', found: `${of} was interrupted: nobody is working on it.`, todo: `${todo}  (it goes on)` }]
  const found = `${of} is held: ${night.held_slices} slices with ${night.held_loans} loans were not decided (${night.error ?? 'no error was kept'}).`
  return [{ level: 'mend', found, todo: `Mend what the error names, then: ${todo}` }]
}

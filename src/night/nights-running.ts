// Which portfolios have a night that somebody is working on just now. A run that says 'running' but is not among them was interrupted.

import type { Sql } from '../platform/index.ts'
import { NIGHT_LOCK } from '../strategy/index.ts'

/** Portfolio ids whose night holds its lock, on whatever machine. PostgreSQL lets the lock go when that process dies. */
export async function nightsRunning(sql: Sql): Promise<ReadonlySet<number>> {
  const rows = await sql.query<{ portfolio_id: number }>(
    `select objid::int as portfolio_id from pg_locks
     where locktype = 'advisory' and classid = $1 and objsubid = 2 and granted
       and database = (select oid from pg_database where datname = current_database())`,
    [NIGHT_LOCK],
  )
  return new Set(rows.map(row => row.portfolio_id))
}

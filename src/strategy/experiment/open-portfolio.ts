// A portfolio whose strategy is about to change. What a night decided was decided by the strategy in force on its date and stays so: a change
// begins on a date that no night has opened, and not while one is running.

import { Fault } from '../../kernel/index.ts'
import type { Sql, Tx } from '../../platform/index.ts'

/** Any constant; the second key of the advisory lock is the portfolio. A night holds it from before it looks up its strategy. */
export const NIGHT_LOCK = 7_210_011

export type OpenPortfolio = {
  readonly id: number
  readonly code: string
  readonly jurisdiction: string
  /** The day its last night opened; null before the first. */
  readonly businessDate: string | null
}

/** Throws `Fault` 'strategy.portfolio_unknown'. */
export async function openPortfolio(sql: Sql, code: string): Promise<OpenPortfolio> {
  const [row] = await sql.query<{ portfolio_id: number; jurisdiction: string; business_date: string | null }>(
    'select portfolio_id, jurisdiction, business_date from book.portfolio where code = $1',
    [code],
  )
  if (!row) throw new Fault('strategy.portfolio_unknown', `There is no portfolio '${code}'.`)
  return { id: row.portfolio_id, code, jurisdiction: row.jurisdiction, businessDate: row.business_date }
}

/** Keeps nights of the portfolio from beginning until the transaction ends. Throws `Fault` 'strategy.night_running'. To be called before the
 * business date is read: the night moves it. */
export async function holdNights(tx: Tx, { id, code }: Pick<OpenPortfolio, 'id' | 'code'>): Promise<void> {
  const [night] = await tx.query<{ ok: boolean }>('select pg_try_advisory_xact_lock($1, $2) as ok', [NIGHT_LOCK, id])
  if (!night?.ok)
    throw new Fault('strategy.night_running', `A night of portfolio ${code} is running. Try again when it is done.`)
}

/** Throws `Fault` 'strategy.day_decided' for a date that a night has opened. */
export function refuseDecidedDay({ code, businessDate }: OpenPortfolio, from: string): void {
  if (businessDate === null || from > businessDate) return
  throw new Fault(
    'strategy.day_decided',
    `Portfolio ${code} is at ${businessDate}: what its nights decided stays as it was. Use a date after that, not ${from}.`,
  )
}

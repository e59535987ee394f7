// What a replay may be asked, refused with a sentence before any work begins.

import { addDays, type BusinessDate, daysBetween, Fault, parseBusinessDate } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'

/** A year and a month; a longer history is asked for in parts. */
const DAYS_MAX = 400

export type ReplayPortfolio = {
  readonly id: number
  readonly code: string
  readonly currency: string
  /** The day the night last opened; null before the first. */
  readonly businessDate: string | null
}

/** The dates from `from` to `to`. Throws `Fault`: 'strategy.replay_date', 'strategy.replay_range'. */
export function replayDates(from: string, to: string): BusinessDate[] {
  const [first, last] = [readDate(from), readDate(to)]
  const days = daysBetween(first, last) + 1
  if (days < 1) throw new Fault('strategy.replay_range', `A replay runs forward: ${from} is after ${to}.`)
  if (days > DAYS_MAX)
    throw new Fault(
      'strategy.replay_range',
      `${from} to ${to} are ${days} days; a replay takes at most ${DAYS_MAX}. Ask for it in parts.`,
    )
  return Array.from({ length: days }, (_, index) => addDays(first, index))
}

/** Throws `Fault`: 'strategy.portfolio_unknown', 'strategy.replay_ahead' when the book cannot know the last date yet. */
export async function replayPortfolio(sql: Sql, code: string, lastDate: string): Promise<ReplayPortfolio> {
  const [row] = await sql.query<{ portfolio_id: number; currency: string; business_date: string | null }>(
    'select portfolio_id, currency, business_date from book.portfolio where code = $1',
    [code],
  )
  if (!row) throw new Fault('strategy.portfolio_unknown', `There is no portfolio '${code}'.`)
  if (row.business_date !== null && lastDate > row.business_date) {
    throw new Fault(
      'strategy.replay_ahead',
      `Portfolio ${code} is at ${row.business_date}; ${lastDate} has not come yet, and a replay looks back.`,
    )
  }
  return { id: row.portfolio_id, code, currency: row.currency, businessDate: row.business_date }
}

function readDate(text: string): BusinessDate {
  const date = parseBusinessDate(text)
  if (date === null) throw new Fault('strategy.replay_date', `'${text}' is no calendar day YYYY-MM-DD.`)
  return date
}

// The book as it stood on a past date, for a replay: temporary tables `loan`, `arrears` and `overdue_spell` in the session, filled for a range
// of customers, and the change of schema that makes a statement over the book run over them. What counts is the money and the tapes
// that are known now: a receipt recorded late counts from its value date, a restated month as restated.

import { readFileSync } from 'node:fs'
import { must, mustHold } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { ARREARS_AS_OF } from '../arrears/arrears-sql.ts'
import { statement } from '../import/sql.ts'

/** The relations that a replay sees as of its date; all others (flags, promises, vehicles) tell their own dates or do not change. */
const RELATIONS = /\bbook\.(loan|arrears|overdue_spell)\b/g

/** The same statement over the past: `book.loan`, `book.arrears` and `book.overdue_spell` become the session's temporary tables; nothing
 * else in it changes. Throws `Defect` when it reads none of them. */
export function overThePast(text: string): string {
  const changed = text.replaceAll(RELATIONS, 'pg_temp.$1')
  mustHold(changed !== text, 'a statement over the past reads the loans, arrears or spells of the book')
  return changed
}

/** Makes the tables in this session, empty; they are emptied again at the end of every transaction. */
export async function openAsOf(session: Sql): Promise<void> {
  await session.query(file('relations.sql'))
  await session.query(
    `${exchanged(statement('list-months'), MONTHS, 'create temporary table month_days on commit delete rows as')} with no data`,
  )
}

/** Fills the tables for the customers of a range, all their portfolios, as of a date. */
export async function fillAsOf(tx: Sql, asked: { businessDate: string; from: bigint; to: bigint }): Promise<void> {
  const range = [asked.businessDate, asked.from, asked.to]
  await tx.query(ARREARS, range)
  const touched = await tx.write(TOUCHED, range)
  await tx.query('analyze pg_temp.touched, pg_temp.arrears')
  await tx.query(file('loans.sql'), range)
  await tx.query(SPELLS, range)
  if (touched > 0) await fillTapes(tx, range)
  await tx.query('analyze pg_temp.loan, pg_temp.arrears, pg_temp.overdue_spell')
}

/** Tape loans by the very rules of the import, over the months that had ended by the date. */
async function fillTapes(tx: Sql, range: readonly unknown[]): Promise<void> {
  await tx.query(LIST_MONTHS, range)
  await tx.query('analyze pg_temp.month_days')
  await tx.query(overThePast(statement('take-status')))
  // the portfolio of an arrears row is its loan's; nobody reads it here
  await tx.query(overThePast(statement('take-state')), [0])
  await tx.query(overThePast(statement('derive-spells')))
}

const MONTHS = 'create temporary table month_days on commit drop as'

const LIST_MONTHS = exchanged(
  exchanged(overThePast(statement('list-months')), MONTHS, 'insert into pg_temp.month_days'),
  'book.loan_month m',
  '(select * from book.loan_month where period_ends_on <= $1::date and customer_id between $2 and $3) m',
)

const ARREARS = `insert into pg_temp.arrears (
    customer_id, loan_id, portfolio_id, oldest_unpaid_due_on, due_minor, balance_minor, next_due_on, next_due_minor, aged_on, basis)
  select customer_id, loan_id, portfolio_id, oldest_unpaid_due_on, due_minor, balance_minor, next_due_on, next_due_minor, as_of, 'schedule'
  from (\n${ARREARS_AS_OF}\n) arrears`

const TOUCHED = `insert into pg_temp.touched (customer_id, loan_id)
  select distinct month.customer_id, month.loan_id
  from book.loan_month month
  where month.customer_id between $2 and $3 and month.period_ends_on <= $1::date
    and not exists (
      select from pg_temp.arrears where arrears.customer_id = month.customer_id and arrears.loan_id = month.loan_id)`

/** Spells of loans with a schedule are kept so that they are right for every past date, by the comparisons that the facts make. */
const SPELLS = `insert into pg_temp.overdue_spell (customer_id, loan_id, started_on, ended_on, reached_30_on, reached_60_on, reached_90_on)
  select spell.customer_id, spell.loan_id, spell.started_on, spell.ended_on, spell.reached_30_on, spell.reached_60_on, spell.reached_90_on
  from book.overdue_spell spell
  join pg_temp.arrears on arrears.customer_id = spell.customer_id and arrears.loan_id = spell.loan_id
  where spell.customer_id between $2 and $3 and spell.started_on < $1::date`

function exchanged(text: string, part: string, by: string): string {
  const [before, after, ...more] = text.split(part)
  mustHold(more.length === 0, `'${part}' stands once in the statement`)
  return `${before}${by}${must(after, `'${part}' stands in the statement`)}`
}

function file(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}

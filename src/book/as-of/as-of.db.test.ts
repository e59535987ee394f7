// Looking back at tapes: the book with all months, as of a month's end, is the book as it was when that month was the last one loaded.

import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { addDays, addMonths, type BusinessDate, businessDate, endOfMonth, ID_MAX, must } from '../../kernel/index.ts'
import type { Database, Sql, Tx } from '../../platform/index.ts'
import { deriveFromMonths } from '../import/derive-from-months.ts'
import { findPortfolio } from '../import/portfolio.ts'
import { fillAsOf, openAsOf, overThePast } from './as-of.ts'

const LOANS = 120
const FIRST = businessDate('2025-01-31')
const MONTHS = Array.from({ length: 9 }, (_, index) => endOfMonth(addMonths(FIRST, index)))

const STATE = {
  loans: `select loan_id, status, is_repossessed, payment_minor from SCHEMA.loan l
    where exists (select from book.loan_month m where m.customer_id = l.customer_id and m.loan_id = l.loan_id and m.period_ends_on <= $1::date) order by loan_id`,
  arrears:
    'select loan_id, oldest_unpaid_due_on, due_minor, balance_minor, next_due_on, next_due_minor, aged_on, basis from SCHEMA.arrears where $1::date is not null order by loan_id',
  spells:
    'select loan_id, started_on, ended_on, reached_30_on, reached_60_on, reached_90_on from SCHEMA.overdue_spell where $1::date is not null order by loan_id, started_on',
}

describe('the book as of a past date', () => {
  const database = testDatabase()

  it('shows tape loans as they were when the months up to then were all there was', async () => {
    const { db } = database
    await addLoans(db)
    const portfolio = must(await findPortfolio(db, 'TAPE'), 'it was added')
    const then: Record<string, unknown>[] = []
    for (const month of MONTHS) {
      await db.transaction(async tx => {
        await addMonth(tx, month)
        await tx.query(
          'create temporary table touched on commit drop as select distinct customer_id, loan_id, true as is_deep from book.loan_month',
        )
        await deriveFromMonths(tx, portfolio)
      })
      then.push(await stateOf(db, 'book', month))
    }
    const last = then.at(-1) as { spells: unknown[]; arrears: unknown[] }
    expect(last.arrears.length).toBeGreaterThan(100)
    expect(last.spells.length).toBeGreaterThan(100)
    await asOf(db, async (at, read) => {
      for (const [index, month] of MONTHS.entries()) {
        expect(await at(month, sql => read(sql, month)), month).toEqual(then[index])
        // nothing is reported until the next month ends
        const dayBefore = addDays(MONTHS[index + 1] ?? addMonths(month, 1), -1)
        expect(await at(dayBefore, sql => read(sql, month)), dayBefore).toEqual(then[index])
      }
      const before = addDays(MONTHS[0] as BusinessDate, -1)
      expect(await at(before, sql => sql.query('select from pg_temp.loan'))).toEqual([])
    })
  })

  it('changes the schema of loans, arrears and spells in a statement, and nothing else', () => {
    expect(
      overThePast('select from book.loan join book.loan_month join book.arrears, book.overdue_spell, book.portfolio'),
    ).toBe('select from pg_temp.loan join book.loan_month join pg_temp.arrears, pg_temp.overdue_spell, book.portfolio')
    expect(() => overThePast('select from book.portfolio')).toThrow('reads the loans')
  })
})

type At = <T>(date: BusinessDate, look: (sql: Sql) => Promise<T>) => Promise<T>

async function asOf(
  db: Database,
  work: (at: At, read: (sql: Sql, date: string) => Promise<Record<string, unknown>>) => Promise<void>,
): Promise<void> {
  const client = await db.connect()
  const session: Sql = {
    query: async <T>(text: string, values: readonly unknown[] = []) =>
      (await client.query({ text, values: [...values] })).rows as T[],
    write: async (text, values = []) => (await client.query({ text, values: [...values] })).rowCount ?? 0,
  }
  await openAsOf(session)
  const at: At = async (date, look) => {
    await session.query('begin isolation level repeatable read read only')
    await fillAsOf(session, { businessDate: date, from: 0n, to: ID_MAX })
    const result = await look(session)
    await session.query('rollback')
    return result
  }
  await work(at, (sql, date) => stateOf(sql, 'pg_temp', date))
  await client.end()
}

async function stateOf(sql: Sql, schema: 'book' | 'pg_temp', date: string): Promise<Record<string, unknown>> {
  const state: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(STATE))
    state[name] = await sql.query(text.replace('SCHEMA', schema), [date])
  return state
}

async function addLoans(db: Database): Promise<void> {
  await db.query(
    `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone) values ('TAPE', 'Tape', 'L', 'US', 'USD', 0.01, 'America/New_York')`,
  )
  await db.query(
    `insert into book.import_run (portfolio_id, kind, file_name, file_sha256) select 1, 'abs-ee', 'f', '\\x00' from generate_series(1, 1)`,
  )
  await db.query(
    `insert into book.customer (customer_id, lender, customer_number) select n, 'L', n::text from generate_series(1, $1::integer) n`,
    [LOANS],
  )
  await db.query(
    `insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, product, opened_on, principal_minor, payment_minor)
     select n, n, 1, n::text, 'tape', '2024-06-15', 2000000, 40000 from generate_series(1, $1::integer) n`,
    [LOANS],
  )
}

/** A month of a tape with all its oddities, drawn from a hash of loan and month: missing days, missing status, gaps, charge-offs, payoffs,
 * repossessions, and loans whose tape reports payments instead of days. Some loans begin later. */
async function addMonth(tx: Tx, month: BusinessDate): Promise<void> {
  await tx.query(
    `insert into book.loan_month (customer_id, loan_id, period_ends_on, import_run_id, days_past_due, end_balance_minor, scheduled_minor, paid_minor,
       is_repossessed, next_payment_minor, loan_status, arrears_basis, content_sha256)
     select n, n, $1::date, (select min(import_run_id) from book.import_run),
       case when d % 7 = 0 then null when d % 3 = 0 then 0 else (d % 130)::smallint end,
       case when d % 11 = 0 then null else 1500000 - (d % 1000) * 1000 end,
       case when d % 5 = 0 then null else 40000 end,
       case when d % 4 = 0 then 0 when d % 13 = 0 then null else 40000 end,
       case when d % 17 = 0 then true when d % 6 = 0 then false end,
       case when d % 2 = 0 then 80000 end,
       case when d % 29 = 0 then 'charged_off' when d % 31 = 0 then 'paid_off' when d % 3 <> 0 then 'open' end,
       case when n % 4 = 0 then 'payments' else 'reported' end, '\\x00'
     from generate_series(1, $2::integer) n
     cross join lateral (select abs(hashint8extended(n, ($1::date - '2025-01-01'::date)::bigint) % 100000) as d) draw
     where d % 9 <> 0 and (n % 10 <> 3 or $1::date > '2025-05-01')`,
    [month, LOANS],
  )
}

import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { FACTS, KEY_COLUMNS } from './dictionary.ts'
import { factSql, installFactView } from './fact-sql.ts'

describe('the facts', () => {
  const database = testDatabase()

  it('have one dictionary line for each column, of the type the column has', async () => {
    await installFactView(database.db)
    const columns = await database.db.query<{ name: string; type: string; comment: string | null }>(
      `select attname as name, format_type(atttypid, atttypmod) as type, col_description(attrelid, attnum) as comment
       from pg_attribute where attrelid = 'decision.fact'::regclass and attnum > 0 order by attnum`,
    )
    const facts = columns.filter(column => !KEY_COLUMNS.includes(column.name))
    expect(facts.map(({ name, type }) => `${name} ${type}`).sort()).toEqual(
      FACTS.map(({ name, sqlType }) => `${name} ${sqlType}`).sort(),
    )
    for (const { name, comment } of facts) expect(comment, name).toContain(FACTS.find(fact => fact.name === name)?.zh)
  })

  it('are the same text for the night, for one loan and as a view', async () => {
    await database.db.query(
      `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone) values ('P', 'P', 'L', 'CN', 'CNY', 0.01, 'Asia/Shanghai')`,
    )
    await database.db.query(
      `insert into book.customer (customer_id, lender, customer_number) values (1, 'L', '1'), (2, 'L', '2')`,
    )
    await database.db.query(
      `insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, product) values (1, 10, 1, 'A', 'tape'), (1, 11, 1, 'B', 'tape'), (2, 20, 1, 'C', 'tape')`,
    )
    await database.db.query(
      `insert into book.arrears (customer_id, loan_id, portfolio_id, oldest_unpaid_due_on, due_minor, balance_minor, aged_on, basis)
       values (1, 10, 1, '2026-11-01', 12345, 100000, '2026-11-20', 'tape'), (1, 11, 1, '2026-10-01', 5, 100000, '2026-11-20', 'tape'), (2, 20, 1, null, 0, 0, '2026-11-20', 'tape')`,
    )
    const both = await database.db.query(`${factSql()} order by loan_id`, ['2026-11-20', 0n, 100n])
    expect(both).toMatchObject([
      {
        loan_id: 10n,
        days_past_due: 19,
        arrears: '123.45',
        customer_loans: 2,
        customer_days_past_due: 50,
        customer_arrears: '123.50',
      },
      { loan_id: 11n, days_past_due: 50, arrears: '0.05', customer_loans: 2, customer_days_past_due: 50 },
      { loan_id: 20n, days_past_due: 0, arrears: '0.00', customer_loans: 1, customer_days_past_due: 0 },
    ])
    const one = await database.db.query(`${factSql()} order by loan_id`, ['2026-11-20', 2n, 2n])
    expect(one).toEqual(both.slice(2))
    const view = await database.db.transaction(async tx => {
      await tx.query(`select set_config('curebook.business_date', '2026-11-20', true)`)
      return tx.query('select * from decision.fact order by loan_id')
    })
    expect(view).toEqual(both)
  })

  it('say 0 days to due on the due date until it is paid, and no default on a first instalment before it is late', async () => {
    await database.db.query(`update book.loan set first_due_on = '2026-11-20' where loan_id = 20`)
    const at = async (oldest: string | null, date: string) => {
      await database.db.query(
        `update book.arrears set oldest_unpaid_due_on = $1, due_minor = case when $1::date is null then 0 else 500 end, next_due_on = '2026-12-20' where loan_id = 20`,
        [oldest],
      )
      const [row] = await database.db.query<{
        days_to_due: number | null
        days_past_due: number
        is_first_payment_default: boolean
      }>(`select days_to_due, days_past_due, is_first_payment_default from (${factSql()}) fact`, [date, 2n, 2n])
      return [row?.days_to_due, row?.days_past_due, row?.is_first_payment_default]
    }
    expect(await at('2026-11-20', '2026-11-20')).toEqual([0, 0, false])
    expect(await at('2026-11-20', '2026-11-21')).toEqual([29, 1, true])
    expect(await at(null, '2026-11-20')).toEqual([30, 0, false])
    expect(await at(null, '2026-12-20')).toEqual([0, 0, false])
    expect(await at(null, '2026-12-21')).toEqual([null, 0, false])
  })

  it('add up money of one currency only, across portfolios', async () => {
    await database.db.query(
      `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone)
       values ('P2', 'P2', 'L', 'CN', 'CNY', 0.01, 'Asia/Shanghai'), ('J', 'J', 'L', 'CN', 'JPY', 1, 'Asia/Tokyo')`,
    )
    await database.db.query(
      `insert into book.customer (customer_id, lender, customer_number) values (7, 'L', '7');
       insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, product)
       select 7, 70 + row_number() over (order by portfolio_id), portfolio_id, 'D' || code, 'tape' from book.portfolio;
       insert into book.arrears (customer_id, loan_id, portfolio_id, oldest_unpaid_due_on, due_minor, aged_on, basis)
       select 7, loan_id, portfolio_id, '2026-11-01', case code when 'P' then 100 when 'P2' then 20 else 3000 end, '2026-11-20', 'tape'
       from book.loan join book.portfolio using (portfolio_id) where customer_id = 7`,
    )
    const rows = await database.db.query(`${factSql()} order by loan_id`, ['2026-11-20', 7n, 7n])
    expect(rows).toMatchObject([
      { arrears: '1.00', customer_arrears: '1.20', customer_loans: 3 },
      { arrears: '0.20', customer_arrears: '1.20', customer_loans: 3 },
      { arrears: '3000', customer_arrears: '3000', customer_loans: 3 },
    ])
  })
})

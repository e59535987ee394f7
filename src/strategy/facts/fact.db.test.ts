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
})

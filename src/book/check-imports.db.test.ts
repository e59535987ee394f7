import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/kit/index.ts'
import { importChecks } from './check-imports.ts'
import { addPortfolio } from './import/portfolio.ts'

describe('the check of imports', () => {
  const test = testDatabase()

  it('names an import that began and never ended, and no other', async () => {
    const { portfolioId } = await addPortfolio(test.db, { code: 'P', currency: 'USD', jurisdiction: 'US' })
    const [check] = importChecks(test.db)
    expect(await check?.look()).toEqual({ saw: '0 unfinished', findings: [] })
    await test.db.query(
      `insert into book.import_run (portfolio_id, kind, file_name, file_sha256, finished_at)
       values ($1, 'abs-ee', 'done.xml', '', now()), ($1, 'abs-ee', 'broken.xml', '', null)`,
      [portfolioId],
    )
    const looked = await check?.look()
    expect(looked?.findings).toMatchObject([{ level: 'mend', found: expect.stringContaining('of broken.xml into P') }])
  })

  it('names open loans without a schedule, which no night will ever find late', async () => {
    const [, check] = importChecks(test.db)
    expect((await check?.look())?.findings).toEqual([])
    await test.db.query(
      `insert into book.customer (customer_id, lender, customer_number) select n, 'P', n::text from generate_series(1, 4) n`,
    )
    await test.db.query(
      `insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, product, status)
       select n, n, (select portfolio_id from book.portfolio), 'L' || n,
         case when n = 3 then 'tape' else 'level_payment' end, case when n = 4 then 'closed' else 'open' end
       from generate_series(1, 4) n`,
    )
    await test.db.query(
      `insert into book.instalment (customer_id, loan_id, instalment_number, due_on, principal_minor) values (1, 1, 1, '2026-01-05', 100)`,
    )
    expect((await check?.look())?.findings).toMatchObject([
      {
        level: 'advice',
        found: expect.stringMatching(/^1 open loans of portfolio P have no instalments \(L2 is one\)/),
      },
    ])
  })
})

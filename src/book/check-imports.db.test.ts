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
})

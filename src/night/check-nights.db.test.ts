import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/kit/index.ts'
import { addPortfolio } from '../book/index.ts'
import { NIGHT_LOCK } from '../strategy/index.ts'
import { nightChecks } from './check-nights.ts'

describe('the check of nights', () => {
  const test = testDatabase()

  const look = async () => {
    const [check] = nightChecks(test.db)
    return (await check?.look())?.findings.map(({ found, todo }) => ({ found, todo }))
  }

  const night = async (code: string, date: string, state: string): Promise<{ portfolioId: number; runId: number }> => {
    const { portfolioId } = await addPortfolio(test.db, { code, currency: 'USD', jurisdiction: 'US' })
    await test.db.query('update book.portfolio set business_date = $2 where portfolio_id = $1', [portfolioId, date])
    return { portfolioId, runId: await run(portfolioId, date, state) }
  }

  const run = async (portfolioId: number, date: string, state: string): Promise<number> => {
    const [row] = await test.db.query<{ run_id: number }>(
      'insert into night.run (portfolio_id, business_date, slice_count, state) values ($1, $2, 1, $3) returning run_id',
      [portfolioId, date, state],
    )
    return row!.run_id
  }

  it('says nothing of a night that is finished, nor of an older one that nobody can go back to', async () => {
    const { portfolioId } = await night('DONE', '2026-11-20', 'finished')
    await run(portfolioId, '2026-11-19', 'held')
    expect(await look()).toEqual([])
  })

  it('tells an interrupted night from one that somebody is working on', async () => {
    const { portfolioId } = await night('CUT', '2026-11-20', 'running')
    const lock = await test.db.connect()
    await lock.query('select pg_advisory_lock($1, $2)', [NIGHT_LOCK, portfolioId])
    expect(await look()).toEqual([])
    await lock.end()
    // the server lets the lock go a moment after the connection has ended
    await expect.poll(look).toEqual([
      {
        found: 'The night of 2026-11-20 of portfolio CUT was interrupted: nobody is working on it.',
        todo: './bin/curebook night run --date 2026-11-20 --portfolio CUT  (it goes on)',
      },
    ])
    await test.db.query(`update night.run set state = 'finished'`)
  })

  it('names a held night with how many loans were not decided and why', async () => {
    const { runId } = await night('STUCK', '2026-11-20', 'held')
    await test.db.query(
      `insert into night.slice (run_id, step, slice_number, state, eligible_count, held_count, error)
       values ($1, 'decide', 3, 'held', 120, 120, 'division by zero')`,
      [runId],
    )
    expect(await look()).toEqual([
      {
        found:
          'The night of 2026-11-20 of portfolio STUCK is held: 1 slices with 120 loans were not decided (division by zero).',
        todo: 'Mend what the error names, then: ./bin/curebook night run --date 2026-11-20 --portfolio STUCK',
      },
    ])
  })
})

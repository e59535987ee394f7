// Decisions name their strategy and arm. What these were cannot be changed afterwards, by whoever has the database open: neither by an update nor
// by a row more or less.

import { beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { adoptShipped } from '../shipped/adopt-shipped.ts'
import { experimentOn, proposeExperiment } from './experiment.ts'

describe('a strategy that runs', () => {
  const test = testDatabase()
  const D = '2026-01-01'

  beforeAll(async () => {
    await test.db.query(
      `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone) values ('A', 'A', 'L', 'CN', 'CNY', 0.01, 'Asia/Shanghai')`,
    )
    await adoptShipped(test.db, { portfolio: 'A', startsOn: D, challengerShare: 1_000 })
  })

  it.each([
    [`update strategy.strategy set name = 'other'`],
    ['delete from strategy.strategy where strategy_id = 2'],
    ['truncate strategy.strategy cascade'],
    [`update strategy.strategy_table set table_version_id = 1 where point = 'treatment'`],
    ['delete from strategy.strategy_table'],
    ['truncate strategy.strategy_table'],
    ['insert into strategy.strategy_table (strategy_id, point, table_version_id) values (1, $$stage$$, 1)'],
    [`update strategy.experiment set starts_on = '2020-01-01'`],
    [`update strategy.experiment set salt = 'other'`],
    [`update strategy.experiment set approver = null, approved_at = null`],
    [`update strategy.experiment set approver = 'Somebody Else'`],
    ['delete from strategy.experiment'],
    ['truncate strategy.experiment cascade'],
    ['update strategy.arm set draw_to = 9000 where draw_from = 0'],
    [`update strategy.arm set is_hold_out = false`],
    [`delete from strategy.arm where arm = 'challenger'`],
    ['truncate strategy.arm'],
    [`insert into strategy.arm (experiment_id, arm, strategy_id, draw_from, draw_to) values (1, 'late', 2, 0, 10000)`],
  ])('refuses: %s', async statement => {
    await expect(test.db.query(statement)).rejects.toMatchObject({ code: 'P0S01' })
  })

  it('is not what somebody only proposed, and a proposal keeps nobody from starting on its date', async () => {
    const [row] = await test.db.query<{ portfolio_id: number }>('select portfolio_id from book.portfolio')
    const portfolioId = row?.portfolio_id ?? 0
    const running = await experimentOn(test.db, portfolioId, '2027-01-01')
    const proposal = { portfolioId, startsOn: '2026-05-01', salt: 's', author: 'Author Example' }
    const arms = [{ arm: 'champion', strategyId: 1, drawFrom: 0, drawTo: 10_000, isHoldOut: false }]
    const [first, second] = [
      await test.db.transaction(tx => proposeExperiment(tx, { ...proposal, arms })),
      await test.db.transaction(tx => proposeExperiment(tx, { ...proposal, arms })),
    ]
    expect(await experimentOn(test.db, portfolioId, '2027-01-01')).toEqual(running)
    const approve = (approver: string) =>
      test.db.query('update strategy.experiment set approver = $2, approved_at = now() where experiment_id = $1', [
        first,
        approver,
      ])
    await expect(approve('AUTHOR EXAMPLE')).rejects.toThrow('experiment_four_eyes')
    await expect(
      test.db.query(
        `update strategy.experiment set approver = 'B', approved_at = now(), salt = 't' where experiment_id = $1`,
        [first],
      ),
    ).rejects.toMatchObject({ code: 'P0S01' })
    // the other is withdrawn: it is never approved any more, gets no arm, and is not withdrawn twice
    const withdraw = (id: number | undefined) =>
      test.db.query('update strategy.experiment set withdrawn_at = now() where experiment_id = $1', [id])
    await withdraw(second)
    for (const change of [
      `update strategy.experiment set withdrawn_at = null where experiment_id = ${second}`,
      `update strategy.experiment set withdrawn_at = now() where experiment_id = ${second}`,
      `update strategy.experiment set approver = 'B', approved_at = now(), withdrawn_at = null where experiment_id = ${second}`,
      `insert into strategy.arm (experiment_id, arm, strategy_id, draw_from, draw_to) values (${second}, 'late', 2, 0, 10000)`,
    ])
      await expect(test.db.query(change), change).rejects.toMatchObject({ code: 'P0S01' })
    await approve('Approver Example')
    await expect(withdraw(first)).rejects.toMatchObject({ code: 'P0S01' })
    expect((await experimentOn(test.db, portfolioId, '2027-01-01'))?.experimentId).toBe(first)
  })
})

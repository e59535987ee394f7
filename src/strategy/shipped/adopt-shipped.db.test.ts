// Adopting the shipped strategy twice makes nothing twice: the same files are the same versions and the same strategy.

import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { experimentOn } from '../experiment/experiment.ts'
import { POINTS } from '../points.ts'
import { adoptShipped } from './adopt-shipped.ts'

describe('adopting the shipped strategy', () => {
  const database = testDatabase()

  const counts = async () => {
    const [row] = await database.db.query(
      `select (select count(*) from decision.table_version) as versions, (select count(*) from strategy.strategy) as strategies,
              (select count(*) from strategy.strategy_table) as tables, (select count(*) from strategy.experiment) as experiments,
              (select count(*) from evidence.outbox where kind = 'strategy.changed') as entries`,
    )
    return row
  }

  it('makes an approved strategy with a table for every decision point, arms that tile and a hold-out, and records it', async () => {
    for (const code of ['A', 'B']) {
      await database.db.query(
        `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone) values ($1, $1, 'L', 'CN', 'CNY', 0.01, 'Asia/Shanghai')`,
        [code],
      )
    }
    await adoptShipped(database.db, { portfolio: 'A', startsOn: '2026-01-01', challengerShare: 1_000 })
    const points = BigInt(POINTS.length)
    // the challenger shares every table with the champion but those that have a variant
    expect(await counts()).toEqual({
      versions: points + 1n,
      strategies: 2n,
      tables: 2n * points,
      experiments: 1n,
      entries: 1n,
    })
    expect(await experimentOn(database.db, 1, '2026-01-01')).toMatchObject({
      arms: [
        { arm: 'champion', drawFrom: 0, drawTo: 8_800, isHoldOut: false },
        { arm: 'challenger', drawFrom: 8_800, drawTo: 9_800, isHoldOut: false },
        { arm: 'hold_out', drawFrom: 9_800, drawTo: 10_000, isHoldOut: true },
      ],
    })
    expect(await experimentOn(database.db, 1, '2025-12-31')).toBeNull()
    const approvals = await database.db.query(
      'select distinct status, author <> approver as four_eyes, effective_from from decision.table_version',
    )
    expect(approvals).toEqual([{ status: 'approved', four_eyes: true, effective_from: '2026-01-01' }])
  })

  it('again, for another portfolio or a later date, starts an experiment with the same versions', async () => {
    const before = await counts()
    await adoptShipped(database.db, { portfolio: 'B', startsOn: '2026-01-01', challengerShare: 1_000 })
    await adoptShipped(database.db, { portfolio: 'A', startsOn: '2026-02-01' })
    expect(await counts()).toEqual({ ...before, experiments: 3n, entries: 3n })
    expect((await experimentOn(database.db, 1, '2026-02-15'))?.arms.map(arm => arm.arm)).toEqual([
      'champion',
      'hold_out',
    ])
    expect((await experimentOn(database.db, 1, '2026-01-31'))?.arms.map(arm => arm.arm)).toEqual([
      'champion',
      'challenger',
      'hold_out',
    ])
  })

  it('a second time on the same date is refused whole', async () => {
    const before = await counts()
    await expect(adoptShipped(database.db, { portfolio: 'A', startsOn: '2026-02-01' })).rejects.toThrow(
      'experiment_start_taken',
    )
    await expect(adoptShipped(database.db, { portfolio: 'NONE', startsOn: '2026-02-01' })).rejects.toThrow(
      "no portfolio 'NONE'",
    )
    expect(await counts()).toEqual(before)
  })
})

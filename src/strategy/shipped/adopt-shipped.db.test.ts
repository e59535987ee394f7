// Adopting the shipped strategy twice makes nothing twice: the same files are the same versions and the same strategy.

import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { type TableSketch, tableXml } from '../../../test/strategy/table-xml.ts'
import { submitTable } from '../../decision/index.ts'
import { experimentOn } from '../experiment/experiment.ts'
import { POINTS } from '../points.ts'
import { adoptShipped } from './adopt-shipped.ts'

const OWN_STAGE: TableSketch = {
  name: 'stage',
  inputs: [['days_past_due', 'number']],
  outputs: [
    ['stage', 'string'],
    ['in_scope', 'boolean'],
  ],
  rules: [['-', '"all"', 'true']],
}

describe('adopting the shipped strategy', () => {
  const database = testDatabase()

  const counts = async () => {
    const [row] = await database.db.query(
      `select (select count(*) from decision.table_version) as versions, (select count(*) from strategy.strategy) as strategies,
              (select count(*) from strategy.strategy_table) as tables, (select count(*) from strategy.experiment) as experiments,
              (select count(*) from evidence.entry where kind = 'strategy.changed') as entries`,
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
    expect(approvals).toEqual([{ status: 'approved', four_eyes: true, effective_from: '1900-01-01' }])
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

  it('keeps the salt of the portfolio, so that who is held out stays held out', async () => {
    const salts = await database.db.query(
      'select code, count(*), count(distinct salt) as salts from strategy.experiment join book.portfolio using (portfolio_id) group by code order by code',
    )
    expect(salts).toEqual([
      { code: 'A', count: 2n, salts: 1n },
      { code: 'B', count: 1n, salts: 1n },
    ])
  })

  it('finds its versions again when a lender has gone on under the same name', async () => {
    const own = await submitTable(database.db, {
      name: 'cn/stage',
      content: tableXml(OWN_STAGE),
      author: 'Author Example',
    })
    expect(own).toMatchObject({ ok: true, value: { version: 2 } })
    const before = await counts()
    await adoptShipped(database.db, { portfolio: 'B', startsOn: '2026-03-01' })
    expect(await counts()).toMatchObject({ versions: before?.['versions'], strategies: before?.['strategies'] })
  })

  it('a second time on the same date is refused whole', async () => {
    const before = await counts()
    await expect(adoptShipped(database.db, { portfolio: 'A', startsOn: '2026-02-01' })).rejects.toThrow(
      'starts on 2026-02-01 already',
    )
    await expect(adoptShipped(database.db, { portfolio: 'NONE', startsOn: '2026-02-01' })).rejects.toThrow(
      "no portfolio 'NONE'",
    )
    expect(await counts()).toEqual(before)
  })
})

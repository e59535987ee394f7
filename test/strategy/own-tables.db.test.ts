// A lender puts its own tables to work: written by one, approved by another, started for a date, and used by the nights from that date on. Told
// as a diary of one portfolio; each step relies on those before it.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPortfolio, importCsv, parseMapping } from '../../src/book/index.ts'
import { approveTable, submitTable } from '../../src/decision/index.ts'
import { buildDemo, DEMO_AS_OF } from '../../src/demo/index.ts'
import { addDays } from '../../src/kernel/index.ts'
import { runNight } from '../../src/night/index.ts'
import { ROOT, silentLog, systemClock } from '../../src/platform/index.ts'
import {
  approveStrategy,
  NIGHT_LOCK,
  retireTable,
  type StrategyStart,
  showStrategy,
  startStrategy,
  withdrawStrategy,
} from '../../src/strategy/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { type TableSketch, tableXml } from './table-xml.ts'

const [D, NEXT, LATER, LAST] = [DEMO_AS_OF, addDays(DEMO_AS_OF, 1), addDays(DEMO_AS_OF, 2), addDays(DEMO_AS_OF, 3)]
const [ANN, BEN] = ['Ann Example', 'Ben Example']
const P = 'CN-DEMO'

const OWN: TableSketch = {
  name: 'treatment',
  inputs: [['is_hold_out', 'boolean']],
  outputs: [
    ['treatment', 'string'],
    ['queue', 'string'],
    ['priority', 'number'],
  ],
  rules: [
    ['true', '"own_wait"', 'null', '0'],
    ['-', '"own_call"', '"own_queue"', '50'],
  ],
  prefix: 'own',
}
const SOFT: TableSketch = { ...OWN, rules: [['-', '"own_soft"', '"own_queue"', '10']], prefix: 'soft' }

describe('a lender’s own tables', () => {
  const test = testDatabase()
  let shippedAnswers: unknown[] = []

  beforeAll(async () => {
    await buildDemo(test.db, { loans: 400, seed: 21, asOf: D, onProgress: () => undefined })
  })

  const night = (businessDate: string, portfolio = P) =>
    runNight(test.db, { businessDate, portfolio, workers: 2, clock: systemClock, log: silentLog })
  const submit = async (name: string, content: string, author = ANN) => {
    const submitted = await submitTable(test.db, { name, content, author })
    if (!submitted.ok) throw new Error(submitted.refusal.message)
    return submitted.value
  }
  const approve = async (table: string, version: number, effectiveFrom = '2026-01-01') => {
    const approved = await approveTable(test.db, { table, version, approver: BEN, effectiveFrom })
    if (!approved.ok) throw new Error(approved.refusal.message)
  }
  const start = (asked: Partial<StrategyStart>) =>
    startStrategy(test.db, {
      portfolio: P,
      startsOn: NEXT,
      author: ANN,
      tables: [],
      takesShipped: false,
      challenger: null,
      ...asked,
    })
  const own = (version: number, table = 'own/treatment') => [{ point: 'treatment', table, version }] as const
  const decided = (date: string) =>
    test.db.query<{ arm: string; treatment: string; queue: string | null; loans: bigint }>(
      `select arm, treatment, queue, count(*) as loans from decision.decision where business_date = $1 and arm is not null
       group by 1, 2, 3 order by 1, 2`,
      [date],
    )
  const heldOut = async (date: string) => {
    const rows = await test.db.query<{ customer_id: bigint }>(
      `select distinct customer_id from decision.decision where business_date = $1 and arm = 'hold_out' order by 1`,
      [date],
    )
    return rows.map(row => row.customer_id)
  }

  it('wait while the shipped ones decide', async () => {
    expect(await showStrategy(test.db, { portfolio: P, date: null })).toMatchObject({ date: null, runs: null })
    await night(D)
    const shown = await showStrategy(test.db, { portfolio: P, date: null })
    expect(shown).toMatchObject({
      date: D,
      runs: { startsOn: D, approver: 'the operator who adopted it', arms: [{ arm: 'champion' }, { arm: 'hold_out' }] },
      startsLater: [],
      waits: [],
      outOfForce: [],
      newerShipped: [],
    })
    shippedAnswers = await decided(D)
    expect(shippedAnswers.length).toBeGreaterThan(3)
  })

  it('cannot be started before they are approved, for a day that is decided, or where they do not fit', async () => {
    await submit('own/treatment', tableXml(OWN))
    const refuses = async (asked: Partial<StrategyStart>, code: string, reason: RegExp | string) =>
      expect(start(asked), code).rejects.toMatchObject({ code, message: expect.stringMatching(reason) })
    await refuses({ tables: own(1) }, 'strategy.table_not_in_force', 'own/treatment version 1 .* nobody has approved')
    await approve('own/treatment', 1, LATER)
    await refuses(
      { tables: own(1) },
      'strategy.table_not_in_force',
      `is not in force on ${NEXT}: it holds from ${LATER}`,
    )
    await refuses({ tables: own(9) }, 'strategy.table_unknown', "no version 9 of a table 'own/treatment'")
    await refuses({ portfolio: 'NONE' }, 'strategy.portfolio_unknown', 'NONE')
    await refuses({ tables: [...own(1), ...own(1)], startsOn: LATER }, 'strategy.point_twice', 'treatment')
    await refuses({ takesShipped: true, startsOn: D }, 'strategy.day_decided', `is at ${D}`)
    await refuses(
      { tables: [{ point: 'stage', table: 'own/treatment', version: 1 }], startsOn: LATER },
      'strategy.table_unfit',
      "no decision 'stage'",
    )
    const stage = readFileSync(join(ROOT, 'tables/strategy/cn/stage.dmn'), 'utf8')
    await submit('own/stage', stage)
    await approve('own/stage', 1)
    const tables = [{ point: 'stage', table: 'own/stage', version: 1 }] as const
    await refuses(
      { challenger: { tables, share: 1_000 } },
      'strategy.arms_classify_differently',
      'not a treatment to try out',
    )
    await refuses(
      { tables, challenger: { tables, share: 9_900 }, holdOutShare: 200 },
      'strategy.arms_do_not_tile',
      'champion',
    )
    // nothing of all this is left
    const [left] = await test.db.query(
      `select (select count(*) from strategy.experiment) as experiments, (select count(*) from strategy.strategy) as strategies,
              (select count(*) from evidence.entry where kind = 'strategy.changed') as entries`,
    )
    expect(left).toEqual({ experiments: 1n, strategies: 1n, entries: 1n })
  })

  it('do not run because one person says so, and another approves them once', async () => {
    await submit('own/treatment', tableXml({ ...OWN, prefix: 'mine' }))
    await approve('own/treatment', 2)
    // a fifth is held out, and stays so when nobody says otherwise
    const { experiment } = await start({ tables: own(2), holdOutShare: 2_000 })
    expect(await showStrategy(test.db, { portfolio: P, date: NEXT })).toMatchObject({
      runs: { startsOn: D },
      waits: [{ experiment, author: ANN, approver: null, startsOn: NEXT }],
    })
    // what its author takes back waits no more, and nobody can approve it
    const slip = (await start({ tables: own(2) })).experiment
    const takeBack = (author: string) => withdrawStrategy(test.db, { experiment: slip, author })
    await expect(takeBack(BEN)).rejects.toMatchObject({ code: 'strategy.not_author' })
    expect(await takeBack('ann  example')).toMatchObject({ experiment: slip, startsOn: NEXT, author: ANN })
    await expect(takeBack(ANN)).rejects.toMatchObject({ code: 'strategy.experiment_withdrawn' })
    await expect(approveStrategy(test.db, { experiment: slip, approver: BEN })).rejects.toMatchObject({
      code: 'strategy.experiment_withdrawn',
    })
    expect((await showStrategy(test.db, { portfolio: P, date: NEXT })).waits).toHaveLength(1)
    const [taken] = await test.db.query<{ body: Uint8Array }>(
      `select content as body from evidence.entry where kind = 'strategy.changed' and convert_from(content, 'UTF8')::jsonb ->> 'status' = 'withdrawn'`,
    )
    expect(JSON.parse(Buffer.from(taken?.body ?? []).toString())).toMatchObject({ experiment: slip, portfolio: P })
    const by = (approver: string) => approveStrategy(test.db, { experiment, approver })
    await expect(by('ann  example')).rejects.toMatchObject({ code: 'strategy.four_eyes' })
    await expect(approveStrategy(test.db, { experiment: 999, approver: BEN })).rejects.toMatchObject({
      code: 'strategy.experiment_unknown',
    })
    const lock = await test.db.connect()
    await lock.query('select pg_advisory_lock($1, portfolio_id) from book.portfolio where code = $2', [NIGHT_LOCK, P])
    await expect(by(BEN)).rejects.toMatchObject({ code: 'strategy.night_running' })
    await lock.end()
    expect(await by(BEN)).toMatchObject({ approver: BEN, startsOn: NEXT })
    await expect(by(BEN)).rejects.toMatchObject({ code: 'strategy.experiment_approved' })
    await expect(withdrawStrategy(test.db, { experiment, author: ANN })).rejects.toMatchObject({
      code: 'strategy.experiment_approved',
    })
    const [entry] = await test.db.query<{ body: Uint8Array }>(
      `select content as body from evidence.entry where kind = 'strategy.changed' and convert_from(content, 'UTF8')::jsonb ->> 'approver' = $1`,
      [BEN],
    )
    expect(JSON.parse(Buffer.from(entry?.body ?? []).toString())).toMatchObject({
      status: 'approved',
      author: ANN,
      experiment,
      portfolio: P,
      arms: [
        {
          arm: 'champion',
          strategy: `${P}@1`,
          tables: expect.arrayContaining([expect.objectContaining({ table: 'own/treatment', version: 2 })]),
        },
        {},
      ],
    })
  })

  it('take the place of a wrong approval for the same date, as long as no night has used it', async () => {
    const wrong = await start({ tables: own(2), holdOutShare: 0 })
    await approveStrategy(test.db, { experiment: wrong.experiment, approver: BEN })
    const shown = () => showStrategy(test.db, { portfolio: P, date: D })
    expect((await shown()).startsLater).toMatchObject([{ experiment: wrong.experiment }])
    const right = await start({ tables: own(2), holdOutShare: 2_000 })
    await approveStrategy(test.db, { experiment: right.experiment, approver: BEN })
    expect((await shown()).startsLater).toMatchObject([{ experiment: right.experiment }])
    const late = await start({ tables: own(2), holdOutShare: 0 })
    await night(NEXT)
    await expect(approveStrategy(test.db, { experiment: late.experiment, approver: BEN })).rejects.toMatchObject({
      code: 'strategy.day_decided',
    })
  })

  it('decide from their date on, beside the shipped tables of the other points, and change nothing that was decided', async () => {
    const before = shippedAnswers
    const after = await decided(NEXT)
    expect(after.map(({ arm, treatment, queue }) => [arm, treatment, queue])).toEqual([
      ['champion', 'own_call', 'own_queue'],
      ['hold_out', 'own_wait', null],
    ])
    expect(await decided(D)).toEqual(before)
    const [task] = await test.db.query(
      `select distinct queue, left(rule_id, 5) as rule from strategy.task where business_date = $1 and portfolio_id = (select portfolio_id from book.portfolio where code = $2)`,
      [NEXT, P],
    )
    expect(task).toEqual({ queue: 'own_queue', rule: 'mine-' })
  })

  it('are tried on a share of customers, while those who are held out stay the same people', async () => {
    await submit('own/soft', tableXml(SOFT))
    await approve('own/soft', 1)
    const challenger = { tables: own(1, 'own/soft'), share: 4_000 }
    const { experiment, arms } = await start({ startsOn: LATER, challenger })
    expect(arms.map(({ arm, strategy, shareBasisPoints }) => [arm, strategy, shareBasisPoints])).toEqual([
      ['champion', `${P}@1`, 4_000],
      ['challenger', `${P} challenger@1`, 4_000],
      ['hold_out', `${P}@1`, 2_000],
    ])
    await approveStrategy(test.db, { experiment, approver: BEN })
    await night(LATER)
    const rows = await decided(LATER)
    expect(rows.map(({ arm, treatment }) => [arm, treatment])).toEqual([
      ['challenger', 'own_soft'],
      ['champion', 'own_call'],
      ['hold_out', 'own_wait'],
    ])
    expect(await heldOut(NEXT)).not.toEqual([])
    const now = new Set(await heldOut(LATER))
    const stillDecided = await test.db.query<{ customer_id: bigint }>(
      'select distinct customer_id from decision.decision where business_date = $1 and arm is not null and customer_id = any ($2)',
      [LATER, await heldOut(NEXT)],
    )
    expect(stillDecided.length).toBeGreaterThan(0)
    expect(stillDecided.filter(({ customer_id }) => !now.has(customer_id))).toEqual([])
  })

  it('are retired from a date that no night has decided, and a night then refuses them by name', async () => {
    const retire = (effectiveTo: string) =>
      retireTable(test.db, { table: 'own/soft', version: 1, by: ANN, effectiveTo })
    await expect(retire(LATER)).rejects.toMatchObject({ code: 'strategy.day_decided' })
    expect(await retire(LAST)).toMatchObject({ ok: true, value: { portfolios: [P], version: { status: 'retired' } } })
    expect(await showStrategy(test.db, { portfolio: P, date: LAST })).toMatchObject({
      outOfForce: [{ table: 'own/soft', version: 1 }],
    })
    await expect(night(LAST)).rejects.toMatchObject({
      code: 'strategy.table_not_in_force',
      message: `Table own/soft version 1 is not in force on ${LAST}: it was retired and holds no more from ${LAST}. Start a strategy whose tables hold on that date: curebook strategy start.`,
    })
    // a night that was decided while it held may still take late money
    expect((await night(LATER)).state).toBe('finished')
  })

  it('leave newer shipped tables until somebody starts them', async () => {
    const shipped = readFileSync(join(ROOT, 'tables/strategy/cn/stage.dmn'), 'utf8')
    // as an earlier release of Curebook would have left it
    const old = await submit('cn/stage', `${shipped}<!-- earlier -->`, 'Curebook shipped strategy')
    await approve('cn/stage', old.version)
    const first = await start({
      startsOn: LAST,
      tables: [{ point: 'stage', table: 'cn/stage', version: old.version }],
    })
    await approveStrategy(test.db, { experiment: first.experiment, approver: BEN })
    await night(LAST)
    expect(await showStrategy(test.db, { portfolio: P, date: null })).toMatchObject({
      date: LAST,
      newerShipped: [{ point: 'stage', table: 'cn/stage', version: old.version }],
    })
    const second = await start({ startsOn: addDays(LAST, 1), takesShipped: true, tables: own(2) })
    expect(second.arms[0]?.tables).toMatchObject([
      { point: 'stage', table: 'cn/stage', version: 1 },
      {},
      {},
      { point: 'treatment', table: 'own/treatment', version: 2 },
      {},
    ])
    await approveStrategy(test.db, { experiment: second.experiment, approver: BEN })
    expect(await showStrategy(test.db, { portfolio: P, date: addDays(LAST, 1) })).toMatchObject({ newerShipped: [] })
  })

  it('may answer several points from one file', async () => {
    const stage: TableSketch = {
      name: 'stage',
      inputs: [['days_past_due', 'number']],
      outputs: [
        ['stage', 'string'],
        ['in_scope', 'boolean'],
      ],
      rules: [
        ['> 0', '"late"', 'true'],
        ['-', '"fine"', 'false'],
      ],
    }
    const [one = '', two = ''] = [stage, OWN].map(tableXml)
    const both = one.replace(
      '</definitions>',
      `${/<inputData[^]*(?=<\/definitions>)/.exec(two)?.[0].replace('id="t"', 'id="u"')}</definitions>`,
    )
    await submit('own/both', both)
    await approve('own/both', 1)
    const day = addDays(LAST, 5)
    const tables = (['stage', 'treatment'] as const).map(point => ({ point, table: 'own/both', version: 1 }))
    const { experiment } = await start({ startsOn: day, tables })
    await approveStrategy(test.db, { experiment, approver: BEN })
    await night(day)
    const rows = await test.db.query(
      'select distinct stage, treatment, rule_ids[1] as stage_rule, rule_ids[4] as rule from decision.decision where business_date = $1 and arm = $2',
      [day, 'champion'],
    )
    expect(rows).toEqual([{ stage: 'late', treatment: 'own_call', stage_rule: 'stage-1', rule: 'own-2' }])
  })
})

describe('the shipped tables', () => {
  const test = testDatabase()
  const folder = testFolder()

  it('hold for every date: a book of 2017 is decided after a portfolio adopted them in 2026', async () => {
    const night = (portfolio: string, businessDate: string) =>
      runNight(test.db, { businessDate, portfolio, workers: 1, clock: systemClock, log: silentLog })
    for (const [code, due] of [
      ['NOW', '2026-10-05'],
      ['THEN', '2016-12-05'],
    ] as const) {
      await addPortfolio(test.db, { code, currency: 'CNY', jurisdiction: 'CN' })
      for (const [name, mapping, rows] of tapes(due)) {
        const path = join(folder, `${code}-${name}.csv`)
        writeFileSync(path, rows)
        await importCsv(test.db, {
          path,
          mapping: parseMapping(mapping, name),
          portfolio: code,
          rejectFolder: folder,
          isDryRun: false,
        })
      }
    }
    expect(await night('NOW', '2026-11-20')).toMatchObject({ state: 'finished', loans: 1 })
    expect(await night('THEN', '2017-01-31')).toMatchObject({ state: 'finished', loans: 1, decided: 1 })
    const versions = await test.db.query<{ name: string }>('select name from decision.table_version')
    expect(versions).toHaveLength(5)
  })
})

function tapes(due: string): readonly (readonly [name: string, mapping: unknown, rows: string])[] {
  const loan = {
    kind: 'loan',
    currency: 'CNY',
    customers: 'create',
    fields: {
      loan_number: 'loan',
      customer_number: 'customer',
      product: { constant: 'level_payment' },
      status: { constant: 'open' },
      opened_on: 'opened',
      principal: 'principal',
      annual_rate: { column: 'rate', unit: 'percent' },
    },
  }
  const instalment = {
    kind: 'instalment',
    currency: 'CNY',
    fields: { loan_number: 'loan', instalment_number: 'number', due_on: 'due', principal: 'principal' },
  }
  return [
    ['loans', loan, 'loan,customer,opened,principal,rate\nL1,C1,2016-01-05,12000.00,12\n'],
    ['instalments', instalment, `loan,number,due,principal\nL1,1,${due},12000.00\n`],
  ]
}

// Named cases of how money is spread and what arrears and spells follow, each told as a small text that a collections officer can check by hand.
// Whole books of random loans are in test/book.

import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { must } from '../../kernel/index.ts'
import { ageArrears, recomputeArrears } from './keep-arrears.ts'

type Case = {
  readonly order?: string
  readonly span?: 'instalment' | 'component'
  /** `due date, principal, interest, fee`; numbered from 1. */
  readonly instalments: readonly string[]
  /** `value date, amount` in the order they were recorded; `reversed` behind it when it bounced. */
  readonly receipts: readonly string[]
  readonly on: string
}

const database = testDatabase()
let last = 0n

/** Puts the case into the book and tells what the book says of it. */
async function tell(told: Case): Promise<string[]> {
  last += 1n
  const id = last
  const { db } = database
  const [portfolio] = await db.query<{ portfolio_id: number }>(
    `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone, allocation_order, allocation_span)
     values ($1, $1, 'L', 'CN', 'CNY', 0.01, 'Asia/Shanghai', $2, $3) returning portfolio_id`,
    [`CASE-${id}`, (told.order ?? 'fee interest principal').split(' '), told.span ?? 'instalment'],
  )
  await db.query(`insert into book.customer (customer_id, lender, customer_number) values ($1, 'L', $2)`, [
    id,
    String(id),
  ])
  await db.query(
    `insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, product) values ($1, $1, $2, $3, 'level_payment')`,
    [id, must(portfolio, 'it was inserted').portfolio_id, String(id)],
  )
  for (const [index, text] of told.instalments.entries()) {
    const [dueOn, principal, interest, fee] = text.split(' ')
    await db.query(
      `insert into book.instalment (customer_id, loan_id, instalment_number, due_on, principal_minor, interest_minor, fee_minor)
       values ($1, $1, $2, $3, $4, $5, $6)`,
      [id, index + 1, dueOn, principal, interest, fee],
    )
  }
  for (const [index, text] of told.receipts.entries()) {
    const [valueOn, amount, reversed] = text.split(' ')
    const insert = `insert into book.receipt (customer_id, loan_id, receipt_id, receipt_number, value_on, amount_minor, reverses_receipt_id)
      values ($1, $1, $2, $3, $4, $5, $6)`
    await db.query(insert, [id, index + 1, `R${index + 1}`, valueOn, amount, null])
    if (reversed) await db.query(insert, [id, index + 101, `R${index + 1}-back`, valueOn, amount, index + 1])
  }
  await recomputeArrears(db, { businessDate: told.on, from: id, to: id })
  return [...(await allocation(id)), ...(await standing(id)), ...(await spells(id))]
}

async function allocation(id: bigint): Promise<string[]> {
  const rows = await database.db.query<Record<string, bigint>>(
    `select receipt_id, instalment_number, fee_minor, interest_minor, principal_minor, unapplied_minor
     from book.allocation where customer_id = $1 order by receipt_id, instalment_number = 0, instalment_number`,
    [id],
  )
  return rows.map(row => {
    const parts = ['fee', 'interest', 'principal', 'unapplied']
      .filter(name => row[`${name}_minor`] !== 0n)
      .map(name => `${name} ${row[`${name}_minor`]}`)
    return `R${row['receipt_id']} pays ${row['instalment_number']}: ${parts.join(', ')}`
  })
}

async function standing(id: bigint): Promise<string[]> {
  const rows = await database.db.query<{ told: string }>(
    `select concat('due ', due_minor, ' since ', coalesce(oldest_unpaid_due_on::text, '-'), ', balance ', balance_minor,
       ', next ', coalesce(next_due_minor::text, '-'), ' on ', coalesce(next_due_on::text, '-'), ', ', status) as told
     from book.arrears join book.loan using (customer_id, loan_id) where customer_id = $1`,
    [id],
  )
  return rows.map(row => row.told)
}

async function spells(id: bigint): Promise<string[]> {
  const rows = await database.db.query<Record<string, string | null>>(
    'select * from book.overdue_spell where customer_id = $1 order by started_on',
    [id],
  )
  return rows.map(row => {
    const marks = [30, 60, 90].flatMap(days =>
      row[`reached_${days}_on`] ? [`${days} on ${row[`reached_${days}_on`]}`] : [],
    )
    return [`late ${row['started_on']} to ${row['ended_on'] ?? '-'}`, ...marks].join(', ')
  })
}

const THREE = ['2025-01-10 100 20 5', '2025-02-10 100 20 5', '2025-03-10 100 20 5']

describe('span instalment', () => {
  it('fills the oldest instalment whole, then the next: fee, interest, principal', async () => {
    expect(await tell({ instalments: THREE, receipts: ['2025-02-12 140'], on: '2025-02-15' })).toEqual([
      'R1 pays 1: fee 5, interest 20, principal 100',
      'R1 pays 2: fee 5, interest 10', // 140 − 125 = 15
      'due 110 since 2025-02-10, balance 200, next 125 on 2025-03-10, open',
      'late 2025-01-10 to -, 30 on 2025-02-09, 60 on 2025-04-11, 90 on 2025-05-11', // the second instalment is still open: 60 days after 10 February
    ])
  })

  it('takes another order of components', async () => {
    expect(
      await tell({
        order: 'principal interest fee',
        instalments: THREE,
        receipts: ['2025-01-10 110'],
        on: '2025-01-10',
      }),
    ).toEqual([
      'R1 pays 1: interest 10, principal 100',
      'due 15 since 2025-01-10, balance 200, next 125 on 2025-02-10, open', // due today and unpaid is due, with no day past due yet
      'late 2025-01-10 to -, 30 on 2025-02-09, 60 on 2025-03-11, 90 on 2025-04-10',
    ])
  })

  it('prepays the next instalments in order, and keeps what is beyond the last', async () => {
    expect(
      await tell({ instalments: THREE, receipts: ['2025-01-10 200', '2025-01-20 200'], on: '2025-01-31' }),
    ).toEqual([
      'R1 pays 1: fee 5, interest 20, principal 100',
      'R1 pays 2: fee 5, interest 20, principal 50',
      'R2 pays 2: principal 50',
      'R2 pays 3: fee 5, interest 20, principal 100',
      'R2 pays 0: unapplied 25',
      'due 0 since -, balance 0, next - on -, paid_off',
    ])
  })

  it('two instalments on one day are next together', async () => {
    expect(
      await tell({
        instalments: ['2025-01-10 100 0 0', '2025-02-10 100 0 0', '2025-02-10 0 0 30'],
        receipts: ['2025-01-10 140'],
        on: '2025-01-31',
      }),
    ).toEqual([
      'R1 pays 1: principal 100',
      'R1 pays 2: principal 40',
      'due 0 since -, balance 60, next 90 on 2025-02-10, open',
    ])
  })

  it('spreads back-dated money as if it had been there in time', async () => {
    // R2 was recorded later but counts from the 5th: it pays the first instalment, and R1 the second, before it is due
    expect(
      await tell({ instalments: THREE, receipts: ['2025-01-12 125', '2025-01-05 125'], on: '2025-01-31' }),
    ).toEqual([
      'R1 pays 2: fee 5, interest 20, principal 100',
      'R2 pays 1: fee 5, interest 20, principal 100',
      'due 0 since -, balance 100, next 125 on 2025-03-10, open',
    ])
  })

  it('takes a reversed receipt as never having come', async () => {
    expect(
      await tell({ instalments: THREE, receipts: ['2025-01-10 125 reversed', '2025-01-14 125'], on: '2025-01-31' }),
    ).toEqual([
      'R2 pays 1: fee 5, interest 20, principal 100',
      'due 0 since -, balance 200, next 125 on 2025-02-10, open',
      'late 2025-01-10 to 2025-01-14',
    ])
  })

  it('lets money dated ahead wait for its day', async () => {
    expect(await tell({ instalments: THREE, receipts: ['2025-01-20 125'], on: '2025-01-15' })).toEqual([
      'R1 pays 1: fee 5, interest 20, principal 100',
      'due 125 since 2025-01-10, balance 300, next 125 on 2025-02-10, open',
      'late 2025-01-10 to 2025-01-20', // as it will be
    ])
  })
})

describe('span component', () => {
  it('pays all fees that are due, then all interest, then principal, oldest first', async () => {
    expect(
      await tell({ span: 'component', instalments: THREE, receipts: ['2025-02-12 140'], on: '2025-02-15' }),
    ).toEqual([
      'R1 pays 1: fee 5, interest 20, principal 90', // 140 − two fees of 5 − two interests of 20 = 90
      'R1 pays 2: fee 5, interest 20',
      'due 110 since 2025-01-10, balance 210, next 125 on 2025-03-10, open',
      'late 2025-01-10 to -, 30 on 2025-02-09, 60 on 2025-03-11, 90 on 2025-04-10',
    ])
  })

  it('does not take back what was spent before the next fee fell due', async () => {
    // On 12 January only the first instalment is due: 5 + 20 + 15. The fee of February comes out of the money of February.
    expect(
      await tell({
        span: 'component',
        instalments: THREE,
        receipts: ['2025-01-12 40', '2025-02-12 30'],
        on: '2025-02-15',
      }),
    ).toEqual([
      'R1 pays 1: fee 5, interest 20, principal 15',
      'R2 pays 1: principal 5',
      'R2 pays 2: fee 5, interest 20',
      'due 180 since 2025-01-10, balance 280, next 125 on 2025-03-10, open',
      'late 2025-01-10 to -, 30 on 2025-02-09, 60 on 2025-03-11, 90 on 2025-04-10',
    ])
  })

  it('prepays the next instalment whole before the one after it', async () => {
    expect(
      await tell({ span: 'component', instalments: THREE, receipts: ['2025-01-10 140'], on: '2025-01-31' }),
    ).toEqual([
      'R1 pays 1: fee 5, interest 20, principal 100',
      'R1 pays 2: fee 5, interest 10',
      'due 0 since -, balance 200, next 110 on 2025-02-10, open',
    ])
  })
})

describe('overdue spells', () => {
  it('money on the due date makes none, money the day after makes one', async () => {
    expect(
      await tell({
        instalments: THREE,
        receipts: ['2025-01-10 125', '2025-02-11 125', '2025-03-09 125'],
        on: '2025-03-31',
      }),
    ).toEqual([
      'R1 pays 1: fee 5, interest 20, principal 100',
      'R2 pays 2: fee 5, interest 20, principal 100',
      'R3 pays 3: fee 5, interest 20, principal 100',
      'due 0 since -, balance 0, next - on -, paid_off',
      'late 2025-02-10 to 2025-02-11',
    ])
  })

  it('who pays each instalment when the next falls due is late without a break', async () => {
    expect(
      await tell({
        instalments: THREE,
        receipts: ['2025-02-10 125', '2025-03-10 125', '2025-03-15 125'],
        on: '2025-03-31',
      }),
    ).toEqual([
      'R1 pays 1: fee 5, interest 20, principal 100',
      'R2 pays 2: fee 5, interest 20, principal 100',
      'R3 pays 3: fee 5, interest 20, principal 100',
      'due 0 since -, balance 0, next - on -, paid_off',
      'late 2025-01-10 to 2025-03-15, 30 on 2025-02-09', // 30 days after 10 January; paid one day later. From 10 February to 10 March are 28 days
    ])
  })
})

describe('the night', () => {
  it('touches only rows with something newly due or money newly counting, and rows of a later day', async () => {
    const { db } = database
    await tell({ instalments: THREE, receipts: ['2025-01-05 125', '2025-02-20 50'], on: '2025-01-01' })
    const id = last
    const [loan] = await db.query<{ portfolio_id: number }>(
      'select portfolio_id from book.loan where customer_id = $1',
      [id],
    )
    const age = (businessDate: string) =>
      ageArrears(db, { businessDate, portfolioId: loan?.portfolio_id ?? 0, from: id, to: id })
    const story: string[] = []
    for (const date of [
      '2025-01-04',
      '2025-01-05',
      '2025-01-10',
      '2025-02-09',
      '2025-02-10',
      '2025-02-19',
      '2025-02-20',
      '2025-02-21',
      '2025-01-31',
      '2025-01-31',
    ]) {
      story.push(`${date} ${await age(date)} ${(await standing(id))[0]}`)
    }
    expect(story).toEqual([
      '2025-01-04 0 due 0 since -, balance 300, next 125 on 2025-01-10, open',
      '2025-01-05 1 due 0 since -, balance 200, next 125 on 2025-02-10, open', // the money of 5 January counts now
      '2025-01-10 0 due 0 since -, balance 200, next 125 on 2025-02-10, open', // prepaid: nothing falls due
      '2025-02-09 0 due 0 since -, balance 200, next 125 on 2025-02-10, open',
      '2025-02-10 1 due 125 since 2025-02-10, balance 200, next 125 on 2025-03-10, open',
      '2025-02-19 0 due 125 since 2025-02-10, balance 200, next 125 on 2025-03-10, open', // nine days past due, and no row moved
      '2025-02-20 1 due 75 since 2025-02-10, balance 175, next 125 on 2025-03-10, open',
      '2025-02-21 0 due 75 since 2025-02-10, balance 175, next 125 on 2025-03-10, open',
      '2025-01-31 1 due 0 since -, balance 200, next 125 on 2025-02-10, open', // a first night of an earlier day
      '2025-01-31 0 due 0 since -, balance 200, next 125 on 2025-02-10, open',
    ])
    // money that comes before the first night leaves a row at its own later day
    await recomputeArrears(db, { businessDate: '2025-01-04', from: id, to: id })
    expect((await standing(id))[0]).toBe(story.at(-1)?.slice(13))
  })

  it('never works a row out for another day than the business date, once there is one', async () => {
    const { db } = database
    await tell({ instalments: THREE, receipts: ['2025-02-20 50'], on: '2025-03-31' })
    const id = last
    const set = (on: string) =>
      db.query('update book.portfolio set business_date = $2 where code = $1', [`CASE-${id}`, on])
    await set('2025-01-31')
    for (const asked of ['2025-01-04', '2025-12-31']) {
      await recomputeArrears(db, { businessDate: asked, from: id, to: id })
      expect((await standing(id))[0]).toBe('due 125 since 2025-01-10, balance 300, next 125 on 2025-02-10, open')
    }
    await set('2025-02-28')
    await recomputeArrears(db, { businessDate: '2025-01-31', from: id, to: id })
    expect((await standing(id))[0]).toBe('due 200 since 2025-01-10, balance 275, next 125 on 2025-03-10, open')
  })

  it('leaves tape loans, charged-off and closed loans as they are', async () => {
    const { db } = database
    await tell({ instalments: ['2025-01-10 100 0 0'], receipts: [], on: '2025-01-01' })
    const id = last
    const status = async () =>
      (await db.query<{ status: string }>('select status from book.loan where customer_id = $1', [id]))[0]?.status
    await db.query(`update book.loan set status = 'charged_off' where customer_id = $1`, [id])
    await db.query(
      `insert into book.receipt (customer_id, loan_id, receipt_id, receipt_number, value_on, amount_minor) values ($1, $1, 1, 'R1', '2025-01-05', 100)`,
      [id],
    )
    expect(await recomputeArrears(db, { businessDate: '2025-01-31', from: id, to: id })).toBe(1)
    expect([await status(), (await standing(id))[0]]).toEqual([
      'charged_off',
      'due 0 since -, balance 0, next - on -, charged_off',
    ])
    await db.query(`update book.loan set product = 'tape', status = 'open' where customer_id = $1`, [id])
    await db.query(`update book.arrears set basis = 'tape', due_minor = 77 where customer_id = $1`, [id])
    expect(await recomputeArrears(db, { businessDate: '2025-02-28', from: id, to: id })).toBe(0)
    expect([await status(), (await standing(id))[0]]).toEqual(['open', 'due 77 since -, balance 0, next - on -, open'])
  })
})

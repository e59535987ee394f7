// Which day a night looks at: its own, also where a tape knew more; and the due date itself, on which an unpaid instalment is due but not late.

import { beforeAll, describe, expect, it } from 'vitest'
import { addPortfolio, recordReceipt } from '../../src/book/index.ts'
import { businessDate } from '../../src/kernel/index.ts'
import { type NightReport, runNight } from '../../src/night/index.ts'
import { silentLog, systemClock } from '../../src/platform/index.ts'
import { loadCsv } from '../book/load-csv.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

const database = testDatabase()
const folder = testFolder()
const MONTHS = ['2025-01-05', '2025-02-05', '2025-03-05', '2025-04-05', '2025-05-05', '2025-06-05', '2025-07-05']

function night(portfolio: string, date: string): Promise<NightReport> {
  const options = { portfolio, businessDate: date, workers: 2, loansPerSlice: 2, clock: systemClock, log: silentLog }
  return runNight(database.db, options)
}

/** Loans of 1,100.00 a month from 5 January, with receipts `value date, amount in fen`. */
async function load(portfolio: string, receipts: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const { db } = database
  await addPortfolio(db, { code: portfolio, currency: 'CNY', jurisdiction: 'CN' })
  const loans = Object.keys(receipts)
  const tape = { folder, portfolio }
  const rows = loans.map(loan => [loan, loan, 'level_payment', '2024-12-05', MONTHS[0] ?? ''])
  await loadCsv(db, { ...tape, kind: 'loan', rows })
  await loadCsv(db, {
    ...tape,
    kind: 'instalment',
    rows: loans.flatMap(loan => MONTHS.map((due, index) => [loan, index + 1, due, 100_000, 10_000])),
  })
  await loadCsv(db, {
    ...tape,
    kind: 'receipt',
    rows: loans.flatMap(loan =>
      (receipts[loan] ?? []).map((receipt, index) => {
        const [on = '', amount = ''] = receipt.split(' ')
        return [loan, `R${index + 1}`, on, amount]
      }),
    ),
  })
}

/** What the night of a date stored, a line for each loan in scope. */
async function decided(portfolio: string, date: string): Promise<string[]> {
  const rows = await database.db.query<{ told: string }>(
    `select concat_ws(' ', loan_number, stage, days_past_due, arrears_minor, treatment) as told
     from decision.decision d join book.loan l using (customer_id, loan_id) join book.portfolio p on p.portfolio_id = l.portfolio_id
     where p.code = $1 and d.business_date = $2 order by loan_number, decided_seq`,
    [portfolio, date],
  )
  return rows.map(row => row.told)
}

const openTasks = async (portfolio: string): Promise<string[]> =>
  (
    await database.db.query<{ told: string }>(
      `select concat_ws(' ', loan_number, t.treatment) as told
       from strategy.task t join book.loan l using (customer_id, loan_id) join book.portfolio p on p.portfolio_id = l.portfolio_id
       where p.code = $1 and t.state = 'open' order by 1`,
      [portfolio],
    )
  ).map(row => row.told)

const paid = (...months: readonly number[]) => months.map(month => `2025-0${month}-04 110000`)

describe('the first night of a tape that knows more than its date', () => {
  beforeAll(() =>
    load('EARLY', { A1: paid(1, 2, 3), A2: ['2025-06-06 110000'], A3: [], A4: paid(1, 2, 3, 4, 5, 6, 7) }),
  )

  it('decides from what was known on its date', async () => {
    const report = await night('EARLY', '2025-04-10')
    expect(await decided('EARLY', '2025-04-10')).toEqual([
      expect.stringMatching(/^A1 m1 5 110000 /),
      expect.stringMatching(/^A2 m4 95 440000 /), // four instalments, and the money of June is not there yet
      expect.stringMatching(/^A3 m4 95 440000 /),
    ])
    expect(report.pastDue).toMatchObject({ loans: 3, arrearsMinor: 990_000 })
    expect(report.open).toMatchObject({ loans: 4 }) // A4 is paid off in July only
    const standing = await database.db.query(
      'select status, aged_on, balance_minor from book.loan join book.arrears using (customer_id, loan_id) order by loan_number',
    )
    expect(standing).toEqual([
      { status: 'open', aged_on: '2025-04-10', balance_minor: 400_000n },
      { status: 'open', aged_on: '2025-04-10', balance_minor: 700_000n },
      { status: 'open', aged_on: '2025-04-10', balance_minor: 700_000n },
      { status: 'open', aged_on: '2025-04-10', balance_minor: 300_000n },
    ])
  })

  it('run again changes nothing, and later nights see the later money on its day', async () => {
    const before = await database.db.query('select *, xmin from book.arrears order by loan_id')
    await night('EARLY', '2025-04-10')
    expect(await database.db.query('select *, xmin from book.arrears order by loan_id')).toEqual(before)
    await night('EARLY', '2025-05-08')
    await night('EARLY', '2025-06-06')
    expect((await decided('EARLY', '2025-06-06')).map(told => told.split(' ').slice(0, 4).join(' '))).toEqual([
      'A1 m3 62 330000',
      'A2 m5_plus 121 550000', // January is paid by it; due since 5 February
      'A3 m5_plus 152 660000',
    ])
  })
})

describe('around a due date', () => {
  beforeAll(() => load('DUE', { B1: [], B2: [], B3: ['2025-01-03 110000'] }))

  it('the day before, the instalment falls due soon', async () => {
    await night('DUE', '2025-01-04')
    expect(await decided('DUE', '2025-01-04')).toEqual(['B1 due_soon 0 0 due_reminder', 'B2 due_soon 0 0 due_reminder'])
    expect(await openTasks('DUE')).toEqual(['B1 due_reminder', 'B2 due_reminder'])
  })

  it('on the day it is due and not late, and its reminder stands until it is paid', async () => {
    const money = { portfolio: 'DUE', receiptNumber: 'X1', valueOn: businessDate('2025-01-05'), amountMinor: 110_000n }
    expect((await recordReceipt(database.db, { ...money, loanNumber: 'B2' })).ok).toBe(true)
    const report = await night('DUE', '2025-01-05')
    expect(await decided('DUE', '2025-01-05')).toEqual([
      'B1 due_soon 0 110000 due_reminder',
      'B2 current 0 0', // paid, so it leaves scope
    ])
    expect(await openTasks('DUE')).toEqual(['B1 due_reminder'])
    expect(report.pastDue.loans).toBe(0)
  })

  it('the day after it is late', async () => {
    await night('DUE', '2025-01-06')
    expect(await decided('DUE', '2025-01-06')).toEqual([expect.stringMatching(/^B1 m1_early 1 110000 /)])
  })
})

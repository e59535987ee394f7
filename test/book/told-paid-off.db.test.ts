// A lender that moves to Curebook rarely brings every old receipt along. Whom its file calls paid off is not dunned for the instalments
// that our receipts do not cover.

import { beforeAll, expect, it } from 'vitest'
import { ARREARS_AS_OF, addPortfolio } from '../../src/book/index.ts'
import { ID_MAX } from '../../src/kernel/index.ts'
import { runNight } from '../../src/night/index.ts'
import { silentLog, systemClock } from '../../src/platform/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { loadCsv } from './load-csv.ts'

const database = testDatabase()
const tape = { folder: testFolder(), portfolio: 'MOVED' }
const MONTHS = ['2025-01-05', '2025-02-05', '2025-03-05']

const loan = (number: string, status: string) => [
  number,
  number,
  'level_payment',
  '2024-12-05',
  MONTHS[0] ?? '',
  '',
  status,
]

const standing = () =>
  database.db.query(
    `select loan_number, status, due_minor, balance_minor, oldest_unpaid_due_on from book.loan join book.arrears using (customer_id, loan_id) order by 1`,
  )
const NOTHING_OWED = { due_minor: 0n, balance_minor: 0n, oldest_unpaid_due_on: null }
const ALL_OWED = { due_minor: 330_000n, balance_minor: 300_000n, oldest_unpaid_due_on: '2025-01-05' }

beforeAll(async () => {
  const { db } = database
  await addPortfolio(db, { code: 'MOVED', currency: 'CNY', jurisdiction: 'CN' })
  const rows = [loan('A', 'paid_off'), loan('B', 'open'), loan('C', 'paid_off'), loan('D', 'paid_off')]
  await loadCsv(db, { ...tape, kind: 'loan', rows })
  await loadCsv(db, {
    ...tape,
    kind: 'instalment',
    rows: rows.flatMap(([number = '']) => MONTHS.map((due, index) => [number, index + 1, due, 100_000, 10_000])),
  })
  await loadCsv(db, {
    ...tape,
    kind: 'receipt',
    rows: [
      // all of C's money, so its days are known
      ['C', 'R1', '2025-03-20', 330_000],
      // of D a payment that bounced: the money was followed, and is missing
      ['D', 'R1', '2025-03-20', 330_000],
      ['D', 'R2', '2025-03-22', 330_000, 'R1'],
    ],
  })
})

it('owes nothing while its instalments are not covered, and comes to no queue', async () => {
  const report = await runNight(database.db, {
    portfolio: 'MOVED',
    businessDate: '2025-04-01',
    workers: 1,
    clock: systemClock,
    log: silentLog,
  })
  expect(report.pastDue.loans).toBe(2)
  expect(await standing()).toEqual([
    { loan_number: 'A', status: 'paid_off', ...NOTHING_OWED },
    { loan_number: 'B', status: 'open', ...ALL_OWED },
    { loan_number: 'C', status: 'paid_off', ...NOTHING_OWED },
    { loan_number: 'D', status: 'open', ...ALL_OWED },
  ])
})

it('where all money is known the past is told from the money', async () => {
  const rows = await database.db.query(
    `select loan_number, a.due_minor from (${ARREARS_AS_OF}) a join book.loan using (customer_id, loan_id) order by 1`,
    ['2025-03-10', 0n, ID_MAX],
  )
  expect(rows).toMatchObject([
    { loan_number: 'A', due_minor: 0n },
    { loan_number: 'B', due_minor: 330_000n },
    { loan_number: 'C', due_minor: 330_000n },
    { loan_number: 'D', due_minor: 330_000n },
  ])
})

it('a later file may say that it is open after all, and then that it is paid', async () => {
  await loadCsv(database.db, { ...tape, kind: 'loan', rows: [loan('A', 'open'), loan('B', 'paid_off')] })
  expect(await standing()).toMatchObject([
    { loan_number: 'A', status: 'open', ...ALL_OWED },
    { loan_number: 'B', status: 'paid_off', ...NOTHING_OWED },
    { loan_number: 'C' },
    { loan_number: 'D' },
  ])
})

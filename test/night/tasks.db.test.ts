// The work that nights hand out, from one to the next: one open task a customer, which stays as long as it says the same and goes when the
// loan is paid or asks for something else; and each task is explained by a decision that is stored.

import { beforeAll, describe, expect, it } from 'vitest'
import { addPortfolio, recordReceipt } from '../../src/book/index.ts'
import { type BusinessDate, businessDate } from '../../src/kernel/index.ts'
import { type NightReport, runNight } from '../../src/night/index.ts'
import { silentLog, systemClock } from '../../src/platform/index.ts'
import { loadCsv } from '../book/load-csv.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

const database = testDatabase()
const folder = testFolder()
const PORTFOLIO = 'WORK'
const MONTHS = ['2025-01-05', '2025-02-05', '2025-03-05', '2025-04-05']
const STEADY = 'STEADY'
const PAYS = 'PAYS'
const [BOTH_OLD, BOTH_NEW] = ['BOTH-1', 'BOTH-2']

function night(date: string): Promise<NightReport> {
  const options = { portfolio: PORTFOLIO, businessDate: date, workers: 2, clock: systemClock, log: silentLog }
  return runNight(database.db, { ...options, loansPerSlice: 2, allowsGap: true })
}

async function pay(loanNumber: string, receiptNumber: string, valueOn: BusinessDate, amountMinor: bigint) {
  const money = { portfolio: PORTFOLIO, loanNumber, receiptNumber, valueOn, amountMinor }
  expect((await recordReceipt(database.db, money)).ok).toBe(true)
}

/** Every task there ever was, in the order of customers and dates. */
async function tasks(): Promise<string[]> {
  const rows = await database.db.query<{ told: string }>(
    `select concat_ws(' ', c.customer_number, l.loan_number, t.business_date, t.decided_seq, t.arrears_minor, t.state,
       case when (t.state = 'open') = (t.closed_at is null) then null else 'WRONG closed_at' end) as told
     from strategy.task t join book.loan l using (customer_id, loan_id) join book.customer c using (customer_id)
     order by c.customer_number, t.business_date, t.decided_seq`,
  )
  return rows.map(row => row.told)
}

/** Open tasks that no stored decision explains: the same treatment, rule, strategy and reasons, of the day of the task. */
const unexplained = () =>
  database.db.query(
    `select t.* from strategy.task t
     left join decision.decision d on d.customer_id = t.customer_id and d.loan_id = t.loan_id and d.business_date = t.business_date
       and (d.treatment, d.queue, d.priority, d.strategy_id, d.rule_ids[4], d.reasons, d.arrears_minor)
         = (t.treatment, t.queue, t.priority, t.strategy_id, t.rule_id, t.reasons, t.arrears_minor)
     where d.customer_id is null or t.reasons = '{}' or t.rule_id = ''`,
  )

/** Customers whose latest answers of the date ask for work and who do not have exactly one open task, and the other way round. */
const mismatched = (date: string) =>
  database.db.query(
    `with answer as (
       select distinct on (customer_id, loan_id) * from decision.decision where business_date = $1 order by customer_id, loan_id, decided_seq desc
     ), asked as (select customer_id from answer where queue is not null group by 1),
     open as (select customer_id, count(*) as tasks from strategy.task where state = 'open' group by 1)
     select * from asked full join open using (customer_id)
     where open.tasks is distinct from 1 or asked.customer_id is null`,
    [date],
  )

describe('tasks from night to night', () => {
  beforeAll(async () => {
    const { db } = database
    await addPortfolio(db, { code: PORTFOLIO, currency: 'CNY', jurisdiction: 'CN' })
    const tape = { folder, portfolio: PORTFOLIO }
    const loans = [STEADY, PAYS, BOTH_OLD, BOTH_NEW]
    const customerOf = (loan: string) => loan.replace(/-\d$/, '')
    const rows = loans.map(loan => [loan, customerOf(loan), 'level_payment', '2024-12-05', MONTHS[0] ?? ''])
    await loadCsv(db, { ...tape, kind: 'loan', rows })
    await loadCsv(db, {
      ...tape,
      kind: 'instalment',
      rows: loans.flatMap(loan => MONTHS.map((due, index) => [loan, index + 1, due, 100_000, 10_000])),
    })
    // of one customer the first loan is late since January, the second since February
    await loadCsv(db, { ...tape, kind: 'receipt', rows: [[BOTH_NEW, 'R1', '2025-01-04', 110_000]] })
  })

  it('one a customer, led by the worst loan', async () => {
    const report = await night('2025-02-08')
    expect(await tasks()).toEqual([
      'BOTH BOTH-1 2025-02-08 1 220000 open',
      'PAYS PAYS 2025-02-08 1 220000 open',
      'STEADY STEADY 2025-02-08 1 220000 open',
    ])
    expect(report.tasks).toBe(3)
    expect(await unexplained()).toEqual([])
    expect(await mismatched('2025-02-08')).toEqual([])
  })

  it('stays the same task the next night, with its age, as long as it says the same', async () => {
    const before = await database.db.query('select *, xmin from strategy.task order by customer_id')
    await night('2025-02-09')
    expect(await database.db.query('select *, xmin from strategy.task order by customer_id')).toEqual(before)
    expect(await mismatched('2025-02-09')).toEqual([])
  })

  it('ends when the loan is paid up, and when another loan of the customer leads', async () => {
    await pay(PAYS, 'P1', businessDate('2025-02-09'), 220_000n)
    await pay(BOTH_OLD, 'B1', businessDate('2025-02-09'), 220_000n)
    const report = await night('2025-02-10')
    expect(await tasks()).toEqual([
      'BOTH BOTH-1 2025-02-08 1 220000 superseded',
      'BOTH BOTH-2 2025-02-10 1 110000 open',
      'PAYS PAYS 2025-02-08 1 220000 superseded',
      'STEADY STEADY 2025-02-08 1 220000 open',
    ])
    expect(report.tasks).toBe(2)
    // why it ended is the answer of that night: the loan is no longer worked
    const [ended] = await database.db.query(
      `select stage, treatment, queue from decision.decision join book.loan using (customer_id, loan_id) where business_date = '2025-02-10' and loan_number = 'PAYS'`,
    )
    expect(ended).toEqual({ stage: 'current', treatment: null, queue: null })
    expect(await unexplained()).toEqual([])
    expect(await mismatched('2025-02-10')).toEqual([])
  })

  it('is another task once something else is to be done, and late money on the same date gives the next number', async () => {
    await night('2025-03-20')
    const led = (await tasks()).filter(task => task.startsWith('STEADY'))
    expect(led).toEqual(['STEADY STEADY 2025-02-08 1 220000 superseded', 'STEADY STEADY 2025-03-20 1 330000 open'])
    await pay(STEADY, 'S1', businessDate('2025-03-20'), 110_000n)
    await night('2025-03-20')
    await night('2025-03-20')
    expect((await tasks()).filter(task => task.startsWith('STEADY'))).toEqual([
      'STEADY STEADY 2025-02-08 1 220000 superseded',
      'STEADY STEADY 2025-03-20 1 330000 superseded',
      'STEADY STEADY 2025-03-20 2 220000 open',
    ])
    expect(await unexplained()).toEqual([])
    expect(await mismatched('2025-03-20')).toEqual([])
  })
})

// Which money is late: all that the slice did not see, in whatever order transactions began and ended, and nothing twice.

import type { Client } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { addPortfolio, recordReceipt, reverseReceipt } from '../../src/book/index.ts'
import { businessDate } from '../../src/kernel/index.ts'
import { type NightReport, runNight } from '../../src/night/index.ts'
import { silentLog, systemClock } from '../../src/platform/index.ts'
import { loadCsv } from '../book/load-csv.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

const database = testDatabase()
const folder = testFolder()

function night(portfolio: string, date: string, { db } = database): Promise<NightReport> {
  const options = { portfolio, businessDate: date, workers: 2, loansPerSlice: 2, clock: systemClock, log: silentLog }
  return runNight(db, options)
}

async function load(portfolio: string, loans: readonly string[], { db } = database): Promise<void> {
  await addPortfolio(db, { code: portfolio, currency: 'CNY', jurisdiction: 'CN', lender: 'Example Lender' })
  const tape = { folder, portfolio }
  const due = ['2025-01-05', '2025-02-05', '2025-03-05']
  const rows = loans.map(loan => [loan, loan, 'level_payment', '2024-12-05', due[0] ?? ''])
  await loadCsv(db, { ...tape, kind: 'loan', rows })
  const instalments = loans.flatMap(loan => due.map((on, index) => [loan, index + 1, on, 100_000, 10_000]))
  await loadCsv(db, { ...tape, kind: 'instalment', rows: instalments })
}

const pay = async (
  portfolio: string,
  loanNumber: string,
  receiptNumber: string,
  valueOn: string,
  amount: bigint,
  { db } = database,
) => {
  const money = { portfolio, loanNumber, receiptNumber, valueOn: businessDate(valueOn), amountMinor: amount }
  expect((await recordReceipt(db, money)).ok).toBe(true)
}

/** The arrears that each answer of a loan was given for, in order. */
const answers = async (loan: string, date: string): Promise<bigint[]> =>
  (
    await database.db.query<{ arrears_minor: bigint }>(
      `select arrears_minor from decision.decision join book.loan using (customer_id, loan_id)
       where loan_number = $1 and business_date = $2 order by decided_seq`,
      [loan, date],
    )
  ).map(row => row.arrears_minor)

const lateIn = (report: NightReport) => report.steps.find(step => step.step === 'late')?.done

describe('a payment under way while the night runs', () => {
  const DAY = '2025-02-08'
  let slow: Client

  beforeAll(async () => {
    await load('RACE', ['SLOW', 'QUICK', 'EARLY'])
  })

  it('is not seen by its slice, nor by late money before it is there', async () => {
    const { db } = database
    await pay('RACE', 'EARLY', 'E1', DAY, 110_000n)
    slow = await db.connect()
    // The parts of a receipt that matter here: its transaction is older than every one below, and ends after them.
    await slow.query('begin')
    await slow.query(
      `insert into book.receipt (customer_id, loan_id, receipt_id, receipt_number, value_on, amount_minor)
       select customer_id, loan_id, 1, 'S1', '${DAY}', 220000 from book.loan where loan_number = 'SLOW'`,
    )
    await slow.query(
      `insert into book.change (customer_id, reason) select customer_id, 'receipt' from book.loan where loan_number = 'SLOW'`,
    )
    const report = await night('RACE', DAY)
    expect(lateIn(report)).toBe(0)
    await pay('RACE', 'QUICK', 'Q1', DAY, 220_000n)
    await night('RACE', DAY)
    expect(await answers('SLOW', DAY)).toEqual([220_000n])
    expect(await answers('QUICK', DAY)).toEqual([220_000n, 0n])
    expect(await answers('EARLY', DAY)).toEqual([110_000n])
  })

  it('re-decides its customer as soon as it is there, once, and nobody else', async () => {
    const { db } = database
    await slow.query(
      `update book.arrears set oldest_unpaid_due_on = null, due_minor = 0, balance_minor = 100000
       where loan_id = (select loan_id from book.loan where loan_number = 'SLOW')`,
    )
    await slow.query('commit')
    await slow.end()
    await night('RACE', DAY)
    expect(await answers('SLOW', DAY)).toEqual([220_000n, 0n])
    const before = await db.query('select *, xmin from decision.decision order by loan_id, decided_seq')
    const seen = await db.query('select *, xmin from night.slice order by 1, 2, 3')
    await night('RACE', DAY)
    expect(await db.query('select *, xmin from decision.decision order by loan_id, decided_seq')).toEqual(before)
    expect(await db.query('select *, xmin from night.slice order by 1, 2, 3')).toEqual(seen)
  })

  it('is worked out for the day that was opened meanwhile, before it is decided', async () => {
    const { db } = database
    const next = '2025-03-05'
    await night('RACE', next)
    expect(await answers('QUICK', next)).toEqual([110_000n]) // due today
    // A receipt that read the book before the day was opened, and wrote its row after the slice had: the row is of the day before.
    await db.query(
      `update book.arrears set oldest_unpaid_due_on = null, due_minor = 0, next_due_on = $1, next_due_minor = 110000, aged_on = '2025-03-04'
       where loan_id = (select loan_id from book.loan where loan_number = 'QUICK')`,
      [next],
    )
    await db.query(
      `insert into book.overdue_spell (customer_id, loan_id, started_on) select customer_id, loan_id, '2025-02-20' from book.loan where loan_number = 'QUICK'`,
    )
    await db.query(
      `insert into book.change (customer_id, reason) select customer_id, 'receipt' from book.loan where loan_number = 'QUICK'`,
    )
    await night('RACE', next)
    expect(
      await db.query(
        `select started_on, ended_on from book.overdue_spell join book.loan using (customer_id, loan_id) where loan_number = 'QUICK' order by 1`,
      ),
    ).toEqual([
      { started_on: '2025-01-05', ended_on: DAY },
      { started_on: next, ended_on: null },
    ])
    const [row] = await db.query(
      `select due_minor, aged_on from book.arrears join book.loan using (customer_id, loan_id) where loan_number = 'QUICK'`,
    )
    expect(row).toEqual({ due_minor: 110_000n, aged_on: next })
    expect(await answers('QUICK', next)).toEqual([110_000n]) // nothing new to say
  })
})

describe('promises', () => {
  beforeAll(async () => {
    await load('ONE', ['P1', 'P2'])
    await load('TWO', ['P3'])
    await database.db.query(
      `insert into resolution.promise (customer_id, promise_id, loan_id, promised_on, due_on, amount_minor, taken_by)
       select customer_id, 1, loan_id, '2025-02-06', '2025-02-10', 220000, 'human' from book.loan where loan_number like 'P_'`,
    )
  })

  const grades = async (): Promise<string[]> =>
    (
      await database.db.query<{ told: string }>(
        `select concat_ws(' ', loan_number, outcome, graded_on) as told from resolution.promise join book.loan using (customer_id, loan_id) order by 1`,
      )
    ).map(row => row.told)

  it('are graded by the night of their own portfolio only', async () => {
    await night('TWO', '2025-02-10')
    await night('ONE', '2025-02-11')
    expect(await grades()).toEqual(['P1 broken 2025-02-11', 'P2 broken 2025-02-11', 'P3'])
    await pay('TWO', 'P3', 'T1', '2025-02-10', 220_000n)
    await night('TWO', '2025-02-11')
    expect((await grades()).at(-1)).toBe('P3 kept 2025-02-11')
  })

  it('are graded again on the same date when money turns up that came in time', async () => {
    await pay('ONE', 'P1', 'O1', '2025-02-10', 220_000n)
    await night('ONE', '2025-02-11')
    expect(await grades()).toEqual(['P1 kept 2025-02-11', 'P2 broken 2025-02-11', 'P3 kept 2025-02-11'])
    // after the next night the grade of that date is history
    await night('ONE', '2025-02-12')
    await pay('ONE', 'P2', 'O2', '2025-02-10', 220_000n)
    await night('ONE', '2025-02-12')
    expect(await grades()).toEqual(['P1 kept 2025-02-11', 'P2 broken 2025-02-11', 'P3 kept 2025-02-11'])
  })
})

describe('the report', () => {
  const DAY = '2025-02-08'
  const undisturbed = testDatabase()
  const LOANS = ['W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7', 'W8', 'W9']

  /** What the book owes and what is done about it; neither when it was decided nor how often. */
  const state = (report: NightReport) => ({
    ...report,
    runId: null,
    seconds: null,
    loansPerSecond: null,
    steps: null,
    decided: null,
    redecided: null,
  })

  it('after late money is the report of a night that had seen it, in every figure of the book', async () => {
    for (const on of [database, undisturbed]) {
      await load('WAVE', LOANS, on)
      for (const loan of ['W1', 'W2', 'W3', 'W8']) await pay('WAVE', loan, `${loan}-EARLY`, '2025-02-01', 220_000n, on)
    }
    const first = await night('WAVE', DAY)
    for (const on of [database, undisturbed]) {
      await pay('WAVE', 'W4', 'W4-ALL', DAY, 220_000n, on) // leaves scope
      await pay('WAVE', 'W5', 'W5-PART', DAY, 50_000n, on) // stays, owing less
      await pay('WAVE', 'W1', 'W1-AHEAD', DAY, 60_000n, on) // never in scope, its balance falls
      const back = { portfolio: 'WAVE', loanNumber: 'W8', receiptNumber: 'W8-BACK', reversesReceiptNumber: 'W8-EARLY' }
      expect((await reverseReceipt(on.db, { ...back, valueOn: businessDate(DAY) })).ok).toBe(true) // falls back into scope
    }
    const late = await night('WAVE', DAY)
    expect(lateIn(late)).toBe(4)
    expect(state(late)).not.toEqual(state(first))
    expect(state(late)).toEqual(state(await night('WAVE', DAY, undisturbed)))
    // an answer that was given and then given anew is one loan decided, and said to be given anew
    expect([first.decided, first.redecided]).toEqual([5, 0])
    expect([late.decided, late.redecided]).toEqual([6, 2])
    const counted = (report: NightReport) => report.steps.find(({ step }) => step === 'allocate')
    expect(counted(late)).toMatchObject({ eligible: late.tasks, done: late.tasks })
    for (const step of late.steps) expect(step.eligible, step.step).toBe(step.done + step.held + step.failed)
    expect(late.stages.reduce((sum, { loans }) => sum + loans, 0)).toBe(LOANS.length)
    expect(await night('WAVE', DAY)).toEqual(late)
  })

  it('and all else of a finished night stay as they are when another portfolio gets money', async () => {
    const left = async () => ({
      slices: await database.db.query('select *, xmin from night.slice order by 1, 2, 3'),
      decisions: await database.db.query('select *, xmin from decision.decision order by loan_id, decided_seq'),
      evidence: await database.db.query(
        `select count(*) as entries from evidence.outbox where kind in ('slice.redecided', 'run.sealed')`,
      ),
    })
    await load('FOREIGN', ['F1', 'F2', 'F3', 'F4', 'F5'])
    const report = await night('WAVE', DAY)
    const before = await left()
    await pay('FOREIGN', 'F1', 'F1-1', DAY, 110_000n)
    expect(await night('WAVE', DAY)).toEqual(report)
    expect(await left()).toEqual(before)
    // a loan that turns out to begin later is not there on the next date, and not in its figures
    await database.db.query(`update book.loan set opened_on = '2025-03-01' where loan_number = 'W9'`)
    const next = await night('WAVE', '2025-02-09')
    expect([next.loans, next.open.loans]).toEqual([8, 8])
    await database.db.query(`update book.loan set opened_on = '2024-12-05' where loan_number = 'W9'`)
    expect((await night('WAVE', '2025-02-10')).open.loans).toBe(9)
  })

  it('asks about a customer with loans in both portfolios in both', async () => {
    const late = async () =>
      (
        await database.db.query<{ entries: bigint }>(
          `select count(*) as entries from evidence.outbox where kind = 'slice.redecided'`,
        )
      )[0]?.entries
    const before = await late()
    await load('BOTH', ['W6'])
    await night('WAVE', '2025-02-10')
    expect(await late()).toBe((before ?? 0n) + 1n)
  })
})

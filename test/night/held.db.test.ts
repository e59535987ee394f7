// A value that cannot be computed with, in one loan among many: its slice is held and says whose it is, the others are decided, every figure is
// explained, and mending the value and running the date again finishes the night. The same for money that comes late.

import { beforeAll, describe, expect, it } from 'vitest'
import { addPortfolio, recomputeArrears, recordReceipt } from '../../src/book/index.ts'
import { businessDate } from '../../src/kernel/index.ts'
import { type NightReport, runNight } from '../../src/night/index.ts'
import { silentLog, systemClock } from '../../src/platform/index.ts'
import { loadCsv } from '../book/load-csv.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

const database = testDatabase()
const folder = testFolder()
const PORTFOLIO = 'HELD'
const DAY = '2025-02-08'
const LOANS = Array.from({ length: 40 }, (_, index) => `L${String(index + 1).padStart(2, '0')}`)
const [BAD, LATE] = ['L17', 'L05']

function night(): Promise<NightReport> {
  const options = { portfolio: PORTFOLIO, businessDate: DAY, workers: 2, clock: systemClock, log: silentLog }
  return runNight(database.db, { ...options, loansPerSlice: 5 })
}

const stored = async (): Promise<string[]> =>
  (
    await database.db.query<{ loan_number: string }>(
      'select distinct loan_number from decision.decision join book.loan using (customer_id, loan_id) order by 1',
    )
  ).map(row => row.loan_number)

/** Sets what no book holds and no check refuses: a hundred times this balance is beyond 64 bits. */
const setBalance = (loan: string, balance: string) =>
  database.db.query(
    `update book.arrears set balance_minor = $2 from book.loan where loan_number = $1 and loan.loan_id = arrears.loan_id`,
    [loan, balance],
  )

const setLastPrincipal = (loan: string, principal: bigint) =>
  database.db.query(
    `update book.instalment set principal_minor = $2 from book.loan
     where loan_number = $1 and loan.loan_id = instalment.loan_id and instalment_number = 3`,
    [loan, principal],
  )

const pay = async (loanNumber: string, receiptNumber: string) => {
  const money = { portfolio: PORTFOLIO, loanNumber, receiptNumber, valueOn: businessDate(DAY), amountMinor: 220_000n }
  expect((await recordReceipt(database.db, money)).ok).toBe(true)
}

function expectExplained(report: NightReport): void {
  for (const step of report.steps) expect(step.eligible, step.step).toBe(step.done + step.held + step.failed)
  const decide = report.steps.find(step => step.step === 'decide')
  expect(decide?.eligible).toBe(LOANS.length)
  expect(report.stages.reduce((sum, stage) => sum + stage.loans, 0)).toBe(decide?.done)
}

describe('an impossible value', () => {
  beforeAll(async () => {
    const { db } = database
    await addPortfolio(db, { code: PORTFOLIO, currency: 'CNY', jurisdiction: 'CN' })
    const tape = { folder, portfolio: PORTFOLIO }
    await loadCsv(db, {
      ...tape,
      kind: 'loan',
      rows: LOANS.map(loan => [loan, loan, 'level_payment', '2024-12-05', '2025-01-05']),
    })
    await loadCsv(db, {
      ...tape,
      kind: 'instalment',
      rows: LOANS.flatMap(loan =>
        ['2025-01-05', '2025-02-05', '2025-03-05'].map((due, index) => [loan, index + 1, due, 100_000, 10_000]),
      ),
    })
    await db.query(
      `insert into book.vehicle (customer_id, vehicle_id, vehicle_number, value_minor) select customer_id, loan_id, loan_number, 5000000 from book.loan`,
    )
    await db.query('update book.loan set vehicle_id = loan_id')
    // aged for this very date, so that the night takes the row as it stands
    await recomputeArrears(db, { businessDate: DAY })
  })

  it('holds its slice, names its loan, and leaves nothing of that slice', async () => {
    await setBalance(BAD, '900000000000000000')
    const report = await night()
    expect(report.state).toBe('held')
    expect(report.held).toHaveLength(1)
    expect(report.held[0]?.error).toBe(`bigint out of range (loan ${BAD})`)
    expectExplained(report)
    const held = report.held[0]?.loans ?? 0
    expect(held).toBeGreaterThan(0)
    expect(held).toBeLessThan(LOANS.length / 2)
    const decided = await stored()
    expect(decided).toHaveLength(LOANS.length - held)
    expect(decided).not.toContain(BAD)
  })

  it('held again, the same is told and the others stay as they are', async () => {
    const before = await database.db.query('select *, xmin from decision.decision order by loan_id')
    const report = await night()
    expect(report.held[0]?.error).toBe(`bigint out of range (loan ${BAD})`)
    expectExplained(report)
    expect(await database.db.query('select *, xmin from decision.decision order by loan_id')).toEqual(before)
  })

  it('is decided once it is mended', async () => {
    await setBalance(BAD, '300000')
    const report = await night()
    expect(report).toMatchObject({ state: 'finished', held: [], loans: LOANS.length })
    expectExplained(report)
    expect(await stored()).toEqual(LOANS)
  })

  it('of a customer with late money holds that money, and the late money of other slices is decided', async () => {
    const answers = async (loan: string) =>
      (
        await database.db.query<{ arrears_minor: bigint }>(
          'select arrears_minor from decision.decision join book.loan using (customer_id, loan_id) where loan_number = $1 order by decided_seq',
          [loan],
        )
      ).map(row => row.arrears_minor)
    const slices = await database.db.query<{ loan_number: string; slice: bigint }>(
      `select loan_number, div(customer_id, (9223372036854775807 / slice_count)) as slice from book.loan, night.run`,
    )
    const sliceOf = (loan: string) => String(slices.find(row => row.loan_number === loan)?.slice)
    const other = LOANS.find(loan => sliceOf(loan) !== sliceOf(LATE)) ?? ''
    await pay(LATE, 'R1')
    await pay(other, 'R1')
    await setLastPrincipal(LATE, 900_000_000_000_000_000n)
    const report = await night()
    expect(report.state).toBe('held')
    expect(report.held).toMatchObject([{ loans: 1, error: 'late money: bigint out of range' }])
    expect(report.steps.find(step => step.step === 'late')).toMatchObject({ eligible: 2, done: 1, held: 1 })
    expectExplained(report)
    expect([await answers(LATE), await answers(other)]).toEqual([[220_000n], [220_000n, 0n]])

    await setLastPrincipal(LATE, 100_000n)
    const mended = await night()
    expect(mended).toMatchObject({ state: 'finished', held: [] })
    expect(await answers(LATE)).toEqual([220_000n, 0n])
    // and the next time nothing is late any more
    const [seals] = await database.db.query(`select count(*) as seals from evidence.outbox where kind = 'run.sealed'`)
    const again = await night()
    expect(again).toEqual(mended)
    expect(await database.db.query(`select count(*) as seals from evidence.outbox where kind = 'run.sealed'`)).toEqual([
      seals,
    ])
  })
})

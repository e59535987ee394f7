// What an import of asset-level files promises, on small files made here.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type AssetFields as Fields, ASSET as LOAN, assetFile as xml } from '../../../../test/book/asset-file.ts'
import { testDatabase, testFolder } from '../../../../test/kit/index.ts'
import { customerId } from '../../../kernel/index.ts'
import { type AbsEeReport, addPortfolio, countLoans, importAbsEe } from '../../index.ts'

const test = testDatabase()
const folder = testFolder()
const rejectFolder = join(folder, 'rejects')

let portfolio = ''
let files = 0
beforeEach(() => {
  files += 1
  portfolio = `P${files}`
})

function file(content: string | Uint8Array, name = `f${++files}.xml`): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const load = (path: string, more: Partial<Parameters<typeof importAbsEe>[1]> = {}): Promise<AbsEeReport> =>
  importAbsEe(test.db, { path, portfolio, rejectFolder, ...more })

async function loanRow(number = 'A1'): Promise<Record<string, unknown>> {
  const [row] = await test.db.query(
    `select l.*, a.oldest_unpaid_due_on, a.due_minor, a.balance_minor, a.next_due_on, a.next_due_minor, a.aged_on, a.basis
     from book.loan l join book.arrears a using (customer_id, loan_id) join book.portfolio p on p.portfolio_id = l.portfolio_id
     where p.code = $1 and l.loan_number = $2`,
    [portfolio, number],
  )
  return row ?? {}
}

const spells = () =>
  test.db.query(
    `select s.started_on, s.ended_on, s.reached_30_on, s.reached_60_on from book.overdue_spell s join book.loan l using (customer_id, loan_id)
     join book.portfolio p on p.portfolio_id = l.portfolio_id where p.code = $1 order by started_on`,
    [portfolio],
  )

/** Everything an import could have written, as counts. */
async function traces(): Promise<unknown> {
  const [row] = await test.db.query(
    `select (select count(*) from book.portfolio) as portfolios, (select count(*) from book.import_run) as runs, (select count(*) from book.customer) as customers,
       (select count(*) from book.loan) as loans, (select count(*) from book.loan_month) as months, (select count(*) from evidence.entry) as entries`,
  )
  return row
}

it('several files together have as many loans as differ', async () => {
  const reports = [
    await load(file(xml(LOAN, { ...LOAN, assetNumber: 'A2' }))),
    await load(file(xml({ ...LOAN, reportingPeriodEndingDate: '02-28-2026' }, { ...LOAN, assetNumber: 'A3' }))),
  ]
  expect(reports.map(({ loans }) => loans)).toEqual([2n, 2n])
  expect(await countLoans(test.db, reports)).toBe(3n)
})

describe('a month becomes the state of the loan', () => {
  it('with what is owed, by the stated rules', async () => {
    await load(
      file(
        xml({
          ...LOAN,
          currentDelinquencyStatus: '40',
          nextReportingPeriodPaymentAmountDue: '1200.00',
          totalActualAmountPaid: '0',
        }),
      ),
    )
    expect(await loanRow()).toMatchObject({
      status: 'open',
      product: 'tape',
      opened_on: '2024-06-01',
      matures_on: '2029-06-30',
      term_months: 60,
      principal_minor: 2_000_000n,
      annual_rate: '0.072500',
      payment_minor: 40_000n,
      credit_score: 700,
      payment_to_income: '0.120000',
      // 31 January less 40 days
      oldest_unpaid_due_on: '2025-12-22',
      // 1,200 due next less one regular payment of 400
      due_minor: 80_000n,
      balance_minor: 1_500_000n,
      next_due_on: '2026-02-22',
      next_due_minor: 40_000n,
      aged_on: '2026-01-31',
      basis: 'tape',
    })
    expect(await spells()).toEqual([
      { started_on: '2025-12-22', ended_on: null, reached_30_on: '2026-01-21', reached_60_on: null },
    ])
  })

  it.each([
    // days | next payment | scheduled | balance → due
    ['95', '400.00', '400.00', '15000.00', 160_000n], // three full months and a begun fourth
    ['30', '400.00', '400.00', '15000.00', 40_000n], // thirty days are one begun month
    ['31', '400.00', '400.00', '15000.00', 80_000n],
    ['10', '900.00', '400.00', '300.00', 30_000n], // never more than the balance
    ['-5', '400.00', '400.00', '15000.00', 0n], // paid ahead
  ])('%s days past due, %s due next, %s regular, balance %s', async (days, next, scheduled, balance, due) => {
    await load(
      file(
        xml({
          ...LOAN,
          currentDelinquencyStatus: days,
          nextReportingPeriodPaymentAmountDue: next,
          reportingPeriodScheduledPaymentAmount: scheduled,
          reportingPeriodActualEndBalanceAmount: balance,
        }),
      ),
    )
    expect(await loanRow()).toMatchObject({ due_minor: due })
  })

  it('a spell ends with the first month without arrears, a charge-off does not end it, and a second spell is a row of its own', async () => {
    const month = (end: string, days: string, more: Fields = {}): string =>
      file(xml({ ...LOAN, reportingPeriodEndingDate: end, currentDelinquencyStatus: days, ...more }))
    await load(month('01-31-2026', '20'))
    await load(month('02-28-2026', '48'))
    expect(await spells()).toEqual([
      { started_on: '2026-01-11', ended_on: null, reached_30_on: '2026-02-10', reached_60_on: null },
    ])
    await load(month('03-31-2026', '0'))
    await load(month('04-30-2026', '65'))
    await load(
      month('05-31-2026', '0', {
        zeroBalanceCode: '4',
        chargedoffPrincipalAmount: '15000',
        reportingPeriodActualEndBalanceAmount: '0',
      }),
    )
    expect(await spells()).toEqual([
      { started_on: '2026-01-11', ended_on: '2026-03-31', reached_30_on: '2026-02-10', reached_60_on: null },
      { started_on: '2026-02-24', ended_on: null, reached_30_on: '2026-03-26', reached_60_on: '2026-04-25' },
    ])
    expect(await loanRow()).toMatchObject({ status: 'charged_off', balance_minor: 0n })
  })

  it('an older month adds history, fills blanks and overwrites nothing', async () => {
    const { obligorCreditScore: _, ...scoreless } = LOAN
    await load(
      file(
        xml({
          ...scoreless,
          reportingPeriodEndingDate: '03-31-2026',
          reportingPeriodActualEndBalanceAmount: '14000',
          currentDelinquencyStatus: '12',
        }),
      ),
    )
    const report = await load(file(xml({ ...LOAN, currentDelinquencyStatus: '50', vehicleModelName: 'OLD' })))
    expect(report).toMatchObject({ taken: 1n, historyMonths: 1n })
    expect(await loanRow()).toMatchObject({
      balance_minor: 1_400_000n,
      oldest_unpaid_due_on: '2026-03-19',
      aged_on: '2026-03-31',
      credit_score: 700,
    })
  })

  it('an amendment restates its month as a further row; the original loaded again is a duplicate and does not come back', async () => {
    const original = file(xml({ ...LOAN, currentDelinquencyStatus: '20' }))
    await load(original)
    expect(
      await load(
        file(xml({ ...LOAN, currentDelinquencyStatus: '0', reportingPeriodActualEndBalanceAmount: '14600.00' })),
      ),
    ).toMatchObject({ taken: 1n })
    expect(await load(original)).toMatchObject({ taken: 0n, duplicates: 1n, superseded: 1n })
    expect(await loanRow()).toMatchObject({ oldest_unpaid_due_on: null, balance_minor: 1_460_000n })
    expect(await spells()).toEqual([])
    const months = await test.db.query(
      `select m.days_past_due from book.loan_month m join book.loan l using (customer_id, loan_id) join book.portfolio p using (portfolio_id) where p.code = $1 order by m.import_run_id`,
      [portfolio],
    )
    expect(months).toEqual([{ days_past_due: 20 }, { days_past_due: 0 }])
  })

  it('an amendment that brings back the original figures is taken when it is said to be one, once', async () => {
    const original = file(xml({ ...LOAN, currentDelinquencyStatus: '20' }))
    const amendment = file(xml({ ...LOAN, currentDelinquencyStatus: '0' }))
    expect(await load(original)).toMatchObject({ taken: 1n, superseded: 0n })
    expect(await load(amendment, { isAmendment: true })).toMatchObject({ taken: 1n, superseded: 0n })
    expect(await load(original, { isAmendment: true })).toMatchObject({ taken: 1n, duplicates: 0n, superseded: 0n })
    expect(await load(original, { isAmendment: true })).toMatchObject({ taken: 0n, duplicates: 1n, superseded: 0n })
    expect(await loanRow()).toMatchObject({ oldest_unpaid_due_on: '2026-01-11' })
    expect(await load(amendment)).toMatchObject({ taken: 0n, duplicates: 1n, superseded: 1n })
    expect(await loanRow()).toMatchObject({ oldest_unpaid_due_on: '2026-01-11' })
  })

  it('per cent or fraction is told by the whole file, not by one value', async () => {
    const many = (rate: string, promotional: string, income: string): Fields[] =>
      ['A1', 'A2', 'A3'].map((assetNumber, index) => ({
        ...LOAN,
        assetNumber,
        // one promotional rate below 1 % in each file
        originalInterestRatePercentage: index === 0 ? promotional : rate,
        paymentToIncomePercentage: income,
      }))
    await load(file(xml(...many('7.25', '0.725', '12.5'))))
    expect(await loanRow()).toMatchObject({ annual_rate: '0.007250', payment_to_income: '0.125000' })
    portfolio += 'b'
    await load(file(xml(...many('0.0725', '0.00725', '0.125'))))
    expect(await loanRow()).toMatchObject({ annual_rate: '0.007250', payment_to_income: '0.125000' })
  })

  it('parts of a cent are rounded half to even in columns and kept whole in JSON', async () => {
    await load(
      file(
        xml({ ...LOAN, reportingPeriodActualEndBalanceAmount: '100.12500000', totalActualAmountPaid: '0.13500000' }),
      ),
    )
    const [row] = await test.db.query(
      `select end_balance_minor, paid_minor, attributes ->> 'reportingPeriodActualEndBalanceAmount' as text from book.loan_month order by import_run_id desc limit 1`,
    )
    expect(row).toEqual({ end_balance_minor: 10_012n, paid_minor: 14n, text: '100.12500000' })
  })
})

describe('a bad record is refused alone', () => {
  it('naming file, line, field, value and reason, in a file that loads once mended', async () => {
    const path = file(
      xml(
        LOAN,
        { ...LOAN, assetNumber: 'A2', originalLoanTerm: 'sixty', currentDelinquencyStatus: '99999' },
        { ...LOAN, assetNumber: 'A3', reportingPeriodEndingDate: '02-30-2026' },
        { ...LOAN, assetNumber: 'A4', dealerName: 'x -- y' },
        { ...LOAN, assetNumber: 'A5', obligorGeographicLocation: ['TX', 'NY'] },
        { ...LOAN, assetNumber: 'A6', originatorName: 'B &amp; Sons &lt;Ltd&gt;', originalLoanAmount: '1e5' },
        { ...LOAN, assetNumber: '' },
        Object.fromEntries(
          Object.entries({ ...LOAN, assetNumber: 'A8' }).filter(([name]) => name !== 'reportingPeriodEndingDate'),
        ),
      ),
      'mend.xml',
    )
    const report = await load(path)
    expect(report).toMatchObject({ read: 8n, taken: 1n, duplicates: 0n, rejected: 7n, loans: 1n })
    expect(report.problems).toEqual([
      "mend.xml: line 28: originalLoanTerm 'sixty' is not a whole number",
      "mend.xml: line 38: currentDelinquencyStatus '99999' is beyond -32767 to 32767",
      "mend.xml: line 44: reportingPeriodEndingDate '02-30-2026' is no day of the calendar",
      "mend.xml: line 78: dealerName 'x -- y' is no field of auto-loan asset data",
      "mend.xml: line 99: obligorGeographicLocation 'NY' occurs twice in one record",
      "mend.xml: line 106: originalLoanAmount '1e5' is not a decimal number",
      "mend.xml: line 123: assetNumber '' is empty (leave the element out instead)",
      "mend.xml: line 140: reportingPeriodEndingDate '' is missing",
    ])
    const rejects = report.rejectFile ?? ''
    const mended = readFileSync(rejects, 'utf8')
      .replace('>sixty<', '>60<')
      .replace('>99999<', '>9<')
      .replace('>02-30-2026<', '>02-28-2026<')
      .replace('<dealerName>x -- y</dealerName>\n', '')
      .replace('<obligorGeographicLocation>NY</obligorGeographicLocation>\n', '')
      .replace('<originalLoanAmount>1e5', '<originalLoanAmount>100000')
      .replace('<assetNumber></assetNumber>', '<assetNumber>A7</assetNumber>')
      .replace(
        /(<assetNumber>A8<\/assetNumber>)/,
        '$1<reportingPeriodEndingDate>01-31-2026</reportingPeriodEndingDate>',
      )
    expect(await load(file(mended))).toMatchObject({ read: 7n, taken: 7n, rejected: 0n })
    const [kept] = await test.db.query(
      `select d.attributes ->> 'originatorName' as name from book.loan l join book.loan_description d using (customer_id, loan_id) where loan_number = 'A6'`,
    )
    expect(kept).toEqual({ name: 'B & Sons <Ltd>' })
  })

  it.each([100, 2, 1])(
    'the same loan and month twice, in batches of %s: identical is a duplicate, different is refused with both lines',
    async batchRecords => {
      const report = await load(
        file(xml(LOAN, LOAN, { ...LOAN, reportingPeriodActualEndBalanceAmount: '1.00' }), 'twice.xml'),
        { batchRecords },
      )
      expect(report).toMatchObject({ read: 3n, taken: 1n, duplicates: 1n, rejected: 1n, balanceMinor: 1_500_000n })
      expect(report.problems).toEqual([
        "twice.xml: line 41: assetNumber 'A1' is in this file already for the same month with other content, on line 3",
      ])
    },
  )

  it('a derived id that belongs to another number is refused, in the book and within the file', async () => {
    await addPortfolio(test.db, { code: portfolio, currency: 'USD', jurisdiction: 'US' })
    await test.db.query('insert into book.customer (customer_id, lender, customer_number) values ($1, $2, $3)', [
      customerId(portfolio, 'A1'),
      portfolio,
      'SOMEONE ELSE',
    ])
    const report = await load(file(xml(LOAN, { ...LOAN, assetNumber: 'A2' })))
    expect(report).toMatchObject({ taken: 1n, rejected: 1n })
    expect(report.problems[0]).toMatch(/assetNumber 'A1' has the same derived id as another number/)
  })

  it('a file in which nothing is good still leaves a run and an entry in the evidence', async () => {
    const before = (await traces()) as { runs: bigint; entries: bigint; loans: bigint }
    const report = await load(file(xml({ ...LOAN, currentDelinquencyStatus: 'late' })))
    expect(report).toMatchObject({ read: 1n, taken: 0n, rejected: 1n, balanceMinor: 0n })
    // one for the portfolio, which was not there yet, and one for the import
    expect(await traces()).toMatchObject({ runs: before.runs + 1n, entries: before.entries + 2n, loans: before.loans })
    const [entry] = await test.db.query<{ body: Buffer }>(
      'select content as body from evidence.entry order by entry_id desc limit 1',
    )
    expect(JSON.parse(entry?.body.toString('utf8') ?? '')).toMatchObject({
      kind: 'import.finished',
      read: '1',
      taken: '0',
      rejected: '1',
      portfolio,
    })
  })
})

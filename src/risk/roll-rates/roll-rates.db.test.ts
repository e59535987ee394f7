// The Ally panel through the shipped mappings, and the figures that were published for it; roll rates on a small history by hand.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { sharedData, testDatabase, testFolder } from '../../../test/kit/index.ts'
import { addPortfolio, type CsvReport, importCsv, parseMapping, readMapping } from '../../book/index.ts'
import { ROOT } from '../../platform/index.ts'
import { missedPayments, rollRates } from '../index.ts'

const test = testDatabase()
const panel = sharedData('ally-panel')
const folder = testFolder()

function load(file: string, mapping: string): Promise<CsvReport> {
  return importCsv(test.db, {
    path: join(panel.path, file),
    mapping: readMapping(join(ROOT, 'docs/imports', mapping)),
    portfolio: 'ALLY',
    rejectFolder: folder,
    isDryRun: false,
  })
}

describe.skipIf(panel.absent)(`the Ally panel through the shipped mappings ${panel.reason}`, () => {
  let months: CsvReport | undefined

  beforeAll(async () => {
    await addPortfolio(test.db, { code: 'ALLY', currency: 'USD', jurisdiction: 'US' })
    await load('ally_loans_static.csv.gz', 'ally-vehicles.json')
    await load('ally_loans_static.csv.gz', 'ally-loans.json')
    months = await load('ally_loan_months.csv.gz', 'ally-loan-months.json')
  })

  it('takes all 3,513 loans and 111,689 loan-months, and nothing twice', async () => {
    expect(months).toMatchObject({
      read: 111_689n,
      taken: 111_689n,
      duplicates: 0n,
      rejected: 0n,
      loans: 3_513n,
      historyMonths: 111_689n,
    })
    const [loans] = await test.db.query('select count(*) as loans, count(vehicle_id) as vehicles from book.loan')
    expect(loans).toEqual({ loans: 3_513n, vehicles: 3_513n })
    const again = await load('ally_loans_static.csv.gz', 'ally-loans.json')
    expect(again).toMatchObject({ read: 3_513n, taken: 0n, duplicates: 3_513n, rejected: 0n })
  })

  it('keeps the outcomes of the researchers: shares as published', async () => {
    const [row] = await test.db.query<Record<string, string>>(`
      select round(100.0 * avg((attributes ->> 'default_3zero')::int), 1)::text as defaulted,
        round(100.0 * avg((attributes ->> 'default_3zero')::int) filter (where attributes ->> 'deal' = 'AART 2017-3'), 1)::text as used,
        round(100.0 * avg((attributes ->> 'default_3zero')::int) filter (where attributes ->> 'deal' <> 'AART 2017-3'), 1)::text as new,
        round(100.0 * avg((attributes ->> 'repaid')::int), 1)::text as repaid,
        round(100.0 * avg((attributes ->> 'censored')::int), 1)::text as open
      from book.loan`)
    expect(row).toEqual({ defaulted: '11.2', used: '11.9', new: '10.0', repaid: '53.8', open: '35.0' })
  })

  it('reproduces the published roll rates to the decimal', async () => {
    const rows = await missedPayments(test.db, 'ALLY')
    const total = rows.reduce((sum, row) => sum + row.months, 0n)
    const missed = rows.reduce((sum, row) => sum + row.nextMissed, 0n)
    expect(total).toBe(105_528n)
    expect(percent(missed, total)).toBe('9.4')
    expect(rows.map(row => [row.missedInARow, percent(row.nextMissed, row.months)])).toEqual([
      [0, '7.5'],
      [1, '16.5'],
      [2, '52.6'],
      [3, '61.8'],
      [4, '64.7'],
    ])
  })

  it('infers arrears from missed months only: an unknown payment never makes a loan late', async () => {
    const [row] = await test.db.query<{ late: bigint; wrong: bigint }>(`
      with last as (select distinct on (customer_id, loan_id) * from book.loan_month_latest order by customer_id, loan_id, period_ends_on desc)
      select count(*) filter (where a.oldest_unpaid_due_on is not null) as late,
        count(*) filter (where (a.oldest_unpaid_due_on is not null) <> coalesce(m.paid_minor = 0 and m.end_balance_minor > 0, false)) as wrong
      from book.arrears a join last m using (customer_id, loan_id)`)
    expect(row?.wrong).toBe(0n)
    // counted in the file by hand: loans whose last month has a balance and no payment
    expect(row?.late).toBe(95n)
  })
})

describe('roll rates of reported buckets', () => {
  it('count each step once, end at charge-off and leave out months that are missing or silent', async () => {
    await addPortfolio(test.db, { code: 'ROLL', currency: 'USD', jurisdiction: 'US' })
    const file = (name: string, text: string): string => {
      const path = join(folder, name)
      writeFileSync(path, text)
      return path
    }
    const take = (path: string, mapping: unknown) =>
      importCsv(test.db, {
        path,
        mapping: parseMapping(mapping, 'm'),
        portfolio: 'ROLL',
        rejectFolder: folder,
        isDryRun: false,
      })
    await take(file('loans.csv', 'no\nA\nB\nC\n'), {
      kind: 'loan',
      currency: 'USD',
      customers: 'create',
      fields: { loan_number: 'no', customer_number: 'no' },
    })
    const rows = [
      ['A', '2026-01-31', '0', ''],
      ['A', '2026-02-28', '20', ''],
      ['A', '2026-03-31', '51', ''],
      ['A', '2026-04-30', '', 'charged_off'],
      ['B', '2026-01-31', '0', ''],
      ['B', '2026-02-28', '0', ''],
      ['C', '2026-01-31', '0', ''],
      // February is missing: no step from January to March
      ['C', '2026-03-31', '0', ''],
    ]
    await take(file('months.csv', `no,end,dpd,status\n${rows.map(row => row.join(',')).join('\n')}\n`), {
      kind: 'loan_month',
      currency: 'USD',
      fields: { loan_number: 'no', period_ends_on: 'end', days_past_due: 'dpd', status: 'status' },
    })
    expect(await rollRates(test.db, 'ROLL')).toEqual([
      { from: '0', to: '0', loans: 1n, share: '0.5000' },
      { from: '0', to: '1', loans: 1n, share: '0.5000' },
      { from: '1', to: '2', loans: 1n, share: '1.0000' },
      { from: '2', to: 'charged_off', loans: 1n, share: '1.0000' },
    ])
  })
})

function percent(part: bigint, whole: bigint): string {
  return ((Number(part) / Number(whole)) * 100).toFixed(1)
}

// Every asset-level file of the shared data, in order of months, against what a few lines of regular expressions read from the raw XML and
// against the counts that the data's own README states.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { sharedData, testDatabase, testFolder } from '../../../../test/kit/index.ts'
import { must } from '../../../kernel/index.ts'
import { importAbsEe } from '../../index.ts'
import { deriveFromMonths } from '../derive-from-months.ts'
import type { ImportReport } from '../import-run.ts'
import { findPortfolio } from '../portfolio.ts'

const test = testDatabase()
const xml = sharedData('absee/xml')
const folder = testFolder()

// file (without ending), records, distinct loans, 30+ days, repossessed, charged off: of records, from the README
const README = `
  Ally_Auto_Receivables_Trust_2017-1_2017-01        |   44 |   44 | 16 |  4 |   0
  Ally_Auto_Receivables_Trust_2017-1_2017-02        |   44 |   44 | 19 | 12 |   4
  Ally_Auto_Receivables_Trust_2017-1_2017-03        |   44 |   44 |  5 | 35 |  15
  Ally_Auto_Receivables_Trust_2017-1_2017-04        |   44 |   44 |  0 | 43 |  25
  CarMax_Auto_Owner_Trust_2017-1_2016-12            |  183 |   99 |  6 |  0 |   0
  CarMax_Auto_Owner_Trust_2017-1_2017-01            |   99 |   99 | 58 | 10 |   0
  CarMax_Auto_Owner_Trust_2017-1_2017-02            |   99 |   99 | 76 | 26 |  11
  CarMax_Auto_Owner_Trust_2017-1_2017-03            |   99 |   99 | 91 | 68 |  16
  CarMax_Auto_Owner_Trust_2017-1_2017-04            |   99 |   99 | 96 | 78 |  72
  Ford_Credit_Auto_Owner_Trust_2017-A_2017-01       |  331 |  331 |  9 |  2 | 117
  Ford_Credit_Auto_Owner_Trust_2017-A_2017-02       |  214 |  214 |  1 | 13 |  82
  Ford_Credit_Auto_Owner_Trust_2017-A_2017-03       |  266 |  133 |  0 | 24 | 264
  ford_2025-a_2026-07_4loans                        |    4 |    4 |  0 |  0 |   1
  worldomni_2020-07_200loans                        |  200 |  200 |  2 |  0 |   0
  worldomni_2020-07_7572loans                       | 7572 | 7572 | 46 |  0 |   0`
  .trim()
  .split('\n')
  .map(line => line.trim().split(/\s*\|\s*/))
  .map(([name = '', ...numbers]) => ({ name, numbers: numbers.map(Number) }))

type Asset = ReadonlyMap<string, readonly string[]>

/** The oracle: records of a file without an XML parser. */
function assetsOf(file: string): Asset[] {
  const bytes = readFileSync(join(xml.path, file))
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return [...text.matchAll(/<assets>([\s\S]*?)<\/assets>/g)].map(([, body = '']) => {
    const fields = new Map<string, string[]>()
    for (const [, name = '', value = ''] of body.matchAll(/<(\w+)>([^<]*)</g))
      fields.set(name, [...(fields.get(name) ?? []), value])
    return fields
  })
}

const one = (asset: Asset, name: string): string | undefined => asset.get(name)?.[0]
const numberAssets = (assets: readonly Asset[]): Asset[] => [
  ...new Map(assets.map(asset => [one(asset, 'assetNumber'), asset])).values(),
]

/** Cents of a decimal text; the files' balances have no parts of a cent. */
function cents(text: string | undefined): bigint {
  const [whole = '0', fraction = ''] = (text ?? '0').split('.')
  return BigInt(`${whole}${fraction.replace(/0+$/, '').padEnd(2, '0')}`)
}

const fileOf = (name: string): string =>
  readdirSync(xml.path).find(file => file.replace(/\.xml(\.gz)?$/, '') === name) ?? name

function load(name: string, portfolio: string): Promise<ImportReport> {
  return importAbsEe(test.db, { path: join(xml.path, fileOf(name)), portfolio, rejectFolder: folder })
}

describe.skipIf(xml.absent)(`real asset-level files ${xml.reason}`, () => {
  it('are all listed here', () => {
    expect(
      readdirSync(xml.path)
        .map(file => file.replace(/\.xml(\.gz)?$/, ''))
        .sort(),
    ).toEqual(README.map(row => row.name).sort())
  })

  // one portfolio a deal, so that the months of a deal build on each other
  it.each(README)(
    '$name: counts and balance to the cent, then once more: all duplicates',
    async ({ name, numbers }) => {
      const portfolio = name.replace(/_\d{4}-\d\d(_\d+loans)?$/, '').concat(name.match(/_\d+loans$/)?.[0] ?? '')
      const [records = 0, loans = 0, late = 0, repossessed = 0, chargedOff = 0] = numbers
      const assets = assetsOf(fileOf(name))
      const distinct = numberAssets(assets)
      const balance = distinct.reduce(
        (sum, asset) => sum + cents(one(asset, 'reportingPeriodActualEndBalanceAmount')),
        0n,
      )

      const report = await load(name, portfolio)
      expect(report).toMatchObject({
        read: BigInt(records),
        taken: BigInt(loans),
        duplicates: BigInt(records - loans),
        rejected: 0n,
        loans: BigInt(loans),
        historyMonths: BigInt(loans),
        balanceMinor: balance,
      })

      // the README counts records; files with records twice count them twice
      const [stored] = await test.db.query(
        `select count(*) filter (where days_past_due >= 30) as late, count(*) filter (where is_repossessed) as repossessed,
         count(*) filter (where charged_off_minor > 0) as charged_off, sum(end_balance_minor)::bigint as balance
       from book.loan_month where import_run_id = $1`,
        [report.importRunId],
      )
      const twice = records - loans === loans ? 2 : 1
      const oracle = (test: (asset: Asset) => boolean): bigint => BigInt(distinct.filter(test).length)
      expect(stored).toEqual({
        late: oracle(asset => Number(one(asset, 'currentDelinquencyStatus') ?? 0) >= 30),
        repossessed: oracle(asset => one(asset, 'repossessedIndicator') === 'true'),
        charged_off: oracle(asset => Number(one(asset, 'chargedoffPrincipalAmount') ?? 0) > 0),
        balance,
      })
      if (records === loans || twice === 2) {
        expect(stored).toMatchObject({
          late: BigInt(late / twice),
          repossessed: BigInt(repossessed / twice),
          charged_off: BigInt(chargedOff / twice),
        })
      }

      const before = await bookDigest()
      expect(await load(name, portfolio)).toMatchObject({
        read: BigInt(records),
        taken: 0n,
        duplicates: BigInt(records),
        rejected: 0n,
        historyMonths: 0n,
      })
      expect(await bookDigest()).toEqual(before)
    },
  )

  it('all 72 fields come back from columns and JSON, repeated ones as lists', async () => {
    const [deal, months] = ['Ford_Credit_Auto_Owner_Trust_2017-A', ['2017-01', '2017-02']] as const
    for (const month of months) {
      for (const asset of numberAssets(assetsOf(fileOf(`${deal}_${month}`)))) {
        const [row] = await test.db.query<{ attributes: Record<string, unknown>; months: Record<string, unknown> }>(
          `select m.attributes || d.attributes as attributes, to_jsonb(m) as months from book.loan l join book.loan_month m using (customer_id, loan_id)
           join book.loan_description d using (customer_id, loan_id, description_sha256)
           where l.loan_number = $1 and to_char(m.period_ends_on, 'YYYY-MM') = $2 and l.portfolio_id = (select portfolio_id from book.portfolio where code = $3)`,
          [one(asset, 'assetNumber'), month, deal],
        )
        const kept = { ...row?.attributes }
        for (const [column, field] of Object.entries(MONTH_COLUMNS)) {
          const value = row?.months[column]
          if (value !== null && value !== undefined) kept[field] = value
        }
        expect(Object.keys(kept).sort()).toEqual([...asset.keys()].sort())
        for (const [field, values] of asset) {
          if (Object.values(MONTH_COLUMNS).includes(field)) continue
          expect(kept[field], field).toEqual(values.length > 1 ? values : values[0])
        }
      }
    }
  })

  it('asset numbers stay text to the character: leading zeros, base64, 18 digits', async () => {
    for (const { name } of README) {
      const numbers = numberAssets(assetsOf(fileOf(name))).map(asset => one(asset, 'assetNumber'))
      const [row] = await test.db.query<{ found: bigint }>(
        'select count(distinct loan_number) as found from book.loan where loan_number = any($1)',
        [numbers],
      )
      expect(row?.found, name).toBe(BigInt(numbers.length))
    }
  })

  it('after the months in sequence the loan shows the last month it was in, and a loan that vanished keeps its own', async () => {
    const months = ['2017-01', '2017-02', '2017-03']
    const last = new Map<string, { month: string; asset: Asset }>()
    for (const month of months) {
      for (const asset of assetsOf(fileOf(`Ford_Credit_Auto_Owner_Trust_2017-A_${month}`)))
        last.set(one(asset, 'assetNumber') ?? '', { month, asset })
    }
    const rows = await test.db.query<{ loan_number: string; month: string; balance_minor: bigint; dpd: number }>(
      `select l.loan_number, to_char(a.aged_on, 'YYYY-MM') as month, a.balance_minor, coalesce(a.aged_on - a.oldest_unpaid_due_on, 0) as dpd
       from book.loan l join book.arrears a using (customer_id, loan_id) join book.portfolio p on p.portfolio_id = l.portfolio_id
       where p.code = 'Ford_Credit_Auto_Owner_Trust_2017-A'`,
    )
    expect(rows).toHaveLength(last.size)
    for (const row of rows) {
      const expected = last.get(row.loan_number)
      expect(row.month).toBe(expected?.month)
      expect(row.balance_minor).toBe(cents(expected && one(expected.asset, 'reportingPeriodActualEndBalanceAmount')))
      expect(row.dpd).toBe(Number((expected && one(expected.asset, 'currentDelinquencyStatus')) ?? 0))
    }
  })

  it('the amount past due is whole instalments on all issuers: what the next payment holds beyond a regular one', async () => {
    const rows = await test.db.query<{ missed: number; loans: bigint }>(
      `select ((a.aged_on - a.oldest_unpaid_due_on - 1) / 30 + 1)::int as missed, count(*) as loans
       from book.arrears a join book.loan l using (customer_id, loan_id)
       where l.status = 'open' and a.oldest_unpaid_due_on is not null and a.due_minor < a.balance_minor
         and abs(a.due_minor - l.payment_minor * ((a.aged_on - a.oldest_unpaid_due_on - 1) / 30 + 1)) <= l.payment_minor
       group by 1 order by 1`,
    )
    const [all] = await test.db.query<{ loans: bigint }>(
      `select count(*) as loans from book.arrears a join book.loan l using (customer_id, loan_id)
       where l.status = 'open' and a.oldest_unpaid_due_on is not null and a.due_minor < a.balance_minor`,
    )
    const near = rows.reduce((sum, row) => sum + row.loans, 0n)
    // partial payments and extensions make some differ by more than one instalment
    expect(Number(near) / Number(all?.loans)).toBeGreaterThan(0.97)
  })

  it('batches of any size end in the same counts and the same book, repeats within a file included', async () => {
    for (const [deal, name] of [
      ['CARMAX', 'CarMax_Auto_Owner_Trust_2017-1_2016-12'],
      ['FORD', 'Ford_Credit_Auto_Owner_Trust_2017-A_2017-03'],
    ] as const) {
      const path = join(xml.path, fileOf(name))
      const take = async (portfolio: string, batchRecords: number) => {
        const report = await importAbsEe(test.db, { path, portfolio, rejectFolder: folder, batchRecords })
        const { importRunId: _, rejectFile: __, ...counts } = report
        const state = await test.db.query(
          `select l.loan_number, l.status, l.payment_minor, l.annual_rate, a.oldest_unpaid_due_on, a.due_minor, a.balance_minor, a.aged_on,
             m.months, s.spells, d.descriptions
           from book.loan l
           join book.arrears a using (customer_id, loan_id)
           join book.portfolio p on p.portfolio_id = l.portfolio_id
           left join lateral (select jsonb_agg(to_jsonb(m) - 'customer_id' - 'loan_id' - 'import_run_id' order by period_ends_on) as months
             from book.loan_month m where m.customer_id = l.customer_id and m.loan_id = l.loan_id) m on true
           left join lateral (select jsonb_agg(to_jsonb(s) - 'customer_id' - 'loan_id' order by started_on) as spells
             from book.overdue_spell s where s.customer_id = l.customer_id and s.loan_id = l.loan_id) s on true
           left join lateral (select count(*) as descriptions from book.loan_description d
             where d.customer_id = l.customer_id and d.loan_id = l.loan_id) d on true
           where p.code = $1 order by l.loan_number`,
          [portfolio],
        )
        return { counts, state }
      }
      const whole = await take(`${deal}-1`, 100_000)
      expect(whole.counts.read).toBeGreaterThan(whole.counts.loans)
      expect(await take(`${deal}-2`, 7)).toEqual(whole)
      expect(await take(`${deal}-3`, 1)).toEqual(whole)
    }
  })

  it('the short way through one month leaves every loan as the long way through all its months would', async () => {
    const digest = await bookDigest()
    await test.db.transaction(async tx => {
      const portfolios = await tx.query<{ portfolio_id: number; code: string }>(
        'select portfolio_id, code from book.portfolio',
      )
      expect(portfolios.length).toBeGreaterThan(4)
      for (const { portfolio_id: portfolioId, code } of portfolios) {
        await tx.query(
          `create temporary table touched on commit drop as
           select customer_id, loan_id, true as is_deep from book.loan where portfolio_id = $1`,
          [portfolioId],
        )
        await deriveFromMonths(tx, must(await findPortfolio(tx, code), code))
        await tx.query('drop table touched, month_days')
      }
    })
    expect(await bookDigest()).toEqual(digest)
  })

  it('months out of order end in the same book as months in order', async () => {
    const deal = 'CarMax_Auto_Owner_Trust_2017-1'
    for (const month of ['2017-03', '2016-12', '2017-04', '2017-01', '2017-02'])
      await load(`${deal}_${month}`, 'SHUFFLED')
    const state = (portfolio: string) =>
      test.db.query(
        `select l.loan_number, l.status, l.is_repossessed, l.payment_minor, l.matures_on, a.oldest_unpaid_due_on, a.due_minor, a.balance_minor,
           a.aged_on, s.spells, m.months
         from book.loan l
         join book.arrears a using (customer_id, loan_id)
         join book.portfolio p on p.portfolio_id = l.portfolio_id
         left join lateral (select jsonb_agg(to_jsonb(s) - 'customer_id' - 'loan_id' order by started_on) as spells from book.overdue_spell s
           where s.customer_id = l.customer_id and s.loan_id = l.loan_id) s on true
         left join lateral (select count(*) as months from book.loan_month_latest m where m.customer_id = l.customer_id and m.loan_id = l.loan_id) m on true
         where p.code = $1 order by l.loan_number`,
        [portfolio],
      )
    expect(await state('SHUFFLED')).toEqual(await state(deal))
  })

  async function bookDigest(): Promise<unknown> {
    const [row] = await test.db.query(
      `select (select count(*) from book.loan_month) as months, (select sum(hashtextextended(l::text, 0)) from book.loan l) as loans,
         (select sum(hashtextextended(a::text, 0)) from book.arrears a) as arrears, (select count(*) from book.change) as changes,
         (select sum(hashtextextended(s::text, 0)) from book.overdue_spell s) as spells`,
    )
    return row
  }
})

const MONTH_COLUMNS: Readonly<Record<string, string>> = {
  period_ends_on: 'reportingPeriodEndingDate',
  days_past_due: 'currentDelinquencyStatus',
  end_balance_minor: 'reportingPeriodActualEndBalanceAmount',
  scheduled_minor: 'reportingPeriodScheduledPaymentAmount',
  paid_minor: 'totalActualAmountPaid',
  charged_off_minor: 'chargedoffPrincipalAmount',
  recovered_minor: 'recoveredAmount',
  is_repossessed: 'repossessedIndicator',
  next_payment_minor: 'nextReportingPeriodPaymentAmountDue',
}

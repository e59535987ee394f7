// Law 3, asked of the database itself: PostgreSQL notes with every row the transaction that wrote it (xmin). Whatever the product did, each row
// of each table must come from a transaction that also wrote an entry of the evidence. A new table is looked at without being named here.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeAssetFile } from '../../bench/import-file.ts'
import {
  addFictionalPeople,
  addPortfolio,
  erasePerson,
  importAbsEe,
  importCsv,
  parseMapping,
  recordReceipt,
  reverseReceipt,
} from '../../src/book/index.ts'
import { buildDemo, DEMO_AS_OF, drawPerson, Random } from '../../src/demo/index.ts'
import { addDays } from '../../src/kernel/index.ts'
import { runNight } from '../../src/night/index.ts'
import { ROOT, silentLog, systemClock } from '../../src/platform/index.ts'
import { adoptShipped, runReplay } from '../../src/strategy/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

// Nothing of these is about the book: the schema's own book-keeping, and the entries themselves.
const OTHER_SCHEMAS = ['platform', 'evidence', 'information_schema', 'pg_catalog', 'pg_toast']

const [D, NEXT] = [DEMO_AS_OF, addDays(DEMO_AS_OF, 1)]

describe('every write leaves evidence in its own transaction', () => {
  const test = testDatabase()
  const folder = testFolder()
  const kinds = async () => {
    const rows = await test.db.query<{ kind: string }>('select distinct kind from evidence.outbox order by kind')
    return rows.map(row => row.kind)
  }

  /** Rows without an entry, by table; and how many rows were looked at. */
  async function unrecorded(): Promise<{ readonly looked: bigint; readonly tables: Record<string, bigint> }> {
    const tables = await test.db.query<{ name: string }>(
      `select format('%I.%I', nspname, relname) as name
       from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       where relkind = 'r' and nspname <> all ($1) and nspname !~ '^pg_' order by 1`,
      [OTHER_SCHEMAS],
    )
    const counts = await Promise.all(
      tables.map(async ({ name }) => {
        const [count] = await test.db.query<{ rows: bigint; missing: bigint }>(
          `select count(*) as rows, count(*) filter (where xmin::text not in (select xmin::text from evidence.outbox)) as missing from ${name}`,
        )
        return { name, rows: count?.rows ?? 0n, missing: count?.missing ?? 0n }
      }),
    )
    return {
      looked: counts.reduce((sum, { rows }) => sum + rows, 0n),
      tables: Object.fromEntries(
        counts.filter(({ missing }) => missing > 0n).map(({ name, missing }) => [name, missing]),
      ),
    }
  }

  const expectRecorded = async (rowsMin: bigint) => {
    const { looked, tables } = await unrecorded()
    expect(tables).toEqual({})
    expect(looked).toBeGreaterThan(rowsMin)
  }

  const night = (portfolio: string, businessDate: string) =>
    runNight(test.db, { businessDate, portfolio, workers: 2, loansPerSlice: 100, clock: systemClock, log: silentLog })

  it('sees a row that a transaction without an entry wrote', async () => {
    await test.db.query(`insert into strategy.queue (queue, name_zh, name_en) values ('unseen', '无', 'none')`)
    expect((await unrecorded()).tables).toEqual({ 'strategy.queue': 1n })
    await test.db.query(`delete from strategy.queue where queue = 'unseen'`)
  })

  it('when a portfolio is added and tapes are imported', async () => {
    const masterKey = await test.db.masterKey()
    const rejectFolder = join(folder, 'rejects')
    await addPortfolio(test.db, { code: 'CN-TAPE', currency: 'CNY', jurisdiction: 'CN' })
    await expectRecorded(0n)
    for (const [name, mapping, rows] of TAPES) {
      const path = join(folder, `${name}.csv`)
      writeFileSync(path, rows)
      const report = await importCsv(test.db, {
        path,
        mapping: parseMapping(mapping, name),
        portfolio: 'CN-TAPE',
        rejectFolder,
        isDryRun: false,
      })
      expect([report.taken, report.rejected], name).toEqual([2n, 0n])
    }
    await expectRecorded(8n)
    const assets = join(folder, 'assets.xml')
    const addPeople = addFictionalPeople(masterKey, (_, place) => ({
      ...drawPerson('US', new Random(place, 'customer', place)),
      email: 'someone@example.com',
    }))
    for (const periodEnd of ['09-30-2026', '10-31-2026']) {
      await writeAssetFile(assets, { records: 40, periodEnd })
      await importAbsEe(test.db, { path: assets, portfolio: 'US-TAPE', rejectFolder, addPeople })
    }
    await expectRecorded(200n)
    expect(await kinds()).toEqual(['import.finished', 'portfolio.added'])
  })

  it('when a book is built, a strategy adopted, nights run and money comes, is reversed and comes late', async () => {
    await buildDemo(test.db, { loans: 400, seed: 5, asOf: D, onProgress: () => undefined })
    await adoptShipped(test.db, { portfolio: 'CN-DEMO', startsOn: D, challengerShare: 1_000 })
    await expectRecorded(5_000n)
    for (const portfolio of ['CN-DEMO', 'US-TAPE', 'CN-TAPE']) await night(portfolio, D)
    await expectRecorded(5_000n)
    const [loan] = await test.db.query<{ loan_number: string; arrears_minor: bigint }>(
      `select loan_number, arrears_minor from strategy.task join book.loan using (customer_id, loan_id) join book.portfolio on portfolio.portfolio_id = task.portfolio_id
       where code = 'CN-DEMO' and state = 'open' and arrears_minor > 0 order by loan_number limit 1`,
    )
    if (!loan) throw new Error('the demo has a customer in arrears')
    const money = { portfolio: 'CN-DEMO', loanNumber: loan.loan_number, valueOn: D }
    const came = await recordReceipt(test.db, { ...money, receiptNumber: 'R-1', amountMinor: loan.arrears_minor })
    expect(came.ok).toBe(true)
    await night('CN-DEMO', D)
    const back = await reverseReceipt(test.db, { ...money, receiptNumber: 'R-2', reversesReceiptNumber: 'R-1' })
    expect(back.ok).toBe(true)
    await night('CN-DEMO', D)
    await night('CN-DEMO', NEXT)
    await expectRecorded(5_000n)
    for (const kind of [
      'day.opened',
      'slice.decided',
      'slice.redecided',
      'run.sealed',
      'receipt.recorded',
      'demo.built',
    ])
      expect(await kinds()).toContain(kind)
  })

  it('when a strategy is replayed and a person erased', async () => {
    const candidate = { kind: 'folder', folder: join(ROOT, 'tables/strategy/cn') } as const
    const asked = { portfolio: 'CN-DEMO', from: D, to: D, candidate, examples: 1, workers: 1, clock: systemClock }
    await runReplay(test.db, asked)
    const [key] = await test.db.query<{ customer_id: bigint }>('select customer_id from vault.customer_key limit 1')
    if (!key) throw new Error('the demo seals people')
    const erasure = { customerId: key.customer_id, reason: 'asked for', by: 'Ann Example' }
    expect((await erasePerson(test.db, { ...erasure, approvedBy: 'ann example' })).ok).toBe(false)
    expect((await erasePerson(test.db, { ...erasure, approvedBy: 'Ben Example' })).ok).toBe(true)
    expect((await erasePerson(test.db, { ...erasure, approvedBy: 'Ben Example' })).ok).toBe(false)
    const erased = await test.db.query(`select customer_id from evidence.outbox where kind = 'customer.erased'`)
    expect(erased).toEqual([key])
    await expectRecorded(5_000n)
    expect(await kinds()).toContain('replay.run')
  })
})

const TAPES: readonly (readonly [name: string, mapping: unknown, rows: string])[] = [
  [
    'loans',
    {
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
    },
    'loan,customer,opened,principal,rate\nL1,C1,2026-01-05,12000.00,12\nL2,C2,2026-01-05,6000.00,12\n',
  ],
  [
    'instalments',
    {
      kind: 'instalment',
      currency: 'CNY',
      fields: { loan_number: 'loan', instalment_number: 'number', due_on: 'due', principal: 'principal' },
    },
    'loan,number,due,principal\nL1,1,2026-10-05,12000.00\nL2,1,2026-12-05,6000.00\n',
  ],
  [
    'receipts',
    {
      kind: 'receipt',
      currency: 'CNY',
      fields: { loan_number: 'loan', receipt_number: 'receipt', value_on: 'day', amount: 'amount' },
    },
    'loan,receipt,day,amount\nL1,A1,2026-10-06,500.00\nL2,A2,2026-10-06,100.00\n',
  ],
]

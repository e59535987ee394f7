// A tape loaded by CSV may tell more than was known on the date of the first night: money of later days, or nothing due yet. Whatever day the import
// worked the rows out for, the night's step makes them what they were on its own date.

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { ageArrears, fillAsOf, openAsOf } from '../../src/book/index.ts'
import { ID_MAX } from '../../src/kernel/index.ts'
import type { Sql } from '../../src/platform/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { testSeed } from '../kit/random.ts'
import { loadCsv, type Tape } from './load-csv.ts'
import { arrearsOn, type OracleLoan, seenOn, spellsOn } from './loan-oracle.ts'
import { addRulePortfolios, anyLoan, dateOf, RULES } from './random-loan.ts'

const LOANS = 360
const seed = testSeed()
const loans: OracleLoan[] = fc.sample(anyLoan, { numRuns: LOANS, seed })
const ruleOf = (loan: OracleLoan) => RULES.findIndex(({ order, span }) => order === loan.order && span === loan.span)

const database = testDatabase()
const folder = testFolder()
let portfolios: number[] = []

/** Loads rows of one kind into every portfolio that has some. */
async function load(kind: Tape['kind'], rowsOf: (loan: OracleLoan, number: number) => Tape['rows']) {
  for (const rule of RULES.keys()) {
    const rows = loans.flatMap((loan, index) => (ruleOf(loan) === rule ? rowsOf(loan, index + 1) : []))
    const report = await loadCsv(database.db, { folder, portfolio: `RULE-${rule + 1}`, kind, rows })
    expect(report.problems).toEqual([])
    expect(report.taken).toBe(BigInt(rows.length))
  }
}

const receiptRows = (loan: OracleLoan, number: number): Tape['rows'] =>
  loan.receipts.flatMap(({ id, valueDay, amount, isReversed }) => [
    [number, `R${id}`, dateOf(valueDay), amount],
    ...(isReversed ? [[number, `B${id}`, dateOf(valueDay), amount, `R${id}`]] : []),
  ])

describe(`the first night after a tape of ${LOANS} awkward loans (seed ${seed}, CUREBOOK_TEST_SEED)`, () => {
  beforeAll(async () => {
    portfolios = await database.db.transaction(tx => addRulePortfolios(tx, 'RULE'))
    await load('loan', (_, number) => [[number, number, 'level_payment']])
    await load('instalment', ({ instalments }, loan) =>
      instalments.map(({ number, dueDay, amounts: { principal, interest, fee } }) => [
        loan,
        number,
        dateOf(dueDay),
        principal,
        interest,
        fee,
      ]),
    )
    await load('receipt', receiptRows)
  })

  it('has every row beyond most dates before it', async () => {
    const [row] = await database.db.query<{ rows: bigint; ahead: bigint }>(
      'select count(*) as rows, count(*) filter (where aged_on > $1::date) as ahead from book.arrears',
      [dateOf(120)],
    )
    expect(row?.rows).toBe(BigInt(LOANS))
    expect(Number(row?.ahead)).toBeGreaterThan(LOANS / 2)
  })

  // before the first due date, among the money, after all of it, and back again
  it.each([120, -10, 0, 45, 300, 62])('day %i: rows are as of that day, and a second time none moves', async day => {
    await age(day)
    await expectAsOf(day)
    expect(await age(day)).toBe(0)
  })

  it('once a day is open, money that comes later or of a later day is worked out for that day', async () => {
    await database.db.query('update book.portfolio set business_date = $1', [dateOf(31)])
    await age(31)
    await expectAsOf(31)
    for (const [index, loan] of loans.entries()) {
      const receipts = [
        ...loan.receipts,
        { id: 99n, valueDay: 31 + (index % 40) - 20, amount: 150n, isReversed: false },
      ]
      loans[index] = { ...loan, receipts }
    }
    const last = (loan: OracleLoan) => ({ ...loan, receipts: loan.receipts.slice(-1) })
    await load('receipt', (loan, number) => receiptRows(last(loan), number))
    await expectAsOf(31)
    await database.db.query('update book.portfolio set business_date = $1', [dateOf(33)])
    expect(await age(33)).toBeGreaterThan(0)
    await expectAsOf(33)
  })
})

async function age(day: number): Promise<number> {
  let moved = 0
  for (const portfolioId of portfolios) {
    moved += await ageArrears(database.db, { portfolioId, businessDate: dateOf(day), from: 0n, to: ID_MAX })
  }
  return moved
}

const COLUMNS = 'oldest_unpaid_due_on, due_minor, balance_minor, next_due_on, next_due_minor'

async function expectAsOf(day: number): Promise<void> {
  const kept = await stateOf(database.db, 'book')
  expect(kept).toEqual(
    loans.map((loan, index) => {
      const expected = arrearsOn(loan, day)
      return {
        number: index + 1,
        oldest_unpaid_due_on: dateOf(expected.oldestUnpaidDay),
        due_minor: expected.due,
        balance_minor: expected.balance,
        next_due_on: dateOf(expected.nextDueDay),
        next_due_minor: expected.nextDue,
        status: expected.isPaid ? 'paid_off' : 'open',
      }
    }),
  )
  const aged = await database.db.query('select from book.arrears where aged_on > $1', [dateOf(day)])
  expect(aged).toEqual([])
  expect(kept).toEqual(await lookBack(day))
  const spells = await database.db.query<Spell>(
    `select loan_number::int as number, started_on - $1::date as "startedDay", ended_on - $1::date as "endedDay", reached_30_on - $1::date as "reached30Day",
       reached_60_on - $1::date as "reached60Day", reached_90_on - $1::date as "reached90Day"
     from book.overdue_spell join book.loan using (customer_id, loan_id) order by number, started_on`,
    [dateOf(0)],
  )
  for (const [index, loan] of loans.entries()) {
    const own = spells
      .filter(({ number }) => number === index + 1)
      .map(({ startedDay, endedDay, reached30Day, reached60Day, reached90Day }) => ({
        startedDay,
        endedDay,
        reached30Day,
        reached60Day,
        reached90Day,
      }))
    expect({ loan, spells: seenOn(own, day) }).toEqual({ loan, spells: seenOn(spellsOn(loan, day), day) })
  }
}

type Spell = ReturnType<typeof spellsOn>[number] & { readonly number: number }

function stateOf(sql: Sql, schema: 'book' | 'pg_temp'): Promise<unknown[]> {
  return sql.query(
    `select known.loan_number::int as number, ${COLUMNS}, loan.status
     from ${schema}.arrears join ${schema}.loan using (customer_id, loan_id) join book.loan known using (customer_id, loan_id) order by 1`,
  )
}

/** What a replay sees of that day. */
async function lookBack(day: number): Promise<unknown[]> {
  const client = await database.db.connect()
  const session: Sql = {
    query: async <T>(text: string, values: readonly unknown[] = []) =>
      (await client.query({ text, values: [...values] })).rows as T[],
    write: async (text, values = []) => (await client.query({ text, values: [...values] })).rowCount ?? 0,
  }
  try {
    await openAsOf(session)
    await session.query('begin')
    await fillAsOf(session, { businessDate: dateOf(day), from: 0n, to: ID_MAX })
    return await stateOf(session, 'pg_temp')
  } finally {
    await client.end()
  }
}

// Tapes of receipts with rows that are refused: what is wrong with one row takes nothing from another, and a tape takes no money that the command
// for a single receipt refuses.

import { beforeAll, describe, expect, it } from 'vitest'
import { addPortfolio, recordReceipt, reverseReceipt } from '../../src/book/index.ts'
import { businessDate } from '../../src/kernel/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { loadCsv, type Tape } from './load-csv.ts'

const database = testDatabase()
const folder = testFolder()
let count = 0

/** A portfolio of its own with loan L1: three instalments of 100, the last due on 2025-03-10. */
async function contract(options: { businessDate?: string } = {}): Promise<string> {
  const portfolio = `P-${++count}`
  await addPortfolio(database.db, { code: portfolio, currency: 'CNY', jurisdiction: 'CN' })
  const rows = ['2025-01-10', '2025-02-10', '2025-03-10'].map((due, index) => ['L1', index + 1, due, 100])
  await load(portfolio, [['L1', 'C1', 'level_payment']], 'loan')
  await load(portfolio, rows, 'instalment')
  if (options.businessDate !== undefined) {
    await database.db.query('update book.portfolio set business_date = $2 where code = $1', [
      portfolio,
      options.businessDate,
    ])
  }
  return portfolio
}

function load(portfolio: string, rows: Tape['rows'], kind: Tape['kind'] = 'receipt') {
  return loadCsv(database.db, { folder, portfolio, kind, rows, name: 't.csv' })
}

const due = async (portfolio: string): Promise<bigint | undefined> =>
  (
    await database.db.query<{ due_minor: bigint }>(
      'select due_minor from book.arrears join book.portfolio using (portfolio_id) where code = $1',
      [portfolio],
    )
  )[0]?.due_minor

describe('a refused row speaks against no other', () => {
  it('a refused reversal leaves its receipt to a later one', async () => {
    const portfolio = await contract()
    const report = await load(portfolio, [
      ['L1', 'R1', '2025-01-10', 100],
      ['L1', 'B1', '2025-01-20', 90, 'R1'], // another amount
      ['L1', 'B2', '2025-01-05', 100, 'R1'], // dated before its receipt
      ['L1', 'B3', '2025-01-20', 100, 'R1'],
      ['L1', 'B4', '2025-01-21', 100, 'R1'],
    ])
    expect(report.problems).toEqual([
      "t.csv: line 3: reverses_receipt_number 'R1' has another amount than its reversal",
      "t.csv: line 4: reverses_receipt_number 'R1' has a later date than its reversal",
      "t.csv: line 6: reverses_receipt_number 'R1' was reversed already",
    ])
    expect(report).toMatchObject({ taken: 2n, rejected: 3n })
  })

  it('a row whose number stood on a refused row is judged by itself', async () => {
    const portfolio = await contract({ businessDate: '2025-02-15' })
    const report = await load(portfolio, [
      ['L1', 'R1', '2099-01-10', 100], // too far ahead
      ['L1', 'R1', '2025-01-10', 100],
      ['L1', 'R1', '2025-01-10', 100],
      ['L1', 'R1', '2025-01-11', 100],
      ['L1', 'B1', '2025-01-20', 100, 'R9'], // no such receipt
      ['L1', 'B1', '2025-01-20', 100, 'R1'],
    ])
    expect(report.problems).toEqual([
      "t.csv: line 2: value_on '2099-01-10' is more than 31 days after the business date 2025-02-15",
      `t.csv: line 5: row 'L1, R1' is in this file already with other content, on line 3`,
      "t.csv: line 6: reverses_receipt_number 'R9' is no receipt of this loan",
    ])
    expect(report).toMatchObject({ taken: 2n, duplicates: 1n, rejected: 3n })
  })

  it('a reversal refused because its receipt was reversed gives its number to the next row', async () => {
    const portfolio = await contract()
    const report = await load(portfolio, [
      ['L1', 'R1', '2025-01-10', 40],
      ['L1', 'R2', '2025-01-10', 40],
      ['L1', 'R3', '2025-01-10', 40],
      ['L1', 'B1', '2025-01-20', 40, 'R1'],
      ['L1', 'B2', '2025-01-20', 40, 'R1'], // reversed by B1
      ['L1', 'B2', '2025-01-20', 40, 'R2'],
      ['L1', 'B3', '2025-01-20', 40, 'R2'], // reversed by B2
      ['L1', 'B3', '2025-01-20', 40, 'R3'],
      ['L1', 'B4', '2025-01-21', 40, 'B3'],
      ['L1', 'B5', '2025-01-21', 40, 'R3'], // reversed by B3
    ])
    expect(report.problems).toEqual([
      "t.csv: line 6: reverses_receipt_number 'R1' was reversed already",
      "t.csv: line 8: reverses_receipt_number 'R2' was reversed already",
      "t.csv: line 10: reverses_receipt_number 'B3' is itself a reversal",
      "t.csv: line 11: reverses_receipt_number 'R3' was reversed already",
    ])
    expect(report).toMatchObject({ taken: 6n, rejected: 4n })
  })

  it('a number that stands for a receipt and for a reversal is what comes first, and no reversal of a reversal gets in', async () => {
    const portfolio = await contract()
    const report = await load(portfolio, [
      ['L1', 'R1', '2025-01-10', 40],
      ['L1', 'X', '2025-01-20', 40, 'R1'],
      ['L1', 'X', '2025-01-20', 40],
      ['L1', 'Y', '2025-01-21', 40, 'X'],
    ])
    expect(report.problems).toEqual([
      `t.csv: line 4: row 'L1, X' is in this file already with other content, on line 3`,
      "t.csv: line 5: reverses_receipt_number 'X' is itself a reversal",
    ])
  })
})

describe('how far ahead money may be dated', () => {
  // 31 days after the business date; before the first night ten years after the loan's last instalment
  it.each<[string | undefined, string, boolean]>([
    ['2025-02-15', '2025-03-18', true],
    ['2025-02-15', '2025-03-19', false],
    ['2030-01-01', '2030-01-31', true],
    [undefined, '2035-03-10', true],
    [undefined, '2035-03-11', false],
    [undefined, '2099-01-01', false],
  ])('on business date %s, money of %s is taken: %s, from a tape as by the command', async (on, valueOn, isTaken) => {
    const options = on === undefined ? {} : { businessDate: on }
    const [byTape, byCommand] = [await contract(options), await contract(options)]
    const report = await load(byTape, [['L1', 'R1', valueOn, 100]])
    const outcome = await recordReceipt(database.db, {
      portfolio: byCommand,
      loanNumber: 'L1',
      receiptNumber: 'R1',
      valueOn: businessDate(valueOn),
      amountMinor: 100n,
    })
    expect(report.taken).toBe(isTaken ? 1n : 0n)
    expect(outcome.ok ? 'taken' : outcome.refusal.code).toBe(isTaken ? 'taken' : 'book.receipt_too_far_ahead')
    expect(await due(byTape)).toBe(await due(byCommand))
    // a reversal may not be dated later either
    const early = { loanNumber: 'L1', valueOn: businessDate('2025-01-10') }
    await recordReceipt(database.db, { ...early, portfolio: byCommand, receiptNumber: 'R2', amountMinor: 50n })
    await load(byTape, [['L1', 'R2', '2025-01-10', 50]])
    const reversal = { portfolio: byCommand, loanNumber: 'L1', receiptNumber: 'B2', reversesReceiptNumber: 'R2' }
    expect((await reverseReceipt(database.db, { ...reversal, valueOn: businessDate(valueOn) })).ok).toBe(isTaken)
    expect((await load(byTape, [['L1', 'B2', valueOn, 50, 'R2']])).taken).toBe(isTaken ? 1n : 0n)
    expect(await due(byTape)).toBe(await due(byCommand))
  })

  it('what was taken in time is a duplicate when it comes again, also after the book was set back', async () => {
    const portfolio = await contract({ businessDate: '2025-03-15' })
    const rows = [['L1', 'R1', '2025-04-10', 100]]
    expect((await load(portfolio, rows)).taken).toBe(1n)
    await database.db.query(`update book.portfolio set business_date = '2025-01-31' where code = $1`, [portfolio])
    expect(await load(portfolio, rows)).toMatchObject({ duplicates: 1n, rejected: 0n })
  })

  it('money for a loan without instalments is refused, as by the command', async () => {
    const portfolio = await contract()
    await load(portfolio, [['L2', 'C2', 'level_payment']], 'loan')
    expect((await load(portfolio, [['L2', 'R1', '2025-01-10', 100]])).problems).toEqual([
      "t.csv: line 2: loan_number 'L2' is a loan without a schedule; load it with its product and instalments first",
    ])
  })
})

describe('a portfolio that takes tape after tape before its first night', () => {
  let portfolio = ''
  beforeAll(async () => {
    portfolio = await contract()
  })

  it('is worked out for the newest day it knows, in whatever order the tapes come', async () => {
    const agedOn = async () =>
      (
        await database.db.query(
          'select aged_on from book.arrears join book.portfolio using (portfolio_id) where code = $1',
          [portfolio],
        )
      )[0]
    expect(await agedOn()).toEqual({ aged_on: '2025-01-10' }) // the first due date
    await load(portfolio, [['L1', 'R1', '2025-02-20', 100]])
    expect(await agedOn()).toEqual({ aged_on: '2025-02-20' })
    await load(portfolio, [['L1', 'R2', '2025-01-15', 100]])
    expect(await agedOn()).toEqual({ aged_on: '2025-02-20' })
    expect(await due(portfolio)).toBe(0n)
  })
})

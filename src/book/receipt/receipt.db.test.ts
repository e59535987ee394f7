// The two commands that move money: what they write, what they refuse and in which order, and that doing them twice or at once does no harm.

import { beforeAll, describe, expect, it } from 'vitest'
import { openedContent, testDatabase } from '../../../test/kit/index.ts'
import { businessDate, type Outcome, type Refusal } from '../../kernel/index.ts'
import { type NewReceipt, recordReceipt } from './record-receipt.ts'
import { type NewReversal, reverseReceipt } from './reverse-receipt.ts'
import type { RecordedReceipt } from './write-receipt.ts'

const database = testDatabase()

beforeAll(async () => {
  const { db } = database
  await db.query(
    `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone, business_date)
     values ('P', 'P', 'L', 'CN', 'CNY', 0.01, 'Asia/Shanghai', '2025-02-15')`,
  )
  await db.query(
    `insert into book.customer (customer_id, lender, customer_number) select id, 'L', id::text from generate_series(1, 3) id`,
  )
  await db.query(
    `insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, product)
     select id, id, 1, 'L' || id, case id when 3 then 'tape' else 'level_payment' end from generate_series(1, 3) id`,
  )
  await db.query(
    `insert into book.instalment (customer_id, loan_id, instalment_number, due_on, principal_minor, interest_minor)
     select id, id, month, date '2025-01-10' + make_interval(months => month - 1), 100, 20 from generate_series(1, 2) id, generate_series(1, 3) month`,
  )
})

const RECEIPT: NewReceipt = {
  portfolio: 'P',
  loanNumber: 'L1',
  receiptNumber: 'R1',
  valueOn: businessDate('2025-01-10'),
  amountMinor: 100n,
}
const REVERSAL: NewReversal = {
  portfolio: 'P',
  loanNumber: 'L1',
  receiptNumber: 'B1',
  reversesReceiptNumber: 'R1',
  valueOn: businessDate('2025-02-01'),
}

function record(changes: Partial<NewReceipt> = {}) {
  return recordReceipt(database.db, { ...RECEIPT, ...changes })
}

function reverse(changes: Partial<NewReversal> = {}) {
  return reverseReceipt(database.db, { ...REVERSAL, ...changes })
}

function told(outcome: Outcome<RecordedReceipt, Refusal>): string {
  if (!outcome.ok) return outcome.refusal.code
  return outcome.value.isNew ? 'recorded' : 'was there'
}

/** Everything a command may write, counted. */
async function written(): Promise<unknown> {
  return database.db.query(
    `select (select count(*) from book.receipt) as receipts, (select count(*) from book.change) as changes,
       (select count(*) from evidence.outbox) as entries, (select coalesce(sum(due_minor), 0)::bigint from book.arrears) as due`,
  )
}

describe('a receipt', () => {
  it('is stored, spread, recorded as evidence, and told to the night, in one transaction', async () => {
    expect(told(await record())).toBe('recorded')
    expect(
      await database.db.query('select due_minor, balance_minor, oldest_unpaid_due_on, aged_on from book.arrears'),
    ).toEqual([
      // two instalments of 120 are due by the business date, 100 came
      { due_minor: 140n, balance_minor: 220n, oldest_unpaid_due_on: '2025-01-10', aged_on: '2025-02-15' },
    ])
    expect(await database.db.query('select customer_id, reason from book.change')).toEqual([
      { customer_id: 1n, reason: 'receipt' },
    ])
    const [entry] = await database.db.query<{ entry_id: bigint }>('select * from evidence.outbox')
    expect(entry).toMatchObject({ kind: 'receipt.recorded', customer_id: 1n, loan_id: 1n })
    const content = await openedContent(database.db, entry?.entry_id ?? 0n)
    expect(content).toEqual({
      format: 'curebook/entry/1',
      kind: 'receipt.recorded',
      subject: 'loan/1',
      portfolio: 'P',
      loan: 'L1',
      receipt: 'R1',
      valueOn: '2025-01-10',
      amountMinor: '100',
      covers: [{ instalment: 1, principalMinor: '80', interestMinor: '20', feeMinor: '0', unappliedMinor: '0' }],
      arrears: { asOf: '2025-02-15', dueMinor: '140', balanceMinor: '220', oldestUnpaidDueOn: '2025-01-10' },
    })
  })

  it('that comes again is already there, and nothing is written', async () => {
    const before = await written()
    expect(told(await record())).toBe('was there')
    expect(await written()).toEqual(before)
  })

  it.each<[string, Partial<NewReceipt>]>([
    // each row also has the faults of the rows below it, so the order is what is tested
    ['book.receipt_number_unfit', { receiptNumber: ' ', portfolio: 'Q', valueOn: businessDate('0001-01-01') }],
    ['book.receipt_number_unfit', { receiptNumber: '' }],
    ['book.receipt_number_unfit', { receiptNumber: 'A\n9' }],
    ['book.receipt_number_unfit', { receiptNumber: 'A\u001b9' }],
    ['book.receipt_number_unfit', { receiptNumber: 'A9\u200b' }],
    ['book.receipt_number_unfit', { receiptNumber: 'R9 ' }],
    ['book.receipt_number_unfit', { receiptNumber: 'R'.repeat(101) }],
    ['book.receipt_day_outside', { portfolio: 'Q', valueOn: businessDate('1899-12-31') }],
    ['book.receipt_day_outside', { valueOn: businessDate('2200-01-01') }],
    ['book.loan_unknown', { portfolio: 'Q', loanNumber: 'L3', amountMinor: 0n, valueOn: businessDate('2025-12-31') }],
    ['book.loan_unknown', { loanNumber: 'L9', amountMinor: 0n, valueOn: businessDate('2025-12-31') }],
    ['book.loan_without_schedule', { loanNumber: 'L3', amountMinor: 0n, valueOn: businessDate('2025-12-31') }],
    ['book.receipt_amount_not_positive', { amountMinor: 0n, valueOn: businessDate('2025-12-31') }],
    ['book.receipt_amount_not_positive', { amountMinor: -100n }],
    ['book.receipt_amount_too_large', { amountMinor: 10n ** 15n + 1n, valueOn: businessDate('2025-12-31') }],
    ['book.receipt_number_taken', { amountMinor: 101n, valueOn: businessDate('2025-12-31') }],
    ['book.receipt_number_taken', { valueOn: businessDate('2025-01-11') }],
    ['book.receipt_too_far_ahead', { receiptNumber: 'R2', valueOn: businessDate('2025-03-19') }], // 32 days after 15 February
  ])('is refused with %s: %o', async (code, changes) => {
    const before = await written()
    expect(told(await record(changes))).toBe(code)
    expect(await written()).toEqual(before)
  })

  it('may be dated 31 days ahead, and the same number may be used on another loan', async () => {
    expect(told(await record({ loanNumber: 'L2', valueOn: businessDate('2025-03-18') }))).toBe('recorded')
    expect(await database.db.query('select due_minor, next_money_on from book.arrears where customer_id = 2')).toEqual([
      { due_minor: 240n, next_money_on: '2025-03-18' },
    ])
  })
})

describe('a reversal', () => {
  it.each<[string, Partial<NewReversal>]>([
    ['book.receipt_number_unfit', { receiptNumber: ' ', loanNumber: 'L9' }],
    ['book.receipt_number_unfit', { receiptNumber: 'A\t9' }],
    ['book.receipt_day_outside', { loanNumber: 'L9', valueOn: businessDate('9999-12-31') }],
    ['book.loan_unknown', { loanNumber: 'L9' }],
    ['book.loan_without_schedule', { loanNumber: 'L3' }],
    ['book.receipt_number_taken', { receiptNumber: 'R1', reversesReceiptNumber: 'R9' }],
    ['book.receipt_unknown', { reversesReceiptNumber: 'R9', valueOn: businessDate('2025-12-31') }],
    ['book.reversal_before_receipt', { valueOn: businessDate('2025-01-09') }],
    ['book.receipt_too_far_ahead', { valueOn: businessDate('2025-12-31') }],
  ])('is refused with %s: %o', async (code, changes) => {
    const before = await written()
    expect(told(await reverse(changes))).toBe(code)
    expect(await written()).toEqual(before)
  })

  it('keeps both rows, and the receipt counts as never having come', async () => {
    expect(told(await reverse())).toBe('recorded')
    expect(
      await database.db.query(
        `select receipt_number, amount_minor from book.receipt where loan_id = 1 order by recorded_at`,
      ),
    ).toEqual([
      { receipt_number: 'R1', amount_minor: 100n },
      { receipt_number: 'B1', amount_minor: 100n },
    ])
    expect(await database.db.query('select due_minor, balance_minor from book.arrears where customer_id = 1')).toEqual([
      { due_minor: 240n, balance_minor: 300n },
    ])
    expect(await database.db.query('select from book.allocation where customer_id = 1')).toEqual([])
  })

  it('that comes again is already there; another of the same receipt, or of a reversal, is refused', async () => {
    const before = await written()
    expect(told(await reverse())).toBe('was there')
    expect(told(await reverse({ receiptNumber: 'B2', valueOn: businessDate('2025-01-01') }))).toBe(
      'book.receipt_reversed_already',
    )
    expect(told(await reverse({ receiptNumber: 'B2', reversesReceiptNumber: 'B1' }))).toBe('book.receipt_is_reversal')
    expect(told(await reverse({ valueOn: businessDate('2025-02-02') }))).toBe('book.receipt_number_taken')
    expect(told(await record({ receiptNumber: 'B1' }))).toBe('book.receipt_number_taken')
    // the receipt itself is still the one that was recorded
    expect(told(await record())).toBe('was there')
    expect(await written()).toEqual(before)
  })
})

describe('many at once', () => {
  it('count once each, and the same one twice counts once', async () => {
    const [before] = await database.db.query<{ due_minor: bigint }>(
      'select due_minor from book.arrears where customer_id = 1',
    )
    const same = { receiptNumber: 'TWICE', amountMinor: 7n }
    const outcomes = await Promise.all([
      ...Array.from({ length: 8 }, (_, index) => record({ receiptNumber: `MANY-${index}`, amountMinor: 3n })),
      record(same),
      record(same),
    ])
    expect(outcomes.map(told).sort()).toEqual([...Array.from({ length: 9 }, () => 'recorded'), 'was there'])
    const [after] = await database.db.query<{ due_minor: bigint }>(
      'select due_minor from book.arrears where customer_id = 1',
    )
    expect((before?.due_minor ?? 0n) - (after?.due_minor ?? 0n)).toBe(31n) // 8 × 3 + 7
  })
})

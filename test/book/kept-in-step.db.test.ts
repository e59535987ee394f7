// The kept arrears row and spells of one loan, whatever happens to it in whatever order: days that pass, money in time, back-dated and dated ahead,
// reversals. After each they equal the plain simulation on that business date, and working everything out from scratch.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ARREARS_AS_OF,
  ageArrears,
  recomputeArrears,
  recordReceipt,
  reverseReceipt,
  SPELLS_AS_OF,
} from '../../src/book/index.ts'
import { businessDate } from '../../src/kernel/index.ts'
import type { Database } from '../../src/platform/index.ts'
import { testDatabase } from '../kit/index.ts'
import { testSeed } from '../kit/random.ts'
import { arrearsOn, type OracleLoan, type OracleReceipt, seenOn, spellsOn } from './loan-oracle.ts'
import { anyAmount, anyInstalments, dateOf, insertLoan, RULES } from './random-loan.ts'

type Event =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'receipt'; readonly ahead: number; readonly amount: bigint }
  | { readonly kind: 'reversal'; readonly which: number }

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constant('days' as const),
    days: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 4, max: 70 })),
  }),
  fc.record({
    kind: fc.constant('receipt' as const),
    ahead: fc.oneof(fc.constant(0), fc.integer({ min: -90, max: 25 })),
    amount: anyAmount,
  }),
  fc.record({ kind: fc.constant('reversal' as const), which: fc.nat(9) }),
)

const seed = testSeed()

describe(`kept rows (seed ${seed}, CUREBOOK_TEST_SEED)`, () => {
  const database = testDatabase()
  let last = 0n

  it('stay in step with instalments and receipts through any story', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...RULES),
        anyInstalments,
        fc.array(anyEvent, { minLength: 1, maxLength: 9 }),
        async (rule, instalments, events) => {
          last += 1n
          await live(database.db, last, { ...rule, instalments, receipts: [] }, events)
        },
      ),
      { numRuns: 40, seed, endOnFailure: false },
    )
  })
})

/** Lives one story and looks after every event. */
async function live(db: Database, id: bigint, loan: OracleLoan, events: readonly Event[]): Promise<void> {
  const portfolio = `STORY-${id}`
  const portfolioId = await db.transaction(async tx => {
    const [row] = await tx.query<{ portfolio_id: number }>(
      `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone, allocation_order, allocation_span, business_date)
       values ($1, $1, 'L', 'CN', 'CNY', 0.01, 'Asia/Shanghai', $2, $3, $4) returning portfolio_id`,
      [portfolio, loan.order, loan.span, dateOf(0)],
    )
    await insertLoan(tx, loan, { id, portfolioId: row?.portfolio_id ?? 0 })
    return row?.portfolio_id ?? 0
  })
  const receipts: OracleReceipt[] = []
  let day = 0
  const look = () => expectInStep(db, id, { ...loan, receipts }, day)
  await recomputeArrears(db, { businessDate: dateOf(0), from: id, to: id })
  await look()
  for (const [index, event] of events.entries()) {
    const to = { portfolio, loanNumber: String(id), receiptNumber: `R${index}` }
    if (event.kind === 'days') {
      day += event.days
      await db.query('update book.portfolio set business_date = $2 where portfolio_id = $1', [portfolioId, dateOf(day)])
      await ageArrears(db, { portfolioId, businessDate: dateOf(day), from: id, to: id })
    } else if (event.kind === 'receipt') {
      const valueDay = day + event.ahead
      const outcome = await recordReceipt(db, {
        ...to,
        valueOn: businessDate(dateOf(valueDay)),
        amountMinor: event.amount,
      })
      expect(outcome.ok).toBe(true)
      receipts.push({ id: BigInt(index), valueDay, amount: event.amount, isReversed: false })
    } else {
      const undone = receipts[event.which]
      if (!undone) continue
      const valueOn = businessDate(dateOf(Math.max(day, undone.valueDay)))
      const outcome = await reverseReceipt(db, { ...to, reversesReceiptNumber: `R${undone.id}`, valueOn })
      expect(outcome.ok ? 'reversed' : outcome.refusal.code).toBe(
        undone.isReversed ? 'book.receipt_reversed_already' : 'reversed',
      )
      receipts[event.which] = { ...undone, isReversed: true }
    }
    await look()
  }
}

const COLUMNS = 'oldest_unpaid_due_on, due_minor, balance_minor, next_due_on, next_due_minor, next_money_on'
const SPELL_COLUMNS = 'started_on, ended_on, reached_30_on, reached_60_on, reached_90_on'

async function expectInStep(db: Database, id: bigint, loan: OracleLoan, day: number): Promise<void> {
  const date = dateOf(day)
  const [kept] = await db.query(`select ${COLUMNS} from book.arrears where customer_id = $1`, [id])
  const expected = arrearsOn(loan, day)
  const ahead = loan.receipts
    .filter(({ isReversed, valueDay }) => !isReversed && valueDay > day)
    .map(({ valueDay }) => valueDay)
  expect(kept).toEqual({
    oldest_unpaid_due_on: dateOf(expected.oldestUnpaidDay),
    due_minor: expected.due,
    balance_minor: expected.balance,
    next_due_on: dateOf(expected.nextDueDay),
    next_due_minor: expected.nextDue,
    next_money_on: ahead.length === 0 ? null : dateOf(Math.min(...ahead)),
  })
  const [scratch] = await db.query(`select ${COLUMNS} from (${ARREARS_AS_OF}) row`, [date, id, id])
  expect(kept).toEqual(scratch)

  const [status] = await db.query('select status from book.loan where customer_id = $1', [id])
  expect(status).toEqual({ status: expected.isPaid ? 'paid_off' : 'open' })

  const spells = await db.query<SpellRow>(
    `select ${SPELL_COLUMNS} from book.overdue_spell where customer_id = $1 order by 1`,
    [id],
  )
  expect(spells).toEqual(
    await db.query(`select ${SPELL_COLUMNS} from (${SPELLS_AS_OF}) row order by 1`, [date, id, id]),
  )
  for (const past of [day, day - 1, day - 35, day - 100]) {
    const seen = seenOn(
      spells.map(row => ({
        startedDay: dayOf(row.started_on) ?? 0,
        endedDay: dayOf(row.ended_on),
        reached30Day: dayOf(row.reached_30_on),
        reached60Day: dayOf(row.reached_60_on),
        reached90Day: dayOf(row.reached_90_on),
      })),
      past,
    )
    expect(seen).toEqual(seenOn(spellsOn(loan, past), past))
  }
}

type SpellRow = {
  readonly started_on: string
  readonly ended_on: string | null
  readonly reached_30_on: string | null
  readonly reached_60_on: string | null
  readonly reached_90_on: string | null
}

function dayOf(date: string | null): number | null {
  return date === null ? null : (Date.parse(date) - Date.parse(dateOf(0))) / 86_400_000
}

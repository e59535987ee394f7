// A book of awkward loans from night to night, with money that comes in time, late, dated back and dated ahead, and bounces. Most rows that move only
// fell due and are not worked out anew (move-on.sql): after every night all rows are what working everything out from scratch gives.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ARREARS_AS_OF, ageArrears, recomputeArrears, SPELLS_AS_OF } from '../../src/book/index.ts'
import { ID_MAX } from '../../src/kernel/index.ts'
import type { Sql } from '../../src/platform/index.ts'
import { testDatabase } from '../kit/index.ts'
import { testSeed } from '../kit/random.ts'
import type { OracleLoan, OracleReceipt } from './loan-oracle.ts'
import { addRulePortfolios, anyLoan, dateOf, insertLoan, insertReceipts, RULES } from './random-loan.ts'

const LOANS = 480
/** Days from one night to the next: mostly one, also weeks in which several instalments fall due at once. */
const GAPS = [1, 1, 3, 1, 9, 1, 2, 30, 1, 1, 5, 45, 1, 2, 1, 14, 1, 1, 31, 1, 7, 1, 1, 60, 1, 21, 1, 90]
const seed = testSeed()
const loans: OracleLoan[] = fc.sample(anyLoan, { numRuns: LOANS, seed })

/** The day on which we hear of money: up to 15 days ahead of its own, up to 21 days after it. The bounce is heard of with the money. */
const heardOf = ({ id, valueDay, amount }: OracleReceipt) => valueDay - 15 + Number((amount * 7n + id * 13n) % 37n)

describe(`${LOANS} awkward loans from night to night (seed ${seed}, CUREBOOK_TEST_SEED)`, () => {
  const database = testDatabase()

  it('have the rows that working them out from scratch gives, on every night', async () => {
    const { db } = database
    const portfolios = await db.transaction(async tx => {
      const ids = await addRulePortfolios(tx, 'NIGHTS')
      for (const [index, loan] of loans.entries()) {
        const rule = RULES.findIndex(({ order, span }) => order === loan.order && span === loan.span)
        await insertLoan(tx, { ...loan, receipts: [] }, { id: BigInt(index + 1), portfolioId: ids[rule] ?? 0 })
      }
      return ids
    })
    let [day, heardUpTo] = [-2, -1000]
    await db.query('update book.portfolio set business_date = $1', [dateOf(day)])
    await recomputeArrears(db, { businessDate: dateOf(day) })
    const ways = { moved: 0n, workedOut: 0n }
    for (const gap of GAPS) {
      await db.transaction(async tx => {
        for (const [index, { receipts }] of loans.entries()) {
          const heard = receipts.filter(receipt => heardOf(receipt) > heardUpTo && heardOf(receipt) <= day)
          if (heard.length > 0) await insertReceipts(tx, BigInt(index + 1), heard)
        }
        await recomputeArrears(tx, { businessDate: dateOf(day) })
      })
      heardUpTo = day
      day += gap
      await db.query('update book.portfolio set business_date = $1', [dateOf(day)])
      for (const portfolioId of portfolios)
        await ageArrears(counting(db, ways), { portfolioId, businessDate: dateOf(day), from: 0n, to: ID_MAX })
      await expectFromScratch(db, dateOf(day))
    }
    // both ways were gone often, or this test shows nothing
    expect(ways.moved).toBeGreaterThan(BigInt(LOANS))
    expect(ways.workedOut).toBeGreaterThan(BigInt(LOANS / 20))
  })
})

/** Counts how many rows went which way. */
function counting(sql: Sql, ways: { moved: bigint; workedOut: bigint }): Sql {
  return {
    write: sql.write,
    query: async <T>(statement: string, values?: readonly unknown[]) => {
      const rows = await sql.query<T>(statement, values)
      const [row] = rows as { loans?: bigint; others?: unknown }[]
      if (row?.loans !== undefined && 'others' in row) ways.moved += row.loans
      else ways.workedOut += row?.loans ?? 0n
      return rows
    },
  }
}

const COLUMNS =
  'loan_id, oldest_unpaid_due_on, due_minor, balance_minor, next_due_on, next_due_minor, next_money_on, status'
const SPELL_COLUMNS = 'loan_id, started_on, ended_on, reached_30_on, reached_60_on, reached_90_on'

async function expectFromScratch(sql: Sql, date: string): Promise<void> {
  const whole = [date, 0n, ID_MAX]
  const kept = await sql.query<{ loan_id: bigint }>(
    `select ${COLUMNS} from book.arrears join book.loan using (customer_id, loan_id) order by 1`,
  )
  const scratch = await sql.query<{ loan_id: bigint }>(
    `select ${COLUMNS.replace('status', "case when is_paid then 'paid_off' else 'open' end as status")} from (${ARREARS_AS_OF}) row order by 1`,
    whole,
  )
  expectSame(date, kept, scratch)
  expectSame(
    date,
    await sql.query<{ loan_id: bigint }>(`select ${SPELL_COLUMNS} from book.overdue_spell order by 1, 2`),
    await sql.query<{ loan_id: bigint }>(`select ${SPELL_COLUMNS} from (${SPELLS_AS_OF}) row order by 1, 2`, whole),
  )
}

/** Names the first row that differs with the loan it belongs to; a diff of hundreds of rows helps nobody. */
function expectSame<T extends { loan_id: bigint }>(date: string, kept: readonly T[], scratch: readonly T[]): void {
  for (let place = 0; place < Math.max(kept.length, scratch.length); place += 1) {
    const loan = loans[Number((scratch[place] ?? kept[place])?.loan_id ?? 0n) - 1]
    expect({ date, loan, row: kept[place] }).toEqual({ date, loan, row: scratch[place] })
  }
}

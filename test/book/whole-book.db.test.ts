// Allocation, arrears and spells of many awkward loans at once, against the plain simulation: on any date, in every order and span.

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { ARREARS_AS_OF, recomputeArrears, SPELLS_AS_OF } from '../../src/book/index.ts'
import { ID_MAX } from '../../src/kernel/index.ts'
import { testDatabase } from '../kit/index.ts'
import { testSeed } from '../kit/random.ts'
import { arrearsOn, type OracleLoan, payUpTo, seenOn, spellsOn } from './loan-oracle.ts'
import { addRulePortfolios, anyLoan, dateOf, insertLoan, RULES } from './random-loan.ts'

const LOANS = 600
const seed = testSeed()
const loans: OracleLoan[] = fc.sample(anyLoan, { numRuns: LOANS, seed })

describe(`a book of ${LOANS} awkward loans (seed ${seed}, CUREBOOK_TEST_SEED)`, () => {
  const database = testDatabase()

  beforeAll(async () => {
    await database.db.transaction(async tx => {
      const portfolios = await addRulePortfolios(tx, 'RULE')
      for (const [index, loan] of loans.entries()) {
        const rule = RULES.findIndex(({ order, span }) => order === loan.order && span === loan.span)
        await insertLoan(tx, loan, { id: BigInt(index + 1), portfolioId: portfolios[rule] ?? 0 })
      }
    })
  })

  it('spreads every receipt as if cent by cent, up to any day', async () => {
    for (const day of [-30, 0, 31, 77, 120, 400]) {
      const rows = await database.db.query<Part>(
        `select loan_id, receipt_id, instalment_number, principal_minor, interest_minor, fee_minor, unapplied_minor
         from book.allocation where value_on <= $1 order by loan_id, receipt_id, instalment_number`,
        [dateOf(day)],
      )
      const expected = loans.flatMap((loan, index) =>
        payUpTo(loan, day)
          .parts.sort((one, other) => Number(one.receipt - other.receipt) || one.instalment - other.instalment)
          .map(({ receipt, instalment, amounts }) => ({
            loan_id: BigInt(index + 1),
            receipt_id: receipt,
            instalment_number: instalment,
            principal_minor: amounts.principal,
            interest_minor: amounts.interest,
            fee_minor: amounts.fee,
            unapplied_minor: amounts.unapplied,
          })),
      )
      expectSame(rows, expected)
      expect(rows.length).toBeGreaterThan(day < 0 ? -1 : 100)
    }
  })

  it('allocates exactly what came, and covers no component beyond what is owed', async () => {
    const wrong = await database.db.query(
      `select loan_id, receipt_id from book.counted_receipt
       left join book.allocation using (customer_id, loan_id, receipt_id)
       group by loan_id, receipt_id, amount_minor
       having sum(principal_minor + interest_minor + fee_minor + unapplied_minor) is distinct from amount_minor
       union all
       select loan_id, instalment_number from book.allocation left join book.instalment using (customer_id, loan_id, instalment_number)
       where instalment_number <> 0
       group by loan_id, instalment_number, instalment.principal_minor, instalment.interest_minor, instalment.fee_minor
       having sum(allocation.principal_minor) > instalment.principal_minor or sum(allocation.interest_minor) > instalment.interest_minor
         or sum(allocation.fee_minor) > instalment.fee_minor or instalment.principal_minor is null
       union all
       select loan_id, receipt_id from book.allocation
       where least(principal_minor, interest_minor, fee_minor, unapplied_minor) < 0
         or principal_minor + interest_minor + fee_minor + unapplied_minor = 0`,
    )
    expect(wrong).toEqual([])
  })

  it('tells the arrears of any date', async () => {
    for (const day of [-30, 0, 15, 30, 31, 62, 90, 133, 200, 400]) {
      const rows = await database.db.query<ArrearsRow>(`select * from (${ARREARS_AS_OF}) row order by loan_id`, [
        dateOf(day),
        0n,
        ID_MAX,
      ])
      expectSame(
        rows.map(arrears),
        loans.map((loan, index) => ({ loan: index + 1, ...told(loan, day) })),
      )
    }
  })

  it('tells the spells of any date, and the latest spells tell those of every date before', async () => {
    const latest = await database.db.query<SpellRow>(`select * from (${SPELLS_AS_OF}) row`, [dateOf(330), 0n, ID_MAX])
    for (const day of [-30, 0, 1, 30, 31, 62, 90, 133, 200, 330]) {
      const rows = await database.db.query<SpellRow>(`select * from (${SPELLS_AS_OF}) row`, [dateOf(day), 0n, ID_MAX])
      const expected = loans.flatMap((loan, index) =>
        seenOn(spellsOn(loan, day), day).map(spell => datedSpell(index + 1, spell)),
      )
      expectSame(seen(rows, day), expected.toSorted(byStart))
      expectSame(seen(latest, day), expected)
    }
  })

  it('keeps the same rows that it tells, and a second time writes nothing', async () => {
    const kept = async () => ({
      arrears: await database.db.query<ArrearsRow & { xmin: string }>(
        'select *, xmin from book.arrears order by loan_id',
      ),
      spells: await database.db.query<SpellRow & { xmin: string }>(
        'select *, xmin from book.overdue_spell order by loan_id, started_on',
      ),
      status: await database.db.query<{ status: string; xmin: string }>(
        'select status, xmin from book.loan order by loan_id',
      ),
    })
    expect(await recomputeArrears(database.db, { businessDate: dateOf(100) })).toBe(LOANS)
    const once = await kept()
    expectSame(
      once.arrears.map(arrears),
      loans.map((loan, index) => ({ loan: index + 1, ...told(loan, 100) })),
    )
    const spells = await database.db.query<SpellRow>(
      `select * from (${SPELLS_AS_OF}) row order by loan_id, started_on`,
      [dateOf(100), 0n, ID_MAX],
    )
    expectSame(once.spells.map(spellOf), spells.map(spellOf))
    expect(once.status.map(({ status }) => status)).toEqual(
      loans.map(loan => (arrearsOn(loan, 100).isPaid ? 'paid_off' : 'open')),
    )
    expect(await recomputeArrears(database.db, { businessDate: dateOf(100) })).toBe(LOANS)
    expect(await kept()).toEqual(once)
  })
})

type Part = Readonly<Record<string, bigint | number>>
type ArrearsRow = {
  readonly loan_id: bigint
  readonly oldest_unpaid_due_on: string | null
  readonly due_minor: bigint
  readonly balance_minor: bigint
  readonly next_due_on: string | null
  readonly next_due_minor: bigint | null
}
type SpellRow = {
  readonly loan_id: bigint
  readonly started_on: string
  readonly ended_on: string | null
  readonly reached_30_on: string | null
  readonly reached_60_on: string | null
  readonly reached_90_on: string | null
}
type Spell = ReturnType<typeof spellOf>

function arrears(row: ArrearsRow) {
  const {
    loan_id,
    oldest_unpaid_due_on: oldest,
    due_minor: due,
    balance_minor: balance,
    next_due_on: next,
    next_due_minor: nextDue,
  } = row
  return { loan: Number(loan_id), oldest, due, balance, next, nextDue }
}

function told(loan: OracleLoan, day: number) {
  const { oldestUnpaidDay, due, balance, nextDueDay, nextDue } = arrearsOn(loan, day)
  return { oldest: dateOf(oldestUnpaidDay), due, balance, next: dateOf(nextDueDay), nextDue }
}

function spellOf(row: SpellRow) {
  const {
    loan_id,
    started_on: started,
    ended_on: ended,
    reached_30_on: at30,
    reached_60_on: at60,
    reached_90_on: at90,
  } = row
  return { loan: Number(loan_id), started, ended, at30, at60, at90 }
}

function datedSpell(loan: number, spell: ReturnType<typeof spellsOn>[number]): Spell {
  const { startedDay, endedDay, reached30Day, reached60Day, reached90Day } = spell
  return {
    loan,
    started: dateOf(startedDay),
    ended: dateOf(endedDay),
    at30: dateOf(reached30Day),
    at60: dateOf(reached60Day),
    at90: dateOf(reached90Day),
  }
}

/** The comparisons that a reader of the table makes. */
function seen(rows: readonly SpellRow[], day: number): Spell[] {
  const date = dateOf(day)
  const upTo = (on: string | null) => (on !== null && on <= date ? on : null)
  return rows
    .map(spellOf)
    .filter(({ started }) => started < date)
    .map(({ loan, started, ended, at30, at60, at90 }) => ({
      loan,
      started,
      ended: upTo(ended),
      at30: upTo(at30),
      at60: upTo(at60),
      at90: upTo(at90),
    }))
    .sort(byStart)
}

function byStart(one: Spell, other: Spell): number {
  return one.loan - other.loan || one.started.localeCompare(other.started)
}

/** Names the first row that differs with the loan it belongs to; a diff of thousands of rows helps nobody. */
function expectSame<T extends object>(actual: readonly T[], expected: readonly T[]): void {
  for (const [index, row] of expected.entries()) {
    const found = actual[index]
    const loan = 'loan' in row ? row.loan : 'loan_id' in row ? row.loan_id : 0
    expect({ row: found, of: loans[Number(loan) - 1] }).toEqual({ row, of: loans[Number(loan) - 1] })
  }
  expect(actual.length).toBe(expected.length)
}

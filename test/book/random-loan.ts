// Loans with every awkward thing at once: empty components, instalments on the same day or out of order, money before, on and long after the due
// date, too little and too much of it, reversals. Amounts are small so that exact meetings are common.

import fc from 'fast-check'
import { addDays, businessDate } from '../../src/kernel/index.ts'
import type { Sql, Tx } from '../../src/platform/index.ts'
import type { Component, OracleInstalment, OracleLoan, OracleReceipt } from './loan-oracle.ts'

export const DAY_0 = businessDate('2025-01-31')

export function dateOf(day: number): string
export function dateOf(day: number | null): string | null
export function dateOf(day: number | null): string | null {
  return day === null ? null : addDays(DAY_0, day)
}

const ORDERS: readonly (readonly Component[])[] = [
  ['fee', 'interest', 'principal'],
  ['fee', 'principal', 'interest'],
  ['interest', 'fee', 'principal'],
  ['interest', 'principal', 'fee'],
  ['principal', 'fee', 'interest'],
  ['principal', 'interest', 'fee'],
]

/** Every order with every span: the portfolios of the tests. */
export const RULES = ORDERS.flatMap(order => (['instalment', 'component'] as const).map(span => ({ order, span })))

const part = fc.oneof(
  fc.constant(0n),
  fc.bigInt({ min: 1n, max: 3n }).map(hundreds => hundreds * 100n),
  fc.bigInt({ min: 1n, max: 299n }),
)

export const anyInstalments: fc.Arbitrary<OracleInstalment[]> = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.constant(30), fc.integer({ min: 0, max: 45 })),
      principal: part,
      interest: part,
      fee: part,
    }),
    {
      minLength: 1,
      maxLength: 7,
    },
  )
  .chain(rows =>
    fc
      .shuffledSubarray(
        rows.map((_, index) => index + 1),
        { minLength: rows.length, maxLength: rows.length },
      )
      .chain(shuffled => fc.boolean().map(isInOrder => (isInOrder ? rows.map((_, index) => index + 1) : shuffled)))
      .map(numbers => {
        let day = 0
        return rows.map(({ gap, principal, interest, fee }, index) => {
          day += gap
          return { number: numbers[index] ?? 0, dueDay: day, amounts: { principal, interest, fee } }
        })
      }),
  )

export const anyAmount = fc.oneof(
  fc.bigInt({ min: 1n, max: 8n }).map(hundreds => hundreds * 100n),
  fc.bigInt({ min: 1n, max: 999n }),
)

export const anyDay = fc.integer({ min: -20, max: 260 })

const anyReceipts: fc.Arbitrary<OracleReceipt[]> = fc
  .array(
    fc.record({
      valueDay: anyDay,
      amount: anyAmount,
      isReversed: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
    }),
    { maxLength: 9 },
  )
  .map(receipts => receipts.map((receipt, index) => ({ ...receipt, id: BigInt(index + 1) })))

export const anyLoan: fc.Arbitrary<OracleLoan> = fc
  .record({ rule: fc.constantFrom(...RULES), instalments: anyInstalments, receipts: anyReceipts })
  .map(({ rule, instalments, receipts }) => ({ ...rule, instalments, receipts }))

/** One portfolio for each of RULES, in their order; returns their ids. */
export async function addRulePortfolios(tx: Tx, prefix: string): Promise<number[]> {
  const rows = await tx.query<{ portfolio_id: number }>(
    `insert into book.portfolio (code, name, lender, jurisdiction, currency, minor_unit, time_zone, allocation_order, allocation_span)
     select $1::text || '-' || place, $1::text, $1::text, 'CN', 'CNY', 0.01, 'Asia/Shanghai', string_to_array(component_order, ','), span
     from unnest($2::text[], $3::text[]) with ordinality rule (component_order, span, place) order by place returning portfolio_id`,
    [prefix, RULES.map(({ order }) => order.join(',')), RULES.map(({ span }) => span)],
  )
  return rows.map(row => row.portfolio_id)
}

/** Inserts a loan as customer `id` with loan `id`. Reversals are dated with their receipt and numbered from 1001. */
export async function insertLoan(tx: Tx, loan: OracleLoan, at: { id: bigint; portfolioId: number }): Promise<void> {
  const { id, portfolioId } = at
  await tx.query(
    `insert into book.customer (customer_id, lender, customer_number) values ($1::bigint, 'L', $1::bigint::text)`,
    [id],
  )
  await tx.query(
    `insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, product) values ($1::bigint, $1::bigint, $2, $1::bigint::text, 'level_payment')`,
    [id, portfolioId],
  )
  await tx.query(
    `insert into book.instalment (customer_id, loan_id, instalment_number, due_on, principal_minor, interest_minor, fee_minor)
     select $1::bigint, $1::bigint, * from unnest($2::smallint[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[])`,
    [
      id,
      loan.instalments.map(({ number }) => number),
      loan.instalments.map(({ dueDay }) => dateOf(dueDay)),
      ...(['principal', 'interest', 'fee'] as const).map(name => loan.instalments.map(({ amounts }) => amounts[name])),
    ],
  )
  await insertReceipts(tx, id, loan.receipts)
}

/** Inserts receipts of loan `id` and the reversals of those that are reversed, and works nothing out. */
export async function insertReceipts(sql: Sql, id: bigint, receipts: readonly OracleReceipt[]): Promise<void> {
  const rows = receipts.flatMap(receipt => {
    const row = { id: receipt.id, valueDay: receipt.valueDay, amount: receipt.amount, reverses: null as bigint | null }
    return receipt.isReversed ? [row, { ...row, id: receipt.id + 1000n, reverses: receipt.id }] : [row]
  })
  await sql.query(
    `insert into book.receipt (customer_id, loan_id, receipt_id, receipt_number, value_on, amount_minor, reverses_receipt_id, recorded_at)
     select $1::bigint, $1::bigint, id, id::text, value_on, amount, reverses, timestamptz '2026-01-01' + id * interval '1 minute'
     from unnest($2::bigint[], $3::date[], $4::bigint[], $5::bigint[]) receipt (id, value_on, amount, reverses)`,
    [
      id,
      rows.map(row => row.id),
      rows.map(row => dateOf(row.valueDay)),
      rows.map(row => row.amount),
      rows.map(row => row.reverses),
    ],
  )
}

// Decides all loans of a portfolio among a range of customers with one statement, stores the answers in scope, keeps `standing` in
// step and counts everything. Called by the night for each slice, and again for a slice with customers whose money moved meanwhile: what a
// loan out of scope was counted as is kept nowhere, so the counts of the slice are those of a whole pass or wrong.

import { readFileSync } from 'node:fs'
import type { Tx } from '../../platform/index.ts'
import { FACTS } from '../facts/dictionary.ts'
import { factSql } from '../facts/fact-sql.ts'
import { armValue, propensity } from './arm-sql.ts'
import { composeChain, reasonsSql } from './compose.ts'
import type { DecidingArm } from './deciding-arm.ts'
import { quoteText } from './quote.ts'

export type SliceRange = { readonly from: bigint; readonly to: bigint }

/** Loans of a slice with the same answers and the same standing. */
export type Totals = {
  readonly stage: string | null
  readonly treatment: string | null
  readonly queue: string | null
  readonly riskClass: string | null
  /** Neither paid off, nor closed, nor charged off. */
  readonly isOpen: boolean
  /** Open, and days past due are more than 0. */
  readonly isPastDue: boolean
  /** The stage table says that such a loan is worked. */
  readonly isInScope: boolean
  readonly loans: bigint
  readonly arrearsMinor: bigint
  readonly balanceMinor: bigint
}

export type SliceDecisions = {
  readonly loans: bigint
  /** Loans whose first answer on this date was stored. */
  readonly stored: bigint
  /** Answers that were stored after an earlier one of this date. */
  readonly redecided: bigint
  /** Digest over the stored rows in key order; null when none was stored. */
  readonly rowsSha256: Uint8Array | null
  readonly totals: readonly Totals[]
}

export type Deciding = {
  readonly runId: number
  readonly portfolioId: number
  readonly businessDate: string
  readonly range: SliceRange
  /** The slice was decided on this date before: only what differs is stored. */
  readonly isAgain: boolean
}

const STORE = readFileSync(new URL('store-decisions.sql', import.meta.url), 'utf8')

/** Facts of the loans that are to be decided. The filter stands innermost: what is outside of the chain's levels PostgreSQL applies after it has
 * decided the loans of every portfolio and customer in the range. */
const ASKED_FACTS = `select * from (\n${factSql()}\n) fact where portfolio_id = $4`

/** The statement of a night, printable; parameters: $1 business date, $2 and $3 customer range, $4 portfolio, $5 run, $6 whether decided before. */
export function decideStatement(arms: readonly DecidingArm[], salt: string): string {
  return STORE.replace('/*chain*/', () => composeChain(ASKED_FACTS, arms, salt))
    .replace('/*reasons*/', () => reasonsSql(arms))
    .replace('/*facts*/', () => FACTS.map(({ name }) => `chain.${name}`).join(', '))
    .replace('/*arm*/', () => armValue(arms, arm => quoteText(arm.arm), 'text', 'v.arm_number'))
    .replace('/*propensity*/', () => armValue(arms, propensity, 'numeric', 'v.arm_number'))
    .replace(
      '/*strategy*/',
      () =>
        `coalesce(${armValue(arms, arm => String(arm.strategyId), 'integer', 'v.arm_number')}, ${arms[0]?.strategyId ?? 0})`,
    )
}

export async function decideSlice(tx: Tx, statement: string, deciding: Deciding): Promise<SliceDecisions> {
  const { businessDate, range, portfolioId, runId, isAgain } = deciding
  const rows = await tx.query<Row>(statement, [businessDate, range.from, range.to, portfolioId, runId, isAgain])
  const totals = rows.filter(row => row.loans !== null)
  const summary = rows.find(row => row.loans === null)
  return {
    loans: totals.reduce((sum, row) => sum + (row.loans ?? 0n), 0n),
    stored: summary?.stored ?? 0n,
    redecided: summary?.redecided ?? 0n,
    rowsSha256: summary?.rows_sha256 ?? null,
    totals: totals.map(row => ({
      stage: row.stage,
      treatment: row.treatment,
      queue: row.queue,
      riskClass: row.risk_class,
      isOpen: row.is_open,
      isPastDue: row.is_past_due,
      isInScope: row.is_in_scope,
      loans: row.loans ?? 0n,
      arrearsMinor: BigInt(row.arrears_minor ?? 0),
      balanceMinor: BigInt(row.balance_minor ?? 0),
    })),
  }
}

type Row = {
  readonly stage: string | null
  readonly treatment: string | null
  readonly queue: string | null
  readonly risk_class: string | null
  readonly is_open: boolean
  readonly is_past_due: boolean
  readonly is_in_scope: boolean
  readonly loans: bigint | null
  readonly arrears_minor: string | null
  readonly balance_minor: string | null
  readonly stored: bigint | null
  readonly redecided: bigint | null
  readonly rows_sha256: Uint8Array | null
}

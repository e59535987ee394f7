// Decides all loans of a portfolio among a range of customers with one statement, stores the answers in scope and keeps `standing` in
// step. Called by the night for each slice, and for the customers whose money moved meanwhile.

import { readFileSync } from 'node:fs'
import { must } from '../../kernel/index.ts'
import type { Tx } from '../../platform/index.ts'
import { FACTS } from '../facts/dictionary.ts'
import { factSql } from '../facts/fact-sql.ts'
import { armValue, propensity } from './arm-sql.ts'
import { composeChain, reasonsSql } from './compose.ts'
import type { DecidingArm } from './deciding-arm.ts'
import { quoteText } from './quote.ts'

export type SliceRange = { readonly from: bigint; readonly to: bigint }

export type SliceDecisions = {
  /** Loans that were decided, stored or not. */
  readonly loans: bigint
  /** Loans whose first answer on this date was stored. */
  readonly stored: bigint
  /** Answers that were stored after an earlier one of this date. */
  readonly redecided: bigint
  /** Leaf hashes of the stored rows in key order, 32 bytes each; empty when none was stored. */
  readonly rowHashes: Uint8Array
}

export type Deciding = {
  readonly runId: number
  /** Secret of the run, for the seal. */
  readonly salt: Uint8Array
  readonly portfolioId: number
  readonly businessDate: string
  readonly range: SliceRange
  /** Only these customers, when money moved; null for all. */
  readonly customers: readonly bigint[] | null
}

const STORE = readFileSync(new URL('store-decisions.sql', import.meta.url), 'utf8')

/** Facts of the loans that are to be decided. The filter stands innermost: what is outside of the chain's levels PostgreSQL applies after it has
 * decided the loans of every portfolio and customer in the range. */
const ASKED_FACTS = `select * from (\n${factSql()}\n) fact where portfolio_id = $4 and ($6::bigint[] is null or customer_id = any ($6))`

/** The statement of a night, printable; parameters: $1 business date, $2 and $3 customer range, $4 portfolio, $5 run, $6 customers or null, $7 secret of the run. */
export function decideStatement(arms: readonly DecidingArm[], salt: string): string {
  return STORE.replace('/*chain*/', () => composeChain(ASKED_FACTS, arms, salt))
    .replace('/*reasons*/', () => reasonsSql(arms))
    .replace('/*facts*/', () => FACTS.map(({ name }) => `judged.${name}`).join(', '))
    .replace('/*arm*/', () => armValue(arms, arm => quoteText(arm.arm), 'text', 'v.arm_number'))
    .replace('/*propensity*/', () => armValue(arms, propensity, 'numeric', 'v.arm_number'))
    .replace(
      '/*strategy*/',
      () =>
        `coalesce(${armValue(arms, arm => String(arm.strategyId), 'integer', 'v.arm_number')}, ${arms[0]?.strategyId ?? 0})`,
    )
}

export async function decideSlice(tx: Tx, statement: string, deciding: Deciding): Promise<SliceDecisions> {
  const { businessDate, range, portfolioId, runId, customers, salt } = deciding
  const rows = await tx.query<SliceRow>(statement, [
    businessDate,
    range.from,
    range.to,
    portfolioId,
    runId,
    customers,
    salt,
  ])
  const { loans, stored, redecided, row_hashes } = must(rows[0], 'store-decisions.sql returns one row')
  return { loans, stored, redecided, rowHashes: row_hashes ?? new Uint8Array(0) }
}

type SliceRow = {
  readonly loans: bigint
  readonly stored: bigint
  readonly redecided: bigint
  readonly row_hashes: Uint8Array | null
}

// One slice of customers on one date: the facts as they were, both sides' answers by the chain the night uses, and their comparison. All of
// it in temporary tables of a read-only transaction: PostgreSQL itself refuses a replay that would write to the book.

import { readFileSync } from 'node:fs'
import { fillAsOf, openAsOf, overThePast } from '../../book/index.ts'
import { type IdRange, must } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { armValue } from '../decide/arm-sql.ts'
import { composeChain } from '../decide/compose.ts'
import type { DecidingArm } from '../decide/deciding-arm.ts'
import { quoteText } from '../decide/quote.ts'
import { factSql } from '../facts/fact-sql.ts'
import { LEAD } from '../task/allocate-tasks.ts'
import type { ExampleAnswer } from './result.ts'

/** Parts that add up over slices, as compare.sql names them. */
export type SlicePart = {
  readonly counts: Readonly<Record<string, number>>
  readonly queues: readonly {
    readonly key: string
    readonly side: Side
    readonly value: number
    readonly arrears: number
  }[]
  readonly channels: readonly { readonly key: string; readonly side: Side; readonly value: number }[]
  readonly moves: readonly {
    readonly before: string | null
    readonly after: string | null
    readonly loans: number
    readonly arrears: number
  }[]
  readonly examples: readonly {
    /** The customer's id: slices end in any order, and the examples must not depend on it. */
    readonly order: string
    readonly loanNumber: string
    readonly arm: string
    readonly baseline: ExampleAnswer
    readonly candidate: ExampleAnswer
    readonly facts: Readonly<Record<string, unknown>>
  }[]
}

export type Side = 'baseline' | 'candidate'

/** The statements of one stretch of dates, composed once. */
export type SideStatements = Readonly<Record<Side, string>>

const COMPARE = readFileSync(new URL('compare.sql', import.meta.url), 'utf8').replaceAll('/*lead*/', () => LEAD)

const FACTS = overThePast(factSql())

/** Makes the temporary tables of a session. */
export async function openReplay(session: Sql): Promise<void> {
  await openAsOf(session)
  const empty = factSql().replaceAll('$1', 'current_date').replaceAll('$2', '0').replaceAll('$3', '0')
  await session.query(`create temporary table fact on commit delete rows as\n${empty} with no data`)
  for (const side of ['baseline', 'candidate']) {
    await session.query(
      `create temporary table ${side} (
        customer_id bigint, loan_id bigint, arm text, days_past_due integer, arrears_minor bigint, stage text, stage_rule text, in_scope boolean,
        treatment text, treatment_rule text, queue text, priority integer, channel text, attempts_per_week integer
      ) on commit delete rows`,
    )
  }
}

/** Parameter: $1 portfolio. */
export function sideStatements(arms: Readonly<Record<Side, readonly DecidingArm[]>>, salt: string): SideStatements {
  return { baseline: answers('baseline', arms.baseline, salt), candidate: answers('candidate', arms.candidate, salt) }
}

/** Fills the session's tables for a slice and compares; the caller's transaction is read-only and empties them when it ends. */
export async function replaySlice(
  tx: Sql,
  statements: SideStatements,
  at: { portfolioId: number; businessDate: string; range: IdRange },
): Promise<SlicePart> {
  await answerSlice(tx, statements, at)
  const [part] = await tx.query<SlicePart>(COMPARE)
  return must(part, 'compare.sql returns one row')
}

/** Leaves both sides' answers in pg_temp.baseline and pg_temp.candidate. */
export async function answerSlice(
  tx: Sql,
  statements: SideStatements,
  { portfolioId, businessDate, range }: { portfolioId: number; businessDate: string; range: IdRange },
): Promise<void> {
  await fillAsOf(tx, { businessDate, ...range })
  await tx.query(`insert into pg_temp.fact\n${FACTS}`, [businessDate, range.from, range.to])
  await tx.query(statements.baseline, [portfolioId])
  await tx.query(statements.candidate, [portfolioId])
  await tx.query('analyze pg_temp.baseline, pg_temp.candidate')
}

function answers(side: Side, arms: readonly DecidingArm[], salt: string): string {
  const arm = armValue(arms, ({ arm: name }) => quoteText(name), 'text', 'arm_number')
  return `insert into pg_temp.${side}
    select customer_id, loan_id, ${arm}, days_past_due, arrears_minor, stage, stage_rule, in_scope, treatment, treatment_rule, queue, priority,
      channel, attempts_per_week
    from (\n${composeChain('select * from pg_temp.fact where portfolio_id = $1', arms, salt)}\n) decided`
}

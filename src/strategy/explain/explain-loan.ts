// Why a loan was treated as it was on a date: every answer that was stored, the table versions and rows it came from, and the facts. Facts are not
// stored, only their hash; they are worked out again as a replay does, and the hash tells whether they are the very ones.

import { fillAsOf, openAsOf, overThePast, unknownPortfolio } from '../../book/index.ts'
import { Fault } from '../../kernel/index.ts'
import type { Database, Sql } from '../../platform/index.ts'
import { FACTS } from '../facts/dictionary.ts'
import { factSql } from '../facts/fact-sql.ts'
import { POINTS } from '../points.ts'
import { inSession } from '../replay/session.ts'

export type ExplainedLoan = {
  readonly portfolio: string
  readonly loan: string
  readonly businessDate: string
  /** In the order in which they were given; more than one when money came late. Empty when the loan was out of scope: such answers are counted,
   * not stored. */
  readonly answers: readonly ExplainedAnswer[]
  /** By the names of the dictionary, as they are worked out for that date now. Null when the loan was not there on it. */
  readonly facts: Readonly<Record<string, unknown>> | null
}

export type ExplainedAnswer = {
  readonly number: number
  readonly stage: string | null
  readonly treatment: string | null
  readonly queue: string | null
  readonly priority: number | null
  readonly channel: string | null
  readonly riskClass: string | null
  readonly acceleration: string | null
  readonly daysPastDue: number
  readonly arrearsMinor: bigint
  readonly balanceMinor: bigint
  readonly arm: string | null
  /** `name@version` of the strategy of that arm. */
  readonly strategy: string
  /** The row that answered at each decision point; no row where nothing was asked. */
  readonly rows: readonly ExplainedRow[]
  /** What the treatment's row looked at, as it was stored. */
  readonly reasons: Readonly<Record<string, unknown>> | null
  readonly factsSha256: string
  /** Whether the facts above are, to the last one, those that this answer was given for. */
  readonly hasTheseFacts: boolean
}

export type ExplainedRow = {
  readonly point: string
  /** `name@version` of the decision table, and the hash of its content. */
  readonly table: string
  readonly sha256: string
  readonly ruleId: string
}

/** Throws `Fault` 'strategy.portfolio_unknown', 'strategy.loan_unknown'. */
export async function explainLoan(
  db: Database,
  asked: { readonly portfolio: string; readonly loan: string; readonly businessDate: string },
): Promise<ExplainedLoan> {
  const { portfolio, loan, businessDate } = asked
  const [found] = await db.query<{ portfolio_id: number; customer_id: bigint | null; loan_id: bigint | null }>(
    `select portfolio.portfolio_id, loan.customer_id, loan.loan_id
     from book.portfolio
     left join book.loan on loan.portfolio_id = portfolio.portfolio_id and loan.loan_number = $2
     where portfolio.code = $1`,
    [portfolio, loan],
  )
  if (!found) {
    const { message } = await unknownPortfolio(db, portfolio)
    throw new Fault('strategy.portfolio_unknown', message)
  }
  const { customer_id: customerId, loan_id: loanId } = found
  if (customerId === null || loanId === null)
    throw new Fault('strategy.loan_unknown', `There is no loan '${loan}' in portfolio ${portfolio}.`)
  const facts = await factsOf(db, { customerId, loanId, businessDate })
  const stored = await db.query<StoredAnswer>(ANSWERS, [customerId, loanId, businessDate])
  const answers = stored.map(({ rule_ids, tables, ...answer }) => ({
    ...answer,
    rows: POINTS.flatMap(({ name }, index) => {
      const [ruleId, table] = [rule_ids[index], tables[name]]
      return ruleId == null || table === undefined ? [] : [{ point: name, ...table, ruleId }]
    }),
    hasTheseFacts: answer.factsSha256 === facts?.sha256,
  }))
  return { portfolio, loan, businessDate, answers, facts: facts?.values ?? null }
}

type StoredAnswer = Omit<ExplainedAnswer, 'rows' | 'hasTheseFacts'> & {
  readonly rule_ids: readonly (string | null)[]
  readonly tables: Readonly<Record<string, { readonly table: string; readonly sha256: string }>>
}

const ANSWERS = `
  select decision.decided_seq as number, decision.stage, decision.treatment, decision.queue, decision.priority, decision.channel,
    decision.risk_class as "riskClass", decision.acceleration, decision.days_past_due as "daysPastDue", decision.arrears_minor as "arrearsMinor",
    decision.balance_minor as "balanceMinor", decision.arm, strategy.name || '@' || strategy.version as strategy, decision.reasons,
    encode(decision.facts_sha256, 'hex') as "factsSha256", decision.rule_ids, tables.tables
  from decision.decision
  join strategy.strategy on strategy.strategy_id = decision.strategy_id
  join (
    select strategy_id,
      jsonb_object_agg(point, jsonb_build_object('table', name || '@' || version, 'sha256', content_sha256)) as tables
    from strategy.strategy_table
    join decision.table_version using (table_version_id)
    group by strategy_id
  ) tables on tables.strategy_id = decision.strategy_id
  where decision.customer_id = $1 and decision.loan_id = $2 and decision.business_date = $3
  order by decision.decided_seq`

type Facts = { readonly values: Readonly<Record<string, unknown>>; readonly sha256: string }

async function factsOf(
  db: Database,
  { customerId, loanId, businessDate }: { customerId: bigint; loanId: bigint; businessDate: string },
): Promise<Facts | null> {
  let facts: Facts | null = null
  await inSession(db, async session => {
    await openAsOf(session)
    await session.query('begin isolation level repeatable read read only')
    await fillAsOf(session, { businessDate, from: customerId, to: customerId })
    facts = await readFacts(session, [businessDate, customerId, customerId, loanId])
    await session.query('rollback')
  })
  return facts
}

async function readFacts(session: Sql, parameters: readonly unknown[]): Promise<Facts | null> {
  const names = FACTS.map(({ name }) => `fact.${name}`)
  const pairs = FACTS.map(({ name }) => `'${name}', fact.${name}`)
  // a function takes a hundred arguments
  const objects = Array.from({ length: Math.ceil(pairs.length / 40) }, (_, part) =>
    pairs.slice(part * 40, part * 40 + 40),
  )
  const [row] = await session.query<{ values: Record<string, unknown>; sha256: string }>(
    `select ${objects.map(part => `jsonb_build_object(${part.join(', ')})`).join(' || ')} as values,
       encode(sha256(convert_to(row(${names.join(', ')})::text, 'UTF8')), 'hex') as sha256
     from (\n${overThePast(factSql())}\n) fact where loan_id = $4`,
    parameters,
  )
  if (!row) return null
  // PostgreSQL orders the keys of jsonb by their length; the dictionary has an order that people know
  return { ...row, values: Object.fromEntries(FACTS.map(({ name }) => [name, row.values[name]])) }
}

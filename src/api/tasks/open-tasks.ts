// The open tasks of a queue in the order in which they are worked: highest priority, then most money. A queue may serve portfolios of several
// currencies: amounts are compared within one currency, and at equal priority one currency comes after the other. Names are the masked
// hints; no sealed field is read here.

import { z } from 'zod'
import type { Sql } from '../../platform/index.ts'
import { BUSINESS_DATE, ID, INSTANT, MINOR, PORTFOLIO } from '../fields.ts'
import { from, read, sql } from '../query/read.ts'
import { type TaskKey, writeCursor } from './cursor.ts'
import type { RowNote, RowNotes } from './row-notes.ts'

export const TASK = z
  .strictObject({
    customerId: ID,
    loanId: ID,
    loanNumber: z.string(),
    nameHint: z.string().nullable().meta({ description: 'The masked name of the borrower, when there is one.' }),
    portfolio: PORTFOLIO,
    businessDate: BUSINESS_DATE.meta({
      description: 'The date whose night opened the task; it stays open as long as it says the same.',
    }),
    queue: z.string(),
    treatment: z.string(),
    channel: z.string().nullable(),
    priority: z.int(),
    stage: z.string().nullable(),
    riskClass: z.string().nullable(),
    daysPastDue: z.int().nullable().meta({ description: "On the portfolio's open date." }),
    arrearsMinor: MINOR,
    balanceMinor: MINOR.nullable(),
    rule: z
      .strictObject({
        table: z.string().meta({ description: 'Name of the decision table that answered.' }),
        version: z.int(),
        ruleId: z.string().meta({ description: 'DMN id of the row that answered.' }),
        notes: z.array(z.strictObject({ column: z.string(), text: z.string() })).meta({
          description: "What the table's author wrote beside the row, by the name of the annotation column.",
        }),
      })
      .meta({ description: 'Where the treatment comes from.' }),
    reasons: z
      .array(z.strictObject({ fact: z.string(), value: z.union([z.string(), z.number(), z.boolean(), z.null()]) }))
      .meta({ description: 'The facts that the row looked at, with their values.' }),
    openedAt: INSTANT,
  })
  .meta({ id: 'Task' })

export const TASK_PAGE = z
  .strictObject({
    tasks: z.array(TASK),
    next: z.string().nullable().meta({ description: 'Give it as `after` for the next page; null on the last.' }),
  })
  .meta({ id: 'TaskPage' })

export type TaskQuery = {
  readonly queue: string
  /** Code of the only portfolio to look at; null for all that the queue serves. */
  readonly portfolio: string | null
  readonly limit: number
  readonly after: TaskKey | null
}

/** One page. Rows are found by the index of open tasks, then joined; so the cost does not grow with the queue. */
export async function openTasks(db: Sql, notes: RowNotes, query: TaskQuery): Promise<z.output<typeof TASK_PAGE>> {
  const rows = await read(db, statement(query))
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const known = await notes(
    db,
    page.map(row => row.table_version_id),
  )
  return {
    tasks: page.map(row => taskOf(row, known.get(row.table_version_id)?.get(row.rule_id) ?? [])),
    next:
      last && rows.length > query.limit
        ? writeCursor({
            priority: last.priority,
            currency: last.currency,
            arrearsMinor: last.arrears_minor,
            customerId: last.customer_id,
            portfolioId: last.portfolio_id,
            businessDate: last.business_date,
            decidedSeq: last.decided_seq,
          })
        : null,
  }
}

export function statement({ queue, portfolio, limit, after }: TaskQuery) {
  let tasks = from
    .selectFrom('strategy.task')
    .selectAll()
    .where('state', '=', 'open')
    .where('queue', '=', queue)
    .orderBy('priority', 'desc')
    .orderBy('currency')
    .orderBy('arrears_minor', 'desc')
    .orderBy('customer_id')
    .orderBy('portfolio_id')
    .orderBy('business_date', 'desc')
    .orderBy('decided_seq', 'desc')
    // one more than asked tells whether there is a next page
    .limit(limit + 1)
  if (portfolio !== null)
    tasks = tasks.where('portfolio_id', '=', eb =>
      eb.selectFrom('book.portfolio').select('portfolio_id').where('code', '=', portfolio),
    )
  if (after) {
    const { priority, currency, arrearsMinor, customerId, portfolioId, businessDate, decidedSeq } = after
    // The first line is implied by the rest; it lets the index start at the right place.
    tasks = tasks.where(
      sql<boolean>`priority <= ${priority} and (priority < ${priority} or currency > ${currency} or (currency = ${currency}
        and (arrears_minor < ${arrearsMinor} or (arrears_minor = ${arrearsMinor} and (customer_id > ${customerId}
          or (customer_id = ${customerId} and (portfolio_id > ${portfolioId}
            or (portfolio_id = ${portfolioId} and (business_date, decided_seq) < (${businessDate}::date, ${decidedSeq}::smallint)))))))))`,
    )
  }
  return (
    from
      .selectFrom(tasks.as('task'))
      .innerJoin('book.portfolio as portfolio', 'portfolio.portfolio_id', 'task.portfolio_id')
      .innerJoin('book.loan as loan', join =>
        join.onRef('loan.customer_id', '=', 'task.customer_id').onRef('loan.loan_id', '=', 'task.loan_id'),
      )
      .innerJoin('strategy.strategy_table as point', join =>
        join.onRef('point.strategy_id', '=', 'task.strategy_id').on('point.point', '=', 'treatment'),
      )
      .innerJoin('decision.table_version as version', 'version.table_version_id', 'point.table_version_id')
      // How the loan stands today, and not on the day on which the task was opened: a task stays as long as it says the same.
      .leftJoin('decision.standing as standing', join =>
        join.onRef('standing.customer_id', '=', 'task.customer_id').onRef('standing.loan_id', '=', 'task.loan_id'),
      )
      .leftJoin('book.arrears as arrears', join =>
        join.onRef('arrears.customer_id', '=', 'task.customer_id').onRef('arrears.loan_id', '=', 'task.loan_id'),
      )
      .select(eb => [
        'task.customer_id',
        'task.portfolio_id',
        'task.loan_id',
        'task.business_date',
        'task.decided_seq',
        'task.queue',
        'task.treatment',
        'task.channel',
        'task.priority',
        'task.rule_id',
        'task.reasons',
        'task.arrears_minor',
        'task.opened_at',
        'loan.loan_number',
        'portfolio.code',
        'portfolio.name',
        'portfolio.jurisdiction',
        'task.currency',
        'version.table_version_id',
        'version.name as table_name',
        'version.version as table_version',
        'standing.stage',
        'standing.risk_class',
        'standing.balance_minor',
        sql<number | null>`greatest(portfolio.business_date - arrears.oldest_unpaid_due_on, 0)`.as('days_past_due'),
        eb
          .selectFrom('book.loan_party as role')
          .innerJoin('book.party as party', join =>
            join.onRef('party.customer_id', '=', 'role.customer_id').onRef('party.party_id', '=', 'role.party_id'),
          )
          .select('party.name_hint')
          .whereRef('role.customer_id', '=', 'task.customer_id')
          .whereRef('role.loan_id', '=', 'task.loan_id')
          .where('role.role', '=', 'borrower')
          .orderBy('role.party_id')
          .limit(1)
          .as('name_hint'),
      ])
      .orderBy('task.priority', 'desc')
      .orderBy('task.currency')
      .orderBy('task.arrears_minor', 'desc')
      .orderBy('task.customer_id')
      .orderBy('task.portfolio_id')
      .orderBy('task.business_date', 'desc')
      .orderBy('task.decided_seq', 'desc')
  )
}

type TaskRow = Awaited<ReturnType<ReturnType<typeof statement>['execute']>>[number]

function taskOf(row: TaskRow, notes: readonly RowNote[]): z.output<typeof TASK> {
  return {
    customerId: String(row.customer_id),
    loanId: String(row.loan_id),
    loanNumber: row.loan_number,
    nameHint: row.name_hint,
    portfolio: { code: row.code, name: row.name, jurisdiction: row.jurisdiction, currency: row.currency },
    businessDate: row.business_date,
    queue: row.queue,
    treatment: row.treatment,
    channel: row.channel,
    priority: row.priority,
    stage: row.stage,
    riskClass: row.risk_class,
    daysPastDue: row.days_past_due,
    arrearsMinor: String(row.arrears_minor),
    balanceMinor: row.balance_minor === null ? null : String(row.balance_minor),
    rule: { table: row.table_name, version: row.table_version, ruleId: row.rule_id, notes: [...notes] },
    reasons: reasonsOf(row.reasons),
    openedAt: row.opened_at.toISOString(),
  }
}

/** A reason that is no plain value (a list, an object) is shown as its JSON. */
function reasonsOf(stored: unknown): z.output<typeof TASK>['reasons'] {
  if (stored === null || typeof stored !== 'object' || Array.isArray(stored)) return []
  return Object.entries(stored).map(([fact, value]: [string, unknown]) => ({
    fact,
    value:
      value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? value
        : JSON.stringify(value),
  }))
}

// How long each kind of data is kept, by law: a decision table. The lender's own version stands before the one that ships.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  evaluateFacts,
  findTableVersion,
  isInForce,
  listTableVersions,
  type Query,
  readDmn,
} from '../../decision/index.ts'
import { must } from '../../kernel/index.ts'
import { type Database, ROOT } from '../../platform/index.ts'

const TABLE = 'retention'
const SHIPPED = join(ROOT, 'tables/rulebooks/retention.dmn')

/** `person`: everything that is sealed with a customer's key. */
export const RECORDS = ['recording', 'document', 'photo', 'person'] as const

export type RetentionRule = {
  readonly jurisdiction: string
  readonly record: (typeof RECORDS)[number]
  readonly ruleId: string
  readonly keepMonths: number
  /** `last_activity`: the last receipt, promise or decision, of a loan that has ended. */
  readonly countsFrom: 'added' | 'last_activity'
}

export type RetentionSchedule = {
  /** `retention version 2` of the lender, or `shipped`. */
  readonly table: string
  readonly rules: readonly RetentionRule[]
}

/** The rule for each kind of data under the law of each portfolio. Throws `DecisionFault` for a table that does not answer. */
export async function retentionSchedule(db: Database, asOf: string): Promise<RetentionSchedule> {
  const { table, content } = await tableInForce(db, asOf)
  const laws = await db.query<{ jurisdiction: string }>(
    'select distinct jurisdiction from book.portfolio order by jurisdiction',
  )
  const asked = laws.flatMap(({ jurisdiction }) => RECORDS.map(record => ({ jurisdiction, record })))
  const answers = await evaluateFacts(
    (statement, parameters) => db.query(statement, parameters),
    readDmn(content, { file: table }),
    TABLE,
    // states and provinces follow their country here
    asked.map(({ jurisdiction, record }) => ({ jurisdiction: jurisdiction.split('-')[0] ?? '', record })),
  )
  type Answer = {
    readonly rule: string
    readonly keep_months: number
    readonly counts_from: RetentionRule['countsFrom']
  }
  const rules = asked.map((facts, at) => {
    const answer = must(answers[at], 'every question is answered').result as Answer
    return { ...facts, ruleId: answer.rule, keepMonths: answer.keep_months, countsFrom: answer.counts_from }
  })
  return { table, rules }
}

/** Months by country and word for a record, from the table that ships; `records` says which kind of data each word is. */
export async function keepingTimes(
  query: Query,
  records: Readonly<Record<string, (typeof RECORDS)[number]>>,
): Promise<readonly { readonly jurisdiction: string; readonly record: string; readonly keep_months: number }[]> {
  const model = readDmn(readFileSync(SHIPPED, 'utf8'), { file: 'shipped' })
  const asked = COUNTRIES.flatMap(jurisdiction => Object.keys(records).map(record => ({ jurisdiction, record })))
  const answers = await evaluateFacts(
    query,
    model,
    TABLE,
    asked.map(({ jurisdiction, record }) => ({ jurisdiction, record: records[record] ?? '' })),
  )
  return asked.map((one, at) => ({
    ...one,
    keep_months: (must(answers[at], 'every question is answered').result as { readonly keep_months: number })
      .keep_months,
  }))
}

/** What a place can begin with. */
const COUNTRIES = ['CN', 'US', 'UK', 'IN', 'EU', 'SG', 'MY'] as const

async function tableInForce(db: Database, asOf: string): Promise<{ table: string; content: string }> {
  for (const { name, version } of await listTableVersions(db, TABLE)) {
    const stored = await findTableVersion(db, name, version)
    if (stored && isInForce(stored, asOf)) return { table: `${name} version ${version}`, content: stored.content }
  }
  return { table: 'shipped', content: readFileSync(SHIPPED, 'utf8') }
}

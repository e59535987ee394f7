// Destroys what is past its time: content of attachments, and persons. Each in a transaction of its own with its entry, so that a crash half way leaves a purge that
// is run again.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { erasePerson } from '../../book/index.ts'
import { clearChunks, destroyAttachment } from '../../evidence/index.ts'
import { isSamePerson, personName } from '../../identity/index.ts'
import { type Outcome, ok, refused } from '../../kernel/index.ts'
import type { Database, ObjectStore, Sql, Tx } from '../../platform/index.ts'
import { type RetentionRule, type RetentionSchedule, retentionSchedule } from './schedule.ts'

const DUE = readFileSync(join(import.meta.dirname, 'due.sql'), 'utf8')

export type DueRecord = {
  readonly customerId: bigint
  /** Null for a person. */
  readonly loanId: bigint | null
  readonly attachmentId: bigint | null
  readonly record: RetentionRule['record']
  readonly ruleId: string
  readonly dueOn: string
}

export type RetentionState = RetentionSchedule & { readonly due: readonly DueRecord[] }

/** The schedule, and what is past its time on the date. What is under a legal hold is not. */
export async function retentionState(db: Database, asOf: string): Promise<RetentionState> {
  const schedule = await retentionSchedule(db, asOf)
  return { ...schedule, due: await readDue(db, schedule, asOf, null) }
}

/** Of one customer, or of all. */
function readDue(
  sql: Sql,
  { rules }: RetentionSchedule,
  asOf: string,
  customerId: bigint | null,
): Promise<DueRecord[]> {
  const rows = rules.map(({ jurisdiction, record, ruleId, keepMonths, countsFrom }) => ({
    jurisdiction,
    record,
    rule_id: ruleId,
    keep_months: keepMonths,
    counts_from: countsFrom,
  }))
  return sql.query<DueRecord>(DUE, [asOf, JSON.stringify(rows), customerId])
}

export type Purge = {
  readonly asOf: string
  readonly by: string
  /** The second person: what is destroyed comes back by nobody. */
  readonly approvedBy: string
}

export type Purged = {
  readonly attachments: number
  readonly persons: number
  /** What was due and was not destroyed after all: a hold, money or an import came between. */
  readonly refused: number
}

export type PurgeRefusal = { readonly code: 'identity.four_eyes'; readonly message: string }

/** Throws `Fault` for a name that is none, and what the store throws when chunks are cleared; what was destroyed by then is. */
export async function purge(db: Database, store: ObjectStore, asked: Purge): Promise<Outcome<Purged, PurgeRefusal>> {
  const [by, approvedBy] = [personName(asked.by), personName(asked.approvedBy)]
  if (isSamePerson(by, approvedBy))
    return refused({ code: 'identity.four_eyes', message: `${by} asks for it, so somebody else has to approve it.` })
  const schedule = await retentionState(db, asked.asOf)
  const done = { attachments: 0, persons: 0, refused: 0 }
  for (const { customerId, loanId, attachmentId, ruleId, dueOn } of schedule.due) {
    const isStillDue = async (tx: Tx) => {
      // No money comes in for the customer until this is over.
      await tx.query('select from book.customer where customer_id = $1 for no key update', [customerId])
      const due = await readDue(tx, schedule, asked.asOf, customerId)
      return due.some(row => row.attachmentId === attachmentId)
    }
    const outcome =
      loanId === null || attachmentId === null
        ? await erasePerson(db, { customerId, reason: `${ruleId}: kept until ${dueOn}`, by, approvedBy }, isStillDue)
        : await destroyAttachment(db, { customerId, loanId, attachmentId, ruleId, by, approvedBy }, isStillDue)
    if (!outcome.ok) done.refused += 1
    else if (attachmentId === null) done.persons += 1
    else done.attachments += 1
  }
  await clearChunks(db, store)
  return ok(done)
}

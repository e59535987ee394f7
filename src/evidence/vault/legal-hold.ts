// Legal holds: while one stands, nothing of the customer is destroyed.

import { type Outcome, ok, refused } from '../../kernel/index.ts'
import type { Database, Sql } from '../../platform/index.ts'
import { recorded } from '../recorded.ts'

export type LegalHold = {
  readonly holdId: bigint
  readonly reason: string
  readonly placedBy: string
  /** A date in UTC. */
  readonly placedOn: string
}

export async function standingHolds(sql: Sql, customerId: bigint): Promise<LegalHold[]> {
  return sql.query<LegalHold>(
    `select hold_id as "holdId", reason, placed_by as "placedBy", to_char(placed_at at time zone 'UTC', 'YYYY-MM-DD') as "placedOn"
     from vault.standing_hold where customer_id = $1 order by hold_id`,
    [customerId],
  )
}

/** Places a hold and answers its number. Several may stand at once; each is lifted by itself. */
export function placeHold(
  db: Database,
  { customerId, reason, by }: { readonly customerId: bigint; readonly reason: string; readonly by: string },
): Promise<bigint> {
  return recorded(db, async (tx, append) => {
    // An erasure that is under way is waited for: it is before the hold or after it, never beside it.
    await lockCustomer(tx, customerId)
    const [row] = await tx.query<{ hold_id: bigint }>(
      'insert into vault.legal_hold (customer_id, reason, placed_by) values ($1, $2, $3) returning hold_id',
      [customerId, reason, by],
    )
    const holdId = row?.hold_id ?? 0n
    await append({ kind: 'hold.placed', customerId, by, body: { hold: holdId, reason, by } })
    return holdId
  })
}

export type HoldRefusal = { readonly code: 'evidence.hold_unknown'; readonly message: string }

/** Lifts a hold. Refuses evidence.hold_unknown: there is none of this number that stands. */
export function liftHold(
  db: Database,
  {
    customerId,
    holdId,
    reason,
    by,
  }: { readonly customerId: bigint; readonly holdId: bigint; readonly reason: string; readonly by: string },
): Promise<Outcome<bigint, HoldRefusal>> {
  return recorded<Outcome<bigint, HoldRefusal>>(
    db,
    async (tx, append) => {
      await lockCustomer(tx, customerId)
      const standing = await standingHolds(tx, customerId)
      if (!standing.some(hold => hold.holdId === holdId)) {
        const there = standing.map(hold => hold.holdId).join(', ')
        const message = `The customer has no hold ${holdId} that stands.${there === '' ? '' : ` There is ${there}.`}`
        return refused({ code: 'evidence.hold_unknown', message })
      }
      await tx.query(
        'insert into vault.legal_hold_lifted (customer_id, hold_id, reason, lifted_by) values ($1, $2, $3, $4)',
        [customerId, holdId, reason, by],
      )
      await append({ kind: 'hold.lifted', customerId, by, body: { hold: holdId, reason, by } })
      return ok(holdId)
    },
    { wroteNothing: outcome => !outcome.ok },
  )
}

/** What was due when the list was made is not any more. */
export const NOT_DUE = {
  code: 'evidence.not_due',
  message: 'Something came in meanwhile, so its time is not over.',
} as const

/** Holds and erasures of one customer, one after another. */
export async function lockCustomer(sql: Sql, customerId: bigint): Promise<void> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 7210020))', [`vault/${customerId}`])
}

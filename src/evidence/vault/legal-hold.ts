// Legal holds: while one stands, nothing of the customer is destroyed.

import { type Outcome, ok, refused, tlog } from '../../kernel/index.ts'
import type { Database, Sql } from '../../platform/index.ts'
import { recorded } from '../recorded.ts'
import { loadCustomerKeys } from './customer-keys.ts'
import { CustomerSealer } from './customer-sealer.ts'
import { keptKeys } from './kept-keys.ts'

const REASON_LABEL = 'vault.hold'

export type LegalHold = {
  readonly holdId: bigint
  /** Null when what is stored does not open: it was changed. */
  readonly reason: string | null
  readonly placedBy: string
  /** A date in UTC. */
  readonly placedOn: string
}

/** Throws what opening the master key throws, where a hold stands. */
export async function standingHolds(
  sql: Sql,
  keys: Pick<Database, 'masterKey'>,
  customerId: bigint,
): Promise<LegalHold[]> {
  const holds = await sql.query<Omit<LegalHold, 'reason'> & { sealed: Uint8Array }>(
    `select hold_id as "holdId", reason_sealed as sealed, placed_by as "placedBy", to_char(placed_at at time zone 'UTC', 'YYYY-MM-DD') as "placedOn"
     from vault.standing_hold where customer_id = $1 order by hold_id`,
    [customerId],
  )
  if (holds.length === 0) return []
  const sealer = new CustomerSealer(await keys.masterKey())
  await loadCustomerKeys(sql, sealer, [customerId])
  return holds.map(({ sealed, ...hold }) => ({ ...hold, reason: opened(sealer, customerId, sealed) }))
}

/** While a hold stands its customer has a key. */
function opened(sealer: CustomerSealer, customerId: bigint, sealed: Uint8Array): string | null {
  const reason = sealer.hasKey(customerId) ? sealer.openBytes(customerId, REASON_LABEL, sealed) : null
  return reason && tlog.fromUtf8(reason)
}

export type UnderHold = { readonly code: 'evidence.legal_hold'; readonly message: string }

/** Why nothing of the customer is destroyed; null when no hold stands. The caller holds the lock of `lockCustomer`. */
export async function refusalByHold(
  sql: Sql,
  keys: Pick<Database, 'masterKey'>,
  customerId: bigint,
): Promise<UnderHold | null> {
  const [hold] = await standingHolds(sql, keys, customerId)
  if (!hold) return null
  const { placedOn, placedBy, reason } = hold
  return {
    code: 'evidence.legal_hold',
    message: `A legal hold stands since ${placedOn}, placed by ${placedBy}: ${reason ?? 'its reason does not open any more'}. While it does, nothing of the customer is destroyed.`,
  }
}

/** Places a hold and answers its number. Several may stand at once; each is lifted by itself. */
export function placeHold(
  db: Database,
  { customerId, reason, by }: { readonly customerId: bigint; readonly reason: string; readonly by: string },
): Promise<bigint> {
  return recorded(db, async (tx, append) => {
    // An erasure that is under way is waited for: it is before the hold or after it, never beside it.
    await lockCustomer(tx, customerId)
    const keys = keptKeys(await db.masterKey())
    // The key that stands now: what is kept may be of a person who was erased since.
    keys.drop(customerId)
    const { sealed } = await keys.seal(tx, customerId, REASON_LABEL, tlog.utf8(reason))
    const [row] = await tx.query<{ hold_id: bigint }>(
      'insert into vault.legal_hold (customer_id, reason_sealed, placed_by) values ($1, $2, $3) returning hold_id',
      [customerId, sealed, by],
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
      const standing = await standingHolds(tx, db, customerId)
      if (!standing.some(hold => hold.holdId === holdId)) {
        const there = standing.map(hold => hold.holdId).join(', ')
        const message = `The customer has no hold ${holdId} that stands.${there === '' ? '' : ` There is ${there}.`}`
        return refused({ code: 'evidence.hold_unknown', message })
      }
      await tx.query('insert into vault.legal_hold_lifted (customer_id, hold_id, lifted_by) values ($1, $2, $3)', [
        customerId,
        holdId,
        by,
      ])
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

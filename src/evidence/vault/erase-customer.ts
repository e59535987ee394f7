// Erasing a person: the one small key goes, and with it everything that was sealed with it. The log keeps its commitments, and every proof stays valid.

import { type Outcome, ok, type Refusal, refused } from '../../kernel/index.ts'
import type { Database, Sql, Tx } from '../../platform/index.ts'
import { recorded } from '../recorded.ts'
import { giveUpChunks } from './attachments/destroy-attachment.ts'
import { lockCustomer, refusalByHold } from './legal-hold.ts'

export type ErasureRefusal = {
  readonly code: 'evidence.legal_hold' | 'evidence.nothing_sealed'
  readonly message: string
}

export type Erasure = {
  readonly customerId: bigint
  /** On what ground, for the record. */
  readonly reason: string
  readonly by: string
  /** The second person: what is destroyed comes back by nobody. */
  readonly approvedBy: string
}

export type ErasureOptions<R extends Refusal> = {
  /** Destroys in the same transaction what others have in clear. */
  readonly alongside: (tx: Tx, customerId: bigint) => Promise<void>
  /** What else is against it, asked once nothing can come between any more. */
  readonly refusal: (tx: Tx) => Promise<R | null>
}

/** Destroys the customer's key. Refuses, in order: evidence.legal_hold while one stands, what `refusal` says, evidence.nothing_sealed when there is no key (never sealed,
 * or erased before). That the two people are two is the caller's to see to. */
export function eraseCustomer<R extends Refusal>(
  db: Database,
  { customerId, reason, by, approvedBy }: Erasure,
  { alongside, refusal }: ErasureOptions<R>,
): Promise<Outcome<null, ErasureRefusal | R>> {
  return recorded<Outcome<null, ErasureRefusal | R>>(
    db,
    async (tx, append) => {
      await lockCustomer(tx, customerId)
      const hold = await refusalByHold(tx, db, customerId)
      if (hold) return refused(hold)
      const other = await refusal(tx)
      if (other) return refused(other)
      const count = await tx.write('delete from vault.customer_key where customer_id = $1', [customerId])
      if (count === 0)
        return refused({
          code: 'evidence.nothing_sealed',
          message: 'Nothing of this customer is sealed: there is no key, or it was destroyed before.',
        })
      // Nobody can open the chunks any more; the store is cleared of them.
      await giveUpChunks(tx, await attachmentsOf(tx, customerId))
      await alongside(tx, customerId)
      // in clear: the key that would seal it is what was destroyed
      const entryId = await append({
        kind: 'customer.erased',
        customerId,
        isSealed: false,
        by,
        body: { reason, by, approvedBy },
      })
      await tx.query(
        `insert into vault.customer_erased (customer_id, generation, entry_id)
         select $1, count(*), $2 from vault.customer_erased where customer_id = $1`,
        [customerId, entryId],
      )
      return ok(null)
    },
    { wroteNothing: outcome => !outcome.ok },
  )
}

async function attachmentsOf(sql: Sql, customerId: bigint): Promise<bigint[]> {
  const rows = await sql.query<{ attachment_id: bigint }>(
    'select attachment_id from vault.attachment where customer_id = $1',
    [customerId],
  )
  return rows.map(row => row.attachment_id)
}

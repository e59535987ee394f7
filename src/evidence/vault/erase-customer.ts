// Erasing a person: the one small key goes, and with it everything that was sealed with it. The log keeps its commitments, and every proof stays valid.

import { type Outcome, ok, refused } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import { recorded } from '../recorded.ts'
import { lockCustomer, standingHolds } from './legal-hold.ts'

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

/** Destroys the customer's key. Refuses, in order: evidence.legal_hold while one stands, evidence.nothing_sealed when there is no key (never sealed, or
 * erased before). That the two people are two is the caller's to see to. */
export function eraseCustomer(
  db: Database,
  { customerId, reason, by, approvedBy }: Erasure,
): Promise<Outcome<null, ErasureRefusal>> {
  return recorded<Outcome<null, ErasureRefusal>>(
    db,
    async (tx, append) => {
      await lockCustomer(tx, customerId)
      const [hold] = await standingHolds(tx, customerId)
      if (hold)
        return refused({
          code: 'evidence.legal_hold',
          message: `A legal hold stands since ${hold.placedOn}, placed by ${hold.placedBy}: ${hold.reason}. While it does, nothing of the customer is destroyed.`,
        })
      const count = await tx.write('delete from vault.customer_key where customer_id = $1', [customerId])
      if (count === 0)
        return refused({
          code: 'evidence.nothing_sealed',
          message: 'Nothing of this customer is sealed: there is no key, or it was destroyed before.',
        })
      // in clear: the key that would seal it is what was destroyed
      await append({ kind: 'customer.erased', customerId, isSealed: false, by, body: { reason, by, approvedBy } })
      return ok(null)
    },
    { wroteNothing: outcome => !outcome.ok },
  )
}

// Erasing a person: the one small key goes, and with it everything that was sealed with it. The log keeps its commitments, and every proof stays valid.

import type { Database } from '../../platform/index.ts'
import { recorded } from '../recorded.ts'

/** Erases the person for good: everything sealed of the customer becomes unreadable. Returns false when there was no key. */
export async function eraseCustomerKey(db: Database, customerId: bigint): Promise<boolean> {
  return recorded(
    db,
    async (tx, append) => {
      const count = await tx.write('delete from vault.customer_key where customer_id = $1', [customerId])
      // in clear: the key that would seal it is what was destroyed
      if (count > 0) await append({ kind: 'customer.erased', customerId, isSealed: false, body: {} })
      return count > 0
    },
    { wroteNothing: isErased => !isErased },
  )
}

// Where the wrapped data keys of customers are kept. Only this module reads or writes the table.

import { type Append, recorded } from '../evidence/index.ts'
import type { Database, Sql, Tx } from '../platform/index.ts'
import type { FieldSealer } from './field-encryption.ts'

/** Gives the sealer the stored keys of these customers; those without one (never sealed, or erased) are left out. */
export async function loadCustomerKeys(sql: Sql, sealer: FieldSealer, customerIds: readonly bigint[]): Promise<void> {
  const rows = await sql.query<{ customer_id: bigint; wrapped_key: Buffer }>(
    'select customer_id, wrapped_key from identity.customer_key where customer_id = any($1)',
    [customerIds],
  )
  for (const row of rows) sealer.useWrapped(row.customer_id, row.wrapped_key)
}

/** Stores keys made by `addCustomer`, in bulk, before or with what was sealed. */
export async function storeCustomerKeys(
  tx: Tx,
  keys: Iterable<readonly [customerId: bigint, wrapped: Uint8Array]>,
): Promise<void> {
  await tx.copyIn('copy identity.customer_key (customer_id, wrapped_key) from stdin', keyLines(keys))
}

/** Erases the person for good: every sealed field of the customer becomes unreadable. Returns false when there was no key. */
export async function eraseCustomerKey(db: Database, customerId: bigint): Promise<boolean> {
  const erase = async (tx: Tx, append: Append) => {
    const count = await tx.write('delete from identity.customer_key where customer_id = $1', [customerId])
    if (count > 0) await append({ kind: 'customer.erased', customerId, body: {} })
    return count > 0
  }
  return recorded(db, erase, { wroteNothing: isErased => !isErased })
}

function* keyLines(keys: Iterable<readonly [bigint, Uint8Array]>): Generator<string> {
  for (const [customerId, wrapped] of keys) yield `${customerId}\t\\\\x${Buffer.from(wrapped).toString('hex')}\n`
}

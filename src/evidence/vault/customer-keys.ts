// Where the wrapped data keys of customers are kept. Only this module reads or writes the table.

import type { Sql, Tx } from '../../platform/index.ts'
import type { CustomerSealer } from './customer-sealer.ts'

/** Gives the sealer the stored keys of these customers; those without one (never sealed, or erased) are left out. */
export async function loadCustomerKeys(
  sql: Sql,
  sealer: CustomerSealer,
  customerIds: readonly bigint[],
): Promise<void> {
  const rows = await sql.query<{ customer_id: bigint; wrapped_key: Buffer }>(
    'select customer_id, wrapped_key from vault.customer_key where customer_id = any($1)',
    [customerIds],
  )
  for (const row of rows) sealer.useWrapped(row.customer_id, row.wrapped_key)
}

/** Stores keys made by `addCustomer`, in bulk, before or with what was sealed. */
export async function storeCustomerKeys(
  tx: Tx,
  keys: Iterable<readonly [customerId: bigint, wrapped: Uint8Array]>,
): Promise<void> {
  await tx.copyIn('copy vault.customer_key (customer_id, wrapped_key) from stdin', keyLines(keys))
}

function* keyLines(keys: Iterable<readonly [bigint, Uint8Array]>): Generator<string> {
  for (const [customerId, wrapped] of keys) yield `${customerId}\t\\\\x${Buffer.from(wrapped).toString('hex')}\n`
}

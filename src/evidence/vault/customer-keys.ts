// Where the wrapped data keys of customers are kept. Only this module reads or writes the table.

import type { Sql, Tx } from '../../platform/index.ts'
import { type CustomerSealer, generationOf } from './customer-sealer.ts'

/** Gives the sealer the stored keys of these customers, and how many of theirs were destroyed. Those without a key were never sealed, or erased. */
export async function loadCustomerKeys(
  sql: Sql,
  sealer: CustomerSealer,
  customerIds: readonly bigint[],
): Promise<void> {
  const rows = await sql.query<{ customer_id: bigint; wrapped_key: Buffer | null; erasures: number }>(KEYS, [
    customerIds,
  ])
  for (const { customer_id: customerId, wrapped_key: wrapped, erasures } of rows) {
    sealer.countErasures(customerId, erasures)
    if (wrapped) sealer.useWrapped(customerId, wrapped)
  }
}

/** Tells of sealed bytes of a customer whether their key was destroyed. Opens nothing, so it needs no master key. */
export async function readErasure(sql: Sql, customerId: bigint): Promise<(sealed: Uint8Array) => boolean> {
  const [row] = await sql.query<{ erasures: number }>(
    'select count(*)::integer as erasures from vault.customer_erased where customer_id = $1',
    [customerId],
  )
  return sealed => generationOf(sealed) < (row?.erasures ?? 0)
}

const KEYS = `
  select customer_id, wrapped_key, coalesce(erased.count, 0)::integer as erasures
  from unnest($1::bigint[]) as asked (customer_id)
  left join vault.customer_key using (customer_id)
  left join (select customer_id, count(*) from vault.customer_erased where customer_id = any ($1) group by 1) erased using (customer_id)`

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

// Opens what entries say, for whoever may see it: by their ids, many at a time.

import type { Database } from '../../platform/index.ts'
import { loadCustomerKeys } from './customer-keys.ts'
import { CustomerSealer } from './customer-sealer.ts'
import { type OpenedPayload, openPayload, type StoredPayload } from './open-payload.ts'

/** The payload of each entry that has one. */
export async function readPayloads(
  db: Database,
  entryIds: readonly bigint[],
): Promise<Map<bigint, OpenedPayload | 'erased' | 'damaged'>> {
  const rows = await db.query<StoredPayload & { entry_id: bigint }>(
    'select entry_id, customer_id, sealed, salt, content from evidence.payload where entry_id = any ($1)',
    [entryIds],
  )
  const customers = [...new Set(rows.flatMap(row => row.customer_id ?? []))]
  const sealer = customers.length === 0 ? null : new CustomerSealer(await db.masterKey())
  if (sealer) await loadCustomerKeys(db, sealer, customers)
  return new Map(rows.map(row => [row.entry_id, openPayload(sealer, row)]))
}

// Opens the personal values of one customer for a document that shows them; for a screen nothing is opened.

import { loadCustomerKeys } from '../../evidence/index.ts'
import { FieldSealer, type SealedField } from '../../identity/index.ts'
import type { Database } from '../../platform/index.ts'

/** Null for a value that there is none of, or that went with the person. */
export type Open = (field: SealedField, sealed: Uint8Array | null) => string | null

export async function opener(db: Database, customerId: bigint): Promise<Open> {
  const sealer = new FieldSealer(await db.masterKey())
  await loadCustomerKeys(db, sealer, [customerId])
  return (field, sealed) =>
    sealed === null || sealer.isErased(customerId, sealed) ? null : sealer.open(customerId, field, sealed)
}

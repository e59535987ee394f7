// What an entry says, opened: its salt and content, or why they cannot be had any more.

import { SALT_BYTES } from '../../kernel/index.ts'
import type { CustomerSealer } from './customer-sealer.ts'

/** What a sealed payload is bound to, beside its customer. */
export const PAYLOAD_LABEL = 'evidence.payload'

export type StoredPayload = {
  readonly customer_id: bigint | null
  readonly sealed: Uint8Array | null
  readonly salt: Uint8Array | null
  readonly content: Uint8Array | null
}

export type OpenedPayload = { readonly salt: Uint8Array; readonly content: Uint8Array }

/** 'erased' when the customer's key was destroyed by an erasure, 'damaged' when the stored bytes are not those that were sealed or the key is gone without one.
 * The sealer must have been given the customer's key and erasures. */
export function openPayload(
  sealer: CustomerSealer | null,
  stored: StoredPayload,
): OpenedPayload | 'erased' | 'damaged' {
  const { customer_id: customerId, sealed, salt, content } = stored
  if (salt && content) return { salt, content }
  if (customerId === null || !sealed) return 'damaged'
  if (!sealer || sealer.isErased(customerId, sealed)) return 'erased'
  // a key that is gone without an erasure
  if (!sealer.hasKey(customerId)) return 'damaged'
  const plain = sealer.openBytes(customerId, PAYLOAD_LABEL, sealed)
  if (plain === null || plain.length < SALT_BYTES) return 'damaged'
  return { salt: plain.subarray(0, SALT_BYTES), content: plain.subarray(SALT_BYTES) }
}

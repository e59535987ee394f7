// Personal fields are texts sealed with the key of their customer, and digests that find equal values without opening any.

import { createHmac } from 'node:crypto'
import { CustomerSealer } from '../evidence/index.ts'
import { Fault } from '../kernel/index.ts'

/** A sealed value is bound to its customer and its field: it opens nowhere else. */
export type SealedField =
  | 'party.name'
  | 'party.identity_number'
  | 'endpoint.value'
  | 'vehicle.vin'
  | 'vehicle.plate'
  | 'vehicle.engine_number'

export class FieldSealer extends CustomerSealer {
  seal(customerId: bigint, field: SealedField, text: string): Uint8Array {
    return this.sealBytes(customerId, field, Buffer.from(text, 'utf8'))
  }

  /** Throws `Fault` 'evidence.key_erased' or 'identity.sealed_value_damaged'. */
  open(customerId: bigint, field: SealedField, sealed: Uint8Array): string {
    const text = this.openBytes(customerId, field, sealed)
    if (text === null) {
      throw new Fault(
        'identity.sealed_value_damaged',
        `a sealed ${field} of customer ${customerId} was changed, or belongs to another customer or field`,
      )
    }
    return Buffer.from(text).toString('utf8')
  }

  /** Equal normalised values have equal digests; without the master key nobody can test a guess. */
  digest(field: SealedField, normalised: string): Uint8Array {
    return createHmac('sha256', this.master.digesting).update(`${field}\u001f${normalised}`, 'utf8').digest()
  }
}

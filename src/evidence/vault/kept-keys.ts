// Keys of customers that this program has opened lately, so that an entry does not cost a look-up. A key that is kept may have been destroyed meanwhile:
// whoever seals with it names the wrapped key, and what is written says that it still stands.

import { must } from '../../kernel/index.ts'
import type { MasterKey, Sql } from '../../platform/index.ts'
import { CustomerSealer } from './customer-sealer.ts'

/** A few megabytes. When it is full all are dropped: they come back with the next entry. */
const KEPT_MAX = 20_000

const KEPT = new WeakMap<MasterKey, KeptKeys>()

export function keptKeys(master: MasterKey): KeptKeys {
  const kept = KEPT.get(master) ?? new KeptKeys(master)
  KEPT.set(master, kept)
  return kept
}

export class KeptKeys {
  private readonly sealer: CustomerSealer
  private readonly wrapped = new Map<bigint, Uint8Array>()

  constructor(master: MasterKey) {
    this.sealer = new CustomerSealer(master)
  }

  /** Seals with the customer's key, which is made now if there is none. `wrappedKey` is the stored form of the key that was used. */
  async seal(
    sql: Sql,
    customerId: bigint,
    label: string,
    plain: Uint8Array,
  ): Promise<{ readonly sealed: Uint8Array; readonly wrappedKey: Uint8Array }> {
    const wrappedKey = this.wrapped.get(customerId) ?? (await this.load(sql, customerId))
    return { sealed: this.sealer.sealBytes(customerId, label, plain), wrappedKey }
  }

  /** To be called when a key does not stand any more. */
  drop(customerId: bigint): void {
    this.wrapped.delete(customerId)
  }

  private async load(sql: Sql, customerId: bigint): Promise<Uint8Array> {
    if (this.wrapped.size >= KEPT_MAX) {
      this.wrapped.clear()
      this.sealer.forget()
    }
    // `do nothing` for a key that another transaction made meanwhile, which then is the one that stands
    const [known] = await sql.query<{ wrapped_key: Uint8Array }>(KNOWN, [customerId])
    if (!known) await sql.query(MAKE, [customerId, this.sealer.addCustomer(customerId)])
    const [stored] = known ? [known] : await sql.query<{ wrapped_key: Uint8Array }>(KNOWN, [customerId])
    const { wrapped_key: wrapped } = must(stored, 'the customer has a key now')
    this.sealer.useWrapped(customerId, wrapped)
    this.wrapped.set(customerId, wrapped)
    return wrapped
  }
}

const KNOWN = 'select wrapped_key from vault.customer_key where customer_id = $1'
const MAKE =
  'insert into vault.customer_key (customer_id, wrapped_key) values ($1, $2) on conflict (customer_id) do nothing'

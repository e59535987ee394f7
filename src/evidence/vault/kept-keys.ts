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
  private readonly master: MasterKey
  private readonly sealer: CustomerSealer
  private readonly wrapped = new Map<bigint, Uint8Array>()

  constructor(master: MasterKey) {
    this.master = master
    this.sealer = new CustomerSealer(master)
  }

  /** Seals with the customer's key, which is made now if there is none. `wrappedKey` is the stored form of the key that was used. */
  async seal(
    sql: Sql,
    customerId: bigint,
    label: string,
    plain: Uint8Array,
  ): Promise<{ readonly sealed: Uint8Array; readonly wrappedKey: Uint8Array }> {
    if (!this.wrapped.has(customerId)) await this.load(sql, customerId)
    // Both at once, whatever others loaded meanwhile: what is sealed names the very key that it is sealed with.
    const wrappedKey = must(this.wrapped.get(customerId), 'a key that was loaded is kept')
    return { sealed: this.sealer.sealBytes(customerId, label, plain), wrappedKey }
  }

  /** To be called when a key does not stand any more. */
  drop(customerId: bigint): void {
    this.wrapped.delete(customerId)
  }

  private async load(sql: Sql, customerId: bigint): Promise<void> {
    if (this.wrapped.size >= KEPT_MAX) {
      this.wrapped.clear()
      this.sealer.forget()
    }
    // `do nothing` for a key that another transaction made meanwhile, which then is the one that stands
    const [known] = await sql.query<{ wrapped_key: Uint8Array }>(KNOWN, [customerId])
    if (!known) {
      const [erased] = await sql.query<{ count: number }>(ERASURES, [customerId])
      // Not with the sealer that is kept: until it is stored it is nobody's key, and another transaction may be making one too.
      const maker = new CustomerSealer(this.master)
      maker.countErasures(customerId, erased?.count ?? 0)
      await sql.query(MAKE, [customerId, maker.addCustomer(customerId)])
    }
    const [stored] = known ? [known] : await sql.query<{ wrapped_key: Uint8Array }>(KNOWN, [customerId])
    const { wrapped_key: wrapped } = must(stored, 'the customer has a key now')
    this.sealer.useWrapped(customerId, wrapped)
    this.wrapped.set(customerId, wrapped)
  }
}

const KNOWN = 'select wrapped_key from vault.customer_key where customer_id = $1'
const ERASURES = 'select count(*)::integer as count from vault.customer_erased where customer_id = $1'
const MAKE =
  'insert into vault.customer_key (customer_id, wrapped_key) values ($1, $2) on conflict (customer_id) do nothing'

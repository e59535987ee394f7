import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { loadCustomerKeys, loadOrMakeCustomerKey, storeCustomerKeys } from './customer-keys.ts'
import { CustomerSealer } from './customer-sealer.ts'
import { eraseCustomerKey } from './erase-customer.ts'

describe('data keys of customers', () => {
  const test = testDatabase()
  const text = randomBytes(20)

  const sealerWith = async (...customers: bigint[]) => {
    const sealer = new CustomerSealer(await test.db.masterKey())
    await loadCustomerKeys(test.db, sealer, customers)
    return sealer
  }

  it('survive storage, and are gone for good after erasure', async () => {
    const sealer = await sealerWith()
    const keys = [7n, 8n].map(id => [id, sealer.addCustomer(id)] as const)
    const sealed = sealer.sealBytes(7n, 'test', text)
    await test.db.transaction(tx => storeCustomerKeys(tx, keys))

    const later = await sealerWith(7n, 8n, 9n)
    expect(Buffer.from(later.openBytes(7n, 'test', sealed) ?? [])).toEqual(text)
    expect(later.hasKey(9n)).toBe(false)

    expect(await eraseCustomerKey(test.db, 7n)).toBe(true)
    const afterwards = await sealerWith(7n, 8n)
    expect(() => afterwards.openBytes(7n, 'test', sealed)).toThrow(/erased/)
    expect(afterwards.hasKey(8n)).toBe(true)
  })

  it('are made once for a customer, however many need it first', async () => {
    const sealed = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const sealer = await sealerWith()
        await loadOrMakeCustomerKey(test.db, sealer, 10n)
        return sealer.sealBytes(10n, 'test', text)
      }),
    )
    const sealer = await sealerWith(10n)
    for (const bytes of sealed) expect(Buffer.from(sealer.openBytes(10n, 'test', bytes) ?? [])).toEqual(text)
  })
})

import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { recorded } from '../recorded.ts'
import { loadCustomerKeys, storeCustomerKeys } from './customer-keys.ts'
import { CustomerSealer } from './customer-sealer.ts'
import { eraseCustomerKey } from './erase-customer.ts'
import { KeptKeys } from './kept-keys.ts'
import { readPayloads } from './read-payloads.ts'

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
    const master = await test.db.masterKey()
    const sealed = await Promise.all(
      Array.from({ length: 5 }, async () => (await new KeptKeys(master).seal(test.db, 10n, 'test', text)).sealed),
    )
    const sealer = await sealerWith(10n)
    for (const bytes of sealed) expect(Buffer.from(sealer.openBytes(10n, 'test', bytes) ?? [])).toEqual(text)
  })

  it('that were kept and destroyed meanwhile seal nothing any more', async () => {
    const record = () =>
      recorded(test.db, (_, append) => append({ kind: 'receipt.recorded', customerId: 11n, body: { note: 'x' } }))
    const before = await record()
    expect(await eraseCustomerKey(test.db, 11n)).toBe(true)
    const after = await record()
    const payloads = await readPayloads(test.db, [before, after])
    // sealed with the key that was destroyed, and with one that was made since
    expect(['damaged', 'erased']).toContain(payloads.get(before))
    expect(payloads.get(after)).toMatchObject({ content: expect.anything() })
  })
})

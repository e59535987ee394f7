import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { recorded } from '../recorded.ts'
import { loadCustomerKeys, storeCustomerKeys } from './customer-keys.ts'
import { CustomerSealer } from './customer-sealer.ts'
import { eraseCustomer } from './erase-customer.ts'
import { KeptKeys } from './kept-keys.ts'
import { liftHold, placeHold } from './legal-hold.ts'
import { readPayloads } from './read-payloads.ts'

describe('data keys of customers', () => {
  const test = testDatabase()
  const text = randomBytes(20)

  const erase = (customerId: bigint) =>
    eraseCustomer(test.db, { customerId, reason: 'asked for', by: 'Ann Example', approvedBy: 'Ben Example' })
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

    expect(await erase(7n)).toMatchObject({ ok: true })
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
    expect(await erase(11n)).toMatchObject({ ok: true })
    const after = await record()
    const payloads = await readPayloads(test.db, [before, after])
    // sealed with the key that was destroyed, and with one that was made since
    expect(['damaged', 'erased']).toContain(payloads.get(before))
    expect(payloads.get(after)).toMatchObject({ content: expect.anything() })
  })

  it('stay while a legal hold stands, whoever asks', async () => {
    const record = () =>
      recorded(test.db, (_, append) => append({ kind: 'receipt.recorded', customerId: 12n, body: {} }))
    await record()
    const place = (reason: string) => placeHold(test.db, { customerId: 12n, reason, by: 'Lea Example' })
    const [first, second] = [await place('a suit'), await place('an audit')]
    expect(await erase(12n)).toMatchObject({
      ok: false,
      refusal: { code: 'evidence.legal_hold', message: expect.stringContaining('a suit') },
    })
    const lift = (holdId: bigint) => liftHold(test.db, { customerId: 12n, holdId, reason: 'over', by: 'Lea Example' })
    expect(await lift(first)).toMatchObject({ ok: true })
    expect(await lift(first)).toMatchObject({
      ok: false,
      refusal: { code: 'evidence.hold_unknown', message: expect.stringContaining(`There is ${second}`) },
    })
    expect(await erase(12n)).toMatchObject({ ok: false })
    expect(await lift(second)).toMatchObject({ ok: true })
    expect(await erase(12n)).toMatchObject({ ok: true })
    expect(await erase(12n)).toMatchObject({ ok: false, refusal: { code: 'evidence.nothing_sealed' } })
    const kinds = await test.db.query<{ kind: string }>(
      'select kind from evidence.outbox where customer_id = 12 order by entry_id',
    )
    expect(kinds.map(({ kind }) => kind)).toEqual([
      'receipt.recorded',
      'hold.placed',
      'hold.placed',
      'hold.lifted',
      'hold.lifted',
      'customer.erased',
    ])
  })

  it('are destroyed or held, never both, however the two meet', async () => {
    for (let round = 0n; round < 12n; round += 1n) {
      const customerId = 100n + round
      await recorded(test.db, (_, append) => append({ kind: 'receipt.recorded', customerId, body: {} }))
      const [erased] = await Promise.all([
        erase(customerId),
        placeHold(test.db, { customerId, reason: 'a suit', by: 'Lea Example' }),
      ])
      const kinds = await test.db.query<{ kind: string }>(
        `select kind from evidence.outbox where customer_id = $1 and kind in ('customer.erased', 'hold.placed') order by entry_id`,
        [customerId],
      )
      // an erasure that came first is before the hold; one that came second was refused
      expect(kinds.map(({ kind }) => kind)).toEqual(erased.ok ? ['customer.erased', 'hold.placed'] : ['hold.placed'])
    }
  })
})

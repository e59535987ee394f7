import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { recordEntry } from '../record-entry.ts'
import { recorded } from '../recorded.ts'
import { loadCustomerKeys, storeCustomerKeys } from './customer-keys.ts'
import { CustomerSealer } from './customer-sealer.ts'
import { eraseCustomer } from './erase-customer.ts'
import { KeptKeys } from './kept-keys.ts'
import { liftHold, placeHold, standingHolds } from './legal-hold.ts'
import { readPayloads } from './read-payloads.ts'

describe('data keys of customers', () => {
  const test = testDatabase()
  const text = randomBytes(20)

  const erase = (customerId: bigint) =>
    eraseCustomer(
      test.db,
      { customerId, reason: 'asked for', by: 'Ann Example', approvedBy: 'Ben Example' },
      { alongside: async () => undefined, refusal: async () => null },
    )
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
    expect(payloads.get(before)).toBe('erased')
    expect(payloads.get(after)).toMatchObject({ content: expect.anything() })
  })

  it('wait for who is just sealing with them, and what was sealed is in the log before the erasure', async () => {
    const record = (body: Record<string, string>) =>
      recorded(test.db, (_, append) => append({ kind: 'receipt.recorded', customerId: 15n, body }))
    await record({ note: 'first' })
    let erasing: Promise<unknown> | undefined
    let isErased = false
    const written = await recorded(test.db, async (tx, append) => {
      const entry = await append({ kind: 'receipt.recorded', customerId: 15n, body: { note: 'second' } })
      erasing = (async () => {
        isErased = (await erase(15n)).ok
      })()
      // the erasure is at the key by now, and waits
      for (let asked = 0; asked < 500; asked += 1) {
        const waiting = await tx.query(
          `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        )
        if (waiting.length > 0) break
        await sleep(10)
      }
      expect(isErased).toBe(false)
      return entry
    })
    await erasing
    expect(isErased).toBe(true)
    const [erasure] = await test.db.query<{ entry_id: bigint }>(
      'select entry_id from vault.customer_erased where customer_id = 15',
    )
    expect(erasure?.entry_id).toBeGreaterThan(written)
  })

  it('that are being destroyed seal nothing any more: who came too late seals with a new one', async () => {
    const record = () => recordEntry(test.db, { kind: 'receipt.recorded', customerId: 16n, body: { note: 'x' } })
    await record()
    let recording: Promise<bigint> | undefined
    const erased = await eraseCustomer(
      test.db,
      { customerId: 16n, reason: 'asked for', by: 'Ann Example', approvedBy: 'Ben Example' },
      {
        // the key is deleted, and the erasure not committed
        alongside: async tx => {
          recording = record()
          for (let asked = 0; asked < 500; asked += 1) {
            const waiting = await tx.query(
              `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
            )
            if (waiting.length > 0) return
            await sleep(10)
          }
          throw new Error('nobody waits for the key')
        },
        refusal: async () => null,
      },
    )
    expect(erased.ok).toBe(true)
    const entry = (await recording) ?? 0n
    expect((await readPayloads(test.db, [entry])).get(entry)).toMatchObject({ content: expect.anything() })
  })

  it('do not go but by an erasure that is recorded, whoever deletes them', async () => {
    await recorded(test.db, (_, append) => append({ kind: 'receipt.recorded', customerId: 13n, body: {} }))
    const gone = 'delete from vault.customer_key where customer_id = 13'
    await expect(test.db.query(gone)).rejects.toThrow('only by an erasure that is recorded')
    const erased = 'insert into vault.customer_erased (customer_id, generation, entry_id) values (13, 0, $1)'
    // whatever the entry is, unless it is one of this very erasure
    await expect(test.db.query(erased, [1])).rejects.toThrow('entry 1 does not record an erasure of customer 13')
    const other = await recorded(test.db, (_, append) => append({ kind: 'customer.erased', customerId: 13n, body: {} }))
    await expect(test.db.query(erased, [other])).rejects.toThrow('does not record an erasure')
    await placeHold(test.db, { customerId: 13n, reason: 'a suit', by: 'Ann Example' })
    const both = () =>
      recorded(test.db, async (tx, append) => {
        await tx.query(gone)
        const entry = await append({ kind: 'customer.erased', customerId: 13n, isSealed: false, body: {} })
        await tx.query(erased, [entry])
      })
    await expect(both()).rejects.toThrow('a legal hold stands on customer 13')
    expect((await sealerWith(13n)).hasKey(13n)).toBe(true)
  })

  it('that are gone without an erasure leave damage, not an erasure', async () => {
    const entry = await recorded(test.db, (_, append) =>
      append({ kind: 'receipt.recorded', customerId: 14n, body: {} }),
    )
    await test.db.transaction(async tx => {
      await tx.query(`set local session_replication_role = 'replica'`)
      await tx.query('delete from vault.customer_key where customer_id = 14')
    })
    expect((await readPayloads(test.db, [entry])).get(entry)).toBe('damaged')
  })

  it('stay while a legal hold stands, whoever asks', async () => {
    const record = () =>
      recorded(test.db, (_, append) => append({ kind: 'receipt.recorded', customerId: 12n, body: {} }))
    await record()
    const place = (reason: string) => placeHold(test.db, { customerId: 12n, reason, by: 'Lea Example' })
    const [first, second] = [await place('a suit'), await place('an audit')]
    expect((await standingHolds(test.db, test.db, 12n)).map(({ reason }) => reason)).toEqual(['a suit', 'an audit'])
    // nobody reads it in the database, and it goes with the person
    const stored = await test.db.query<{ row: string }>(
      `select encode(reason_sealed, 'escape') || legal_hold as row from vault.legal_hold where customer_id = 12`,
    )
    expect(stored).toHaveLength(2)
    expect(stored.filter(({ row }) => /suit|audit/.test(row))).toEqual([])
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

import { chmodSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, testFolder } from '../../test/kit/index.ts'
import {
  ensureMasterKey,
  eraseCustomerKey,
  FieldSealer,
  loadCustomerKeys,
  masterKeyPath,
  openMasterKey,
  storeCustomerKeys,
} from './index.ts'

const test = testDatabase()
let home = ''

beforeEach(() => {
  home = testFolder()
})
afterEach(async () => {
  await test.db.query('delete from identity.customer_key')
})

describe('the master key', () => {
  it('is created once, readable by its owner only, and is the same afterwards', async () => {
    const sealed = new FieldSealer(await ensureMasterKey(home, test.db)).digest('party.name', 'x')
    expect(statSync(masterKeyPath(home)).mode & 0o777).toBe(0o600)
    expect(
      Buffer.from(new FieldSealer(await ensureMasterKey(home, test.db)).digest('party.name', 'x')).equals(sealed),
    ).toBe(true)
  })

  it('is never created by merely opening it', () => {
    expect(() => openMasterKey(home)).toThrow(/master.key is missing/)
  })

  it('is never replaced once something was sealed', async () => {
    const sealer = new FieldSealer(await ensureMasterKey(home, test.db))
    await test.db.transaction(tx => storeCustomerKeys(tx, [[7n, sealer.addCustomer(7n)]]))
    rmSync(masterKeyPath(home))
    await expect(ensureMasterKey(home, test.db)).rejects.toThrow(/Restore it from its backup/)
  })

  it('is refused when the file is damaged, instead of sealing with half a key', async () => {
    await ensureMasterKey(home, test.db)
    chmodSync(masterKeyPath(home), 0o600)
    writeFileSync(masterKeyPath(home), 'abc')
    expect(() => openMasterKey(home)).toThrow(/64 hexadecimal digits/)
  })
})

describe('data keys of customers', () => {
  it('survive storage, and are gone for good after erasure', async () => {
    const master = await ensureMasterKey(home, test.db)
    const sealer = new FieldSealer(master)
    const keys = [7n, 8n].map(id => [id, sealer.addCustomer(id)] as const)
    const sealed = sealer.seal(7n, 'party.name', 'Fictional')
    await test.db.transaction(tx => storeCustomerKeys(tx, keys))

    const later = new FieldSealer(master)
    await loadCustomerKeys(test.db, later, [7n, 8n, 9n])
    expect(later.open(7n, 'party.name', sealed)).toBe('Fictional')
    expect(later.hasKey(9n)).toBe(false)

    expect(await eraseCustomerKey(test.db, 7n)).toBe(true)
    const afterwards = new FieldSealer(master)
    await loadCustomerKeys(test.db, afterwards, [7n, 8n])
    expect(() => afterwards.open(7n, 'party.name', sealed)).toThrow(/erased/)
    expect(afterwards.hasKey(8n)).toBe(true)
  })
})

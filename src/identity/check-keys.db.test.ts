import { rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { testDatabase, testFolder } from '../../test/kit/index.ts'
import { keyChecks } from './check-keys.ts'
import { ensureMasterKey, masterKeyPath } from './master-key.ts'

describe('the check of the master key', () => {
  const test = testDatabase()
  const home = testFolder()

  const look = async () => {
    const [check] = keyChecks(test.db, home)
    return check?.look()
  }

  it('asks for the key only once something is sealed with it', async () => {
    expect(await look()).toEqual({ saw: 'nothing is sealed yet', findings: [] })
    await ensureMasterKey(home, test.db)
    await test.db.query(`insert into identity.customer_key (customer_id, wrapped_key) values (1, '\\x00')`)
    expect((await look())?.findings).toEqual([])
  })

  it('finds that the key is damaged or missing', async () => {
    writeFileSync(masterKeyPath(home), 'no key\n')
    expect((await look())?.findings).toMatchObject([{ level: 'mend', found: expect.stringContaining('hexadecimal') }])
    rmSync(masterKeyPath(home))
    expect((await look())?.findings).toMatchObject([{ level: 'mend', found: expect.stringContaining('is missing') }])
  })
})

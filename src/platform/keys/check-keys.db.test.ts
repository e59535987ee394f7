import { rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { testDatabase, testFolder } from '../../../test/kit/index.ts'
import { keyChecks } from './check-keys.ts'
import { masterKeyPath } from './key-in-file.ts'
import { masterKeyOfHome } from './master-key.ts'

describe('the check of the master key', () => {
  const test = testDatabase()
  const home = testFolder()

  const look = async () => {
    const [check] = keyChecks(test.db, { home })
    return check?.look()
  }

  it('asks for the key only once something is sealed with it', async () => {
    expect(await look()).toEqual({ saw: 'nothing is sealed yet', findings: [] })
    await masterKeyOfHome({ home })(test.db)
    expect((await look())?.findings).toEqual([])
  })

  it.each([
    ['damaged', () => writeFileSync(masterKeyPath(home), 'no key\n'), 'hexadecimal'],
    ['of another home', () => writeFileSync(masterKeyPath(home), '00'.repeat(32)), 'not the key that this database'],
    ['missing', () => rmSync(masterKeyPath(home)), 'is missing'],
  ])('finds that the key is %s', async (_, spoil, says) => {
    spoil()
    expect((await look())?.findings).toMatchObject([{ level: 'mend', found: expect.stringContaining(says) }])
  })
})

import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, testFolder } from '../../../test/kit/index.ts'
import { masterKeyPath } from './key-in-file.ts'
import { masterKeyOfHome, openMasterKey } from './master-key.ts'

describe('the master key', () => {
  const test = testDatabase()
  let home = ''

  beforeEach(async () => {
    home = testFolder()
    await test.db.query('delete from platform.master_key')
  })

  const text = () => readFileSync(masterKeyPath(home), 'utf8')
  const ask = () => masterKeyOfHome({ home })(test.db)

  it('is created once, readable by its owner only, and is the same afterwards', async () => {
    const first = await ask()
    const written = text()
    expect(statSync(masterKeyPath(home)).mode & 0o777).toBe(0o600)
    expect((await ask()).fingerprint).toEqual(first.fingerprint)
    expect(text()).toBe(written)
  })

  it('is one however many ask for it first', async () => {
    const keys = await Promise.all(Array.from({ length: 6 }, ask))
    expect(new Set(keys.map(key => Buffer.from(key.fingerprint).toString('hex'))).size).toBe(1)
    expect(readdirSync(join(home, 'keys'))).toEqual(['master.key'])
  })

  it('is never created by merely opening it', async () => {
    expect(await openMasterKey({ home }, test.db)).toBeNull()
    await ask()
    rmSync(masterKeyPath(home))
    await expect(openMasterKey({ home }, test.db)).rejects.toMatchObject({ code: 'platform.master_key_missing' })
  })

  it('is never replaced once a database knows it', async () => {
    await ask()
    rmSync(masterKeyPath(home))
    await expect(ask()).rejects.toThrow(/Restore it from its backup/)
    expect(readdirSync(join(home, 'keys'))).toEqual([])
  })

  it('is refused when the file is damaged, instead of sealing with half a key', async () => {
    await ask()
    writeFileSync(masterKeyPath(home), 'abc')
    await expect(ask()).rejects.toThrow(/64 hexadecimal digits/)
  })

  it('is refused when it is that of another home, before anything is sealed with it', async () => {
    await ask()
    const [known] = await test.db.query<{ fingerprint: Uint8Array }>(
      'delete from platform.master_key returning fingerprint',
    )
    home = testFolder()
    await ask()
    await test.db.query('update platform.master_key set fingerprint = $1', [known?.fingerprint])
    await expect(ask()).rejects.toMatchObject({ code: 'platform.master_key_wrong' })
  })
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testFolder } from '../../test/kit/index.ts'
import { readConfig, terminalLanguage } from './config.ts'

describe('settings', () => {
  it('come from flags before variables before the file', () => {
    const home = testFolder()
    writeFileSync(join(home, 'curebook.json'), '{"port": 1, "workers": 2, "host": "::1"}')
    const config = readConfig({ home }, { CUREBOOK_HOME: '/nowhere', CUREBOOK_PORT: '3' })
    expect(config).toMatchObject({ home, port: 3, workers: 2, host: '::1' })
  })

  it('that are wrong are named as they were written, all at once, with what they must be', () => {
    const home = testFolder()
    writeFileSync(join(home, 'curebook.json'), '{"workers": "many", "databaseURL": "x"}')
    const wrong = () => readConfig({ home }, { CUREBOOK_PORT: 'abc', CUREBOOK_WORKER: '2' })
    expect(wrong).toThrow('CUREBOOK_PORT must be a whole number from 0 to 65535, not "abc"')
    expect(wrong).toThrow("CUREBOOK_WORKER is no setting. Did you mean 'CUREBOOK_WORKERS'?")
    expect(wrong).toThrow(`${join(home, 'curebook.json')}: workers must be a whole number from 1 to 64, not "many"`)
    expect(wrong).toThrow("databaseURL is no setting. Did you mean 'databaseUrl'?")
  })

  it('the language of a terminal is Chinese where settings or terminal ask for it, else English', () => {
    expect(terminalLanguage({ locale: 'zh_CN' }, { LANG: 'en_US.UTF-8' })).toBe('zh')
    expect(terminalLanguage({ locale: 'en' }, { LANG: 'zh_CN.UTF-8' })).toBe('en')
    expect(terminalLanguage({}, { LC_ALL: '', LANG: 'zh_CN.UTF-8' })).toBe('zh')
    expect(terminalLanguage({}, { LC_ALL: 'de_DE', LANG: 'zh_CN' })).toBe('en')
    expect(terminalLanguage({}, {})).toBe('en')
  })

  it('an address of a database is never repeated: it may hold a password', () => {
    const read = () => readConfig({}, { DATABASE_URL: 'mysql://me:secret@host/db' })
    expect(read).toThrow('DATABASE_URL must be an address such as postgres://')
    expect(read).not.toThrow('secret')
  })

  it('CUREBOOK_DATABASE_URL wins over DATABASE_URL in any order', () => {
    const [ours, others] = ['postgres://a@h/ours', 'postgres://a@h/others']
    expect(readConfig({}, { DATABASE_URL: others, CUREBOOK_DATABASE_URL: ours }).databaseUrl).toBe(ours)
    expect(readConfig({}, { CUREBOOK_DATABASE_URL: ours, DATABASE_URL: others }).databaseUrl).toBe(ours)
  })

  it('anchors are a list in the file; a wrong one is told of without repeating its address', () => {
    const home = testFolder()
    const read = (...anchors: object[]) => {
      writeFileSync(join(home, 'curebook.json'), JSON.stringify({ anchors }))
      return () => readConfig({ home }, {})
    }
    const anchor = { kind: 'rfc3161', name: 'tsa-1', url: 'https://tsa.example/', caFile: '/etc/tsa.pem' }
    expect(read()().anchors).toEqual([])
    expect(read(anchor)().anchors).toEqual([{ ...anchor, everyMinutes: 60 }])
    // the first is the key of a witness, the second the same as that of a log
    const vkey = 'witness.example/w+74f6c4fc+BH7bQzpy7OU+LmZZdNCwuYkBooj2OwrJ4F+6GVKQoy9p'
    const logKey = 'witness.example/w+8af4c326+AX7bQzpy7OU+LmZZdNCwuYkBooj2OwrJ4F+6GVKQoy9p'
    const witness = { kind: 'witness', name: 'w-1', url: 'https://witness.example/w', vkey }
    expect(read(anchor, witness)().anchors).toHaveLength(2)
    const chain = { kind: 'evm', name: 'chain', url: 'https://node.example/v3/secret', chainId: 1, keyFile: '/etc/key' }
    expect(read(anchor, chain)().anchors).toContainEqual({ ...chain, confirmations: 1, everyMinutes: 60 })
    for (const wrong of [
      [anchor, anchor],
      [{ ...anchor, url: 'https://me:secret@tsa.example/' }],
      [{ ...anchor, kind: 'oracle' }],
      [{ ...anchor, everyMinutes: 0 }],
      [{ ...anchor, vkey }],
      [{ ...witness, vkey: logKey }],
      [{ ...witness, vkey: vkey.replace('74f6', '74f7') }],
      [{ ...witness, caFile: '/etc/tsa.pem' }],
      [{ ...chain, chainId: '1' }],
      [{ ...chain, confirmations: 0 }],
      [{ ...chain, caFile: '/etc/tsa.pem' }],
    ]) {
      expect(read(...wrong)).toThrow('anchors must be a list in curebook.json of')
      expect(read(...wrong)).not.toThrow('secret')
    }
  })

  it('the command of the master key is written in the file, and a wrong one is told of without repeating its words', () => {
    const home = testFolder()
    const read = (masterKeyCommand: unknown) => {
      writeFileSync(join(home, 'curebook.json'), JSON.stringify({ masterKeyCommand }))
      return () => readConfig({ home }, {})
    }
    expect(readConfig({ home }, {}).masterKeyCommand).toBeUndefined()
    const command = { unwrap: ['kms', 'open'], wrap: ['kms', 'close'] }
    expect(read(command)().masterKeyCommand).toEqual(command)
    expect(read({ unwrap: ['kms'] })().masterKeyCommand).toEqual({ unwrap: ['kms'] })
    for (const wrong of [
      [],
      {},
      { unwrap: [] },
      { unwrap: ['', 's3cret'] },
      { unwrap: 's3cret' },
      { ...command, s3cret: 1 },
    ]) {
      expect(read(wrong)).toThrow('masterKeyCommand must be {"unwrap":[PROGRAM,…]')
      expect(read(wrong)).not.toThrow('s3cret')
    }
    expect(() => readConfig({}, { CUREBOOK_MASTER_KEY_COMMAND: 'kms' })).toThrow('CUREBOOK_MASTER_KEY_COMMAND must be')
  })

  it('an object store is a folder or the address of a bucket, and a bucket has credentials', () => {
    const bucket = { CUREBOOK_OBJECT_STORE: 'https://s3.example.org:9000/book/one' }
    const read = (more: Record<string, string>) => () => readConfig({}, { ...bucket, ...more })
    expect(read({ CUREBOOK_OBJECT_STORE_CREDENTIALS: '/run/secrets/s3' })()).toMatchObject({
      objectStore: 'https://s3.example.org:9000/book/one',
      objectStoreRegion: 'us-east-1',
      objectStoreAddressing: 'path',
    })
    const wrong = read({ CUREBOOK_OBJECT_STORE_ADDRESSING: 'virtual', CUREBOOK_OBJECT_STORE_REGION: 'EU (Ireland)' })
    expect(wrong).toThrow('objectStoreCredentials must name a file, because objectStore is a bucket')
    expect(wrong).toThrow('CUREBOOK_OBJECT_STORE_ADDRESSING must be path or host, not "virtual"')
    expect(wrong).toThrow('CUREBOOK_OBJECT_STORE_REGION must be the name of a region')
    expect(readConfig({}, { CUREBOOK_OBJECT_STORE: '/srv/objects' }).objectStore).toBe('/srv/objects')
  })

  it('an address of a bucket is never repeated: somebody may have put a password in it', () => {
    const read = () => readConfig({}, { CUREBOOK_OBJECT_STORE: 'https://me:secret@s3.example.org/book' })
    expect(read).toThrow('CUREBOOK_OBJECT_STORE must be the path of a folder, or an address such as https://')
    expect(read).not.toThrow('secret')
  })
})

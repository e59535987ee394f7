// The master key behind a KMS: openssl plays the KMS, as a program of its own with a key of its own.

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, testFolder } from '../../../test/kit/index.ts'
import type { MasterKeyCommand } from '../config.ts'
import { keyChecks } from './check-keys.ts'
import { wrappedKeyPath } from './key-behind-command.ts'
import { masterKeyPath } from './key-in-file.ts'
import { masterKeyOfHome, openMasterKey } from './master-key.ts'
import { KEY_OUTPUT_MAX, runKeyCommand } from './run-key-command.ts'

describe('the master key behind a KMS', () => {
  const test = testDatabase()
  let home = ''

  beforeEach(async () => {
    home = testFolder()
    await test.db.query('delete from platform.master_key')
    writeFileSync(join(home, 'kms.secret'), 'the key that never leaves\n')
  })

  const openssl = (...words: string[]): [string, ...string[]] => {
    const secret = `file:${join(home, 'kms.secret')}`
    return ['openssl', 'enc', ...words, '-aes-256-cbc', '-pbkdf2', '-iter', '10', '-pass', secret, '-a', '-A']
  }
  const kms = (): MasterKeyCommand => ({ wrap: openssl('-e'), unwrap: openssl('-d') })
  const ask = (masterKeyCommand = kms()) => masterKeyOfHome({ home, masterKeyCommand })(test.db)
  /** What the KMS would say: the key in base64. */
  const secret = () => {
    const [program, ...words] = openssl('-d')
    return execFileSync(program, words, { input: readFileSync(wrappedKeyPath(home), 'utf8').trim(), encoding: 'utf8' })
  }
  const printing = (text: string): [string, ...string[]] => ['sh', '-c', 'cat >/dev/null; printf %s "$1"', 'sh', text]
  const faultOf = async (asked: Promise<unknown>) => {
    const fault: unknown = await asked.then(
      () => null,
      error => error,
    )
    // with its cause and all that hangs on it
    return { fault, all: inspect(fault, { depth: Infinity, showHidden: true }) }
  }

  it('is made once; the home holds only what the KMS opens, readable by its owner', async () => {
    const { fingerprint } = await ask()
    expect(readdirSync(join(home, 'keys'))).toEqual(['master.wrapped'])
    expect(statSync(wrappedKeyPath(home)).mode & 0o777).toBe(0o600)
    const written = readFileSync(wrappedKeyPath(home), 'utf8')
    expect(Buffer.from(secret(), 'base64')).toHaveLength(32)
    expect(written).not.toContain(secret())
    expect((await ask()).fingerprint).toEqual(fingerprint)
    expect(readFileSync(wrappedKeyPath(home), 'utf8')).toBe(written)
  })

  it('is one however many programs ask for it first', async () => {
    const keys = await Promise.all(Array.from({ length: 4 }, () => ask()))
    expect(new Set(keys.map(key => Buffer.from(key.fingerprint).toString('hex'))).size).toBe(1)
    expect(readdirSync(join(home, 'keys'))).toEqual(['master.wrapped'])
  })

  it('is asked of the KMS once a program', async () => {
    await ask()
    const counted: MasterKeyCommand = {
      unwrap: ['sh', '-c', 'echo >>"$1"; shift; exec "$@"', 'sh', join(home, 'asked'), ...openssl('-d')],
    }
    const keys = masterKeyOfHome({ home, masterKeyCommand: counted })
    await keys(test.db)
    await keys(test.db)
    expect(readFileSync(join(home, 'asked'), 'utf8')).toBe('\n')
  })

  it('may be one that the KMS made; wrap is not needed then', async () => {
    await ask()
    await test.db.query('delete from platform.master_key')
    const { fingerprint } = await ask({ unwrap: openssl('-d') })
    expect((await ask()).fingerprint).toEqual(fingerprint)
  })

  it('that lay in the home in clear is wrapped as it is, and the doctor asks to remove it', async () => {
    const { fingerprint } = await masterKeyOfHome({ home })(test.db)
    expect((await ask()).fingerprint).toEqual(fingerprint)
    expect(secret()).toBe(Buffer.from(readFileSync(masterKeyPath(home), 'utf8').trim(), 'hex').toString('base64'))
    const look = () => keyChecks(test.db, { home, masterKeyCommand: kms() })[0]?.look()
    expect((await look())?.findings).toMatchObject([{ level: 'advice', found: expect.stringContaining('in clear') }])
    rmSync(masterKeyPath(home))
    expect((await look())?.findings).toEqual([])
    expect((await ask()).fingerprint).toEqual(fingerprint)
  })

  it('is never made by merely opening it, and never replaced once a database knows it', async () => {
    const settings = { home, masterKeyCommand: kms() }
    expect(await openMasterKey(settings, test.db)).toBeNull()
    expect(existsSync(join(home, 'keys'))).toBe(false)
    await ask()
    rmSync(wrappedKeyPath(home))
    await expect(ask()).rejects.toMatchObject({ code: 'platform.master_key_missing' })
    await expect(openMasterKey(settings, test.db)).rejects.toMatchObject({ code: 'platform.master_key_missing' })
    expect(readdirSync(join(home, 'keys'))).toEqual([])
  })

  it('is refused when the KMS has another key: what is unwrapped is none, or not the one that the database knows', async () => {
    await ask()
    const right = secret()
    writeFileSync(join(home, 'kms.secret'), 'another key\n')
    const { fault, all } = await faultOf(ask())
    expect((fault as { code: string }).code).toMatch(/^platform\.key_command_(failed|answer)$/)
    expect(all).not.toContain(right)
    await expect(ask({ unwrap: printing(Buffer.alloc(32, 1).toString('base64')) })).rejects.toMatchObject({
      code: 'platform.master_key_wrong',
    })
    const look = keyChecks(test.db, { home, masterKeyCommand: kms() })[0]?.look()
    expect((await look)?.findings).toMatchObject([{ level: 'mend', todo: expect.stringContaining('KMS') }])
  })

  it.each([
    ['is missing', ['no-such-program'], 'there is no such program'],
    ['fails', ['sh', '-c', 'cat >/dev/null; echo "$0" >&2; echo "$0"; exit 7', 'SECRET'], 'exit code 7'],
    [
      'prints too much',
      ['sh', '-c', 'cat >/dev/null; while :; do echo "$0"; done', 'SECRET'],
      `more than ${KEY_OUTPUT_MAX}`,
    ],
    ['prints no base64', ['sh', '-c', 'cat >/dev/null; echo "key: $0"', 'SECRET'], 'must print 32 bytes in base64'],
    ['prints half a key', ['sh', '-c', 'cat >/dev/null; echo "$0" | head -c 20', 'SECRET'], 'must print 32 bytes'],
    ['prints nothing', ['sh', '-c', 'cat >/dev/null'], 'it printed 0 characters'],
    ['does not read', ['sh', '-c', 'exit 3'], 'exit code 3'],
  ])('is told of without key material when the command %s', async (_, words, says) => {
    await ask()
    const key = secret()
    const [program = '', ...rest] = words.map(word => (word === 'SECRET' ? key : word))
    const { fault, all } = await faultOf(ask({ unwrap: [program, ...rest] }))
    expect((fault as Error).message).toContain(says)
    expect(all).not.toContain(key)
    expect(all).not.toContain(key.slice(0, 12))
  })

  it('is told of when the command never ends, and the command is ended', async () => {
    const { fault } = await faultOf(runKeyCommand('unwrap', ['sh', '-c', 'sleep 600; echo late'], '', 200))
    expect(fault).toMatchObject({
      code: 'platform.key_command_failed',
      retryable: true,
      message: expect.stringContaining('did not end within 0.2 seconds'),
    })
  })

  it('is not kept when it does not come back as it was wrapped', async () => {
    const other = Buffer.alloc(32, 1).toString('base64')
    await expect(ask({ ...kms(), unwrap: printing(other) })).rejects.toMatchObject({
      code: 'platform.key_command_answer',
    })
    await expect(ask({ ...kms(), wrap: printing('') })).rejects.toMatchObject({ code: 'platform.key_command_answer' })
    await expect(ask({ unwrap: openssl('-d') })).rejects.toThrow(/masterKeyCommand.wrap/)
    expect(existsSync(wrappedKeyPath(home))).toBe(false)
  })

  it('runs programs without a shell: no word is more than a word', async () => {
    expect(await runKeyCommand('unwrap', ['printf', '%s', '$(id); `id` > x'], '')).toBe('$(id); `id` > x')
  })
})

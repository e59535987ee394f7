// The master key wraps every customer's data key and lies in a file outside the database: a copy of the database alone opens nothing.
// It is created once, by a command that sets up a home, and never replaced: a new key over sealed rows would lose every person for good.

import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../kernel/index.ts'
import type { Sql } from '../platform/index.ts'

export type MasterKey = {
  /** Wraps the customers' data keys (AES-256-GCM). */
  readonly wrapping: KeyObject
  /** Keys the digests that find equal values (HMAC-SHA-256). */
  readonly digesting: KeyObject
}

export function masterKeyPath(home: string): string {
  return join(home, 'keys', 'master.key')
}

/** Reads the key. Throws `Fault` 'identity.master_key_missing' or 'identity.master_key_damaged'. */
export function openMasterKey(home: string): MasterKey {
  const path = masterKeyPath(home)
  if (!existsSync(path)) {
    throw new Fault(
      'identity.master_key_missing',
      `${path} is missing: personal data cannot be opened. Restore it from its backup.`,
    )
  }
  const text = readFileSync(path, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Fault(
      'identity.master_key_damaged',
      `${path} does not hold 64 hexadecimal digits. Restore it from its backup.`,
    )
  }
  return derived(Buffer.from(text, 'hex'))
}

/** As `openMasterKey`, but creates the key (mode 0600) when there is none and nothing was ever sealed. Throws the same faults. */
export async function ensureMasterKey(home: string, sql: Sql): Promise<MasterKey> {
  const path = masterKeyPath(home)
  if (!existsSync(path)) {
    const [row] = await sql.query<{ sealed: boolean }>('select exists (select from identity.customer_key) as sealed')
    if (!row?.sealed) create(path)
  }
  return openMasterKey(home)
}

function create(path: string): void {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
  let file: number
  try {
    file = openSync(path, 'wx', 0o600)
  } catch (error) {
    // another command was first; its key is as good
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw error
  }
  try {
    writeSync(file, `${randomBytes(32).toString('hex')}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function derived(master: Buffer): MasterKey {
  const key = (use: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `curebook/${use}/1`, 32)))
  return { wrapping: key('wrap'), digesting: key('digest') }
}

// The master key wraps every customer's data key and lies in a file outside the database: a copy of the database alone opens nothing.
// It is created once, with the first thing that is to be sealed, and never replaced: a new key over sealed rows would lose every person for good.

import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../kernel/index.ts'
import type { Sql } from '../database/query.ts'
import { createSecretFile } from '../files/write-durably.ts'

export type MasterKey = {
  /** Wraps the customers' data keys (AES-256-GCM). */
  readonly wrapping: KeyObject
  /** Keys the digests that find equal values (HMAC-SHA-256). */
  readonly digesting: KeyObject
  /** Tells this key from others and helps nobody to find it. */
  readonly fingerprint: Uint8Array
}

/** Where a database's master key comes from: asked once, when something is first to be sealed or opened. */
export type KeySource = (sql: Sql) => Promise<MasterKey>

export function masterKeyPath(home: string): string {
  return join(home, 'keys', 'master.key')
}

/** The key in a file of the home. It is created (mode 0600) when the database has never seen one. The source throws `Fault`
 * 'platform.master_key_missing', 'platform.master_key_damaged' or 'platform.master_key_wrong'. */
export function masterKeyOfHome(home: string): KeySource {
  return async sql => {
    const path = masterKeyPath(home)
    const isNew = (await knownFingerprint(sql)) === undefined
    if (isNew && !existsSync(path)) createSecretFile(path, `${randomBytes(32).toString('hex')}\n`)
    const key = readMasterKey(home)
    if (isNew)
      await sql.query(
        'insert into platform.master_key (fingerprint) select $1 where not exists (select from platform.master_key)',
        [key.fingerprint],
      )
    return matching(key, path, await knownFingerprint(sql))
  }
}

/** Reads the key of a database that was sealed with it; creates nothing. Throws as the source does; null when nothing was ever sealed. */
export async function openMasterKey(home: string, sql: Sql): Promise<MasterKey | null> {
  const known = await knownFingerprint(sql)
  return known === undefined ? null : matching(readMasterKey(home), masterKeyPath(home), known)
}

async function knownFingerprint(sql: Sql): Promise<Uint8Array | undefined> {
  const [row] = await sql.query<{ fingerprint: Uint8Array }>('select fingerprint from platform.master_key')
  return row?.fingerprint
}

function matching(key: MasterKey, path: string, known: Uint8Array | undefined): MasterKey {
  if (known !== undefined && Buffer.from(known).equals(key.fingerprint)) return key
  throw new Fault(
    'platform.master_key_wrong',
    `${path} is not the key that this database is sealed with. Is it from another home? Copy the right one back.`,
  )
}

function readMasterKey(home: string): MasterKey {
  const path = masterKeyPath(home)
  if (!existsSync(path)) {
    throw new Fault(
      'platform.master_key_missing',
      `${path} is missing: personal data cannot be opened. Restore it from its backup.`,
    )
  }
  const text = readFileSync(path, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Fault(
      'platform.master_key_damaged',
      `${path} does not hold 64 hexadecimal digits. Restore it from its backup.`,
    )
  }
  return deriveMasterKey(Buffer.from(text, 'hex'))
}

/** The keys for each use, from 32 secret bytes. */
export function deriveMasterKey(secret: Uint8Array): MasterKey {
  const key = (use: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `curebook/${use}/1`, 32)))
  const fingerprint = createHmac('sha256', key('fingerprint')).digest().subarray(0, 16)
  return { wrapping: key('wrap'), digesting: key('digest'), fingerprint }
}

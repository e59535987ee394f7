// The master key wraps every customer's data key and lies outside the database: a copy of the database alone opens nothing.
// It is created once, with the first thing that is to be sealed, and never replaced: a new key over sealed rows would lose every person for good.

import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { Fault } from '../../kernel/index.ts'
import type { Config } from '../config.ts'
import type { Sql } from '../database/query.ts'
import { keyBehindCommand } from './key-behind-command.ts'
import { keyInFile } from './key-in-file.ts'
import type { KeyStore } from './key-store.ts'

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

/** The settings that say where the key lies. */
export type KeyHome = Pick<Config, 'home' | 'masterKeyCommand'>

export function keyStoreOf({ home, masterKeyCommand }: KeyHome): KeyStore {
  return masterKeyCommand ? keyBehindCommand(home, masterKeyCommand) : keyInFile(home)
}

/** The key that the home keeps, in clear or behind a KMS. It is created when the database has never seen one. The source throws `Fault`
 * 'platform.master_key_wrong' and what the store throws. */
export function masterKeyOfHome(settings: KeyHome): KeySource {
  const store = keyStoreOf(settings)
  return async sql => {
    const isNew = (await knownFingerprint(sql)) === undefined
    if (isNew && !store.isThere()) await store.create()
    const key = deriveMasterKey(await store.read())
    if (isNew)
      await sql.query(
        'insert into platform.master_key (fingerprint) select $1 where not exists (select from platform.master_key)',
        [key.fingerprint],
      )
    return matching(key, store.path, await knownFingerprint(sql))
  }
}

/** Reads the key of a database that was sealed with it; creates nothing. Throws as the source does; null when nothing was ever sealed. */
export async function openMasterKey(settings: KeyHome, sql: Sql): Promise<MasterKey | null> {
  const known = await knownFingerprint(sql)
  if (known === undefined) return null
  const store = keyStoreOf(settings)
  return matching(deriveMasterKey(await store.read()), store.path, known)
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

/** The keys for each use, from 32 secret bytes. */
export function deriveMasterKey(secret: Uint8Array): MasterKey {
  const key = (use: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `curebook/${use}/1`, 32)))
  const fingerprint = createHmac('sha256', key('fingerprint')).digest().subarray(0, 16)
  return { wrapping: key('wrap'), digesting: key('digest'), fingerprint }
}

// The key that signs the log lies in a file outside the database; the database knows its public half. It is made once, with an empty log: a log whose
// key is lost goes on under a new one only by a person's decision.

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, must, tlog } from '../../kernel/index.ts'
import { createSecretFile, type Database, type Sql } from '../../platform/index.ts'
import { rawEd25519, sha256 } from '../node-crypto.ts'
import { asSequencerRole } from './as-sequencer-role.ts'

export type LogSigner = {
  /** Name of the log and its public key, as notes name them. */
  readonly key: tlog.NoteKey
  readonly logKeyId: number
  readonly sign: (message: Uint8Array) => Uint8Array
}

export function logKeyPath(home: string): string {
  return join(home, 'keys', 'log.pem')
}

/** A key that was made for a new log and is not in its place yet. */
export function nextKeyPath(home: string): string {
  return join(home, 'keys', 'log.next.pem')
}

/** The signer of this database's log. For a log without any key one is made, under `origin`. Throws `Fault` 'evidence.log_key_missing',
 * 'evidence.log_key_damaged' or 'evidence.log_key_wrong'. */
export async function openLogSigner(db: Database, home: string, origin: string | undefined): Promise<LogSigner> {
  const path = logKeyPath(home)
  const known = await currentLogKey(db)
  if (!known && !existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    createSecretFile(path, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
  }
  if (known) takeNextKey(home, known.key)
  const privateKey = readLogKey(path)
  const publicKey = rawEd25519(createPublicKey(privateKey))
  const current = known ?? (await register(db, origin ?? someOrigin(), publicKey))
  if (!tlog.sameBytes(current.key.publicKey, publicKey))
    throw new Fault(
      'evidence.log_key_wrong',
      `${path} is not the key that signs the log '${current.key.name}' of this database. Is it from another home? Copy the right one back.`,
    )
  return { ...current, sign: message => sign(null, message, privateKey) }
}

/** The newest key of the log, or null for a log that nobody signs yet. */
export async function currentLogKey(sql: Sql): Promise<Omit<LogSigner, 'sign'> | null> {
  const [row] = await sql.query<{ log_key_id: number; origin: string; public_key: Uint8Array }>(
    'select log_key_id, origin, public_key from evidence.log_key order by log_key_id desc limit 1',
  )
  return row ? { logKeyId: row.log_key_id, key: tlog.noteKey(sha256, row.origin, row.public_key) } : null
}

async function register(db: Database, origin: string, publicKey: Uint8Array): Promise<Omit<LogSigner, 'sign'>> {
  await asSequencerRole(db, tx =>
    tx.query(
      'insert into evidence.log_key (origin, public_key) select $1, $2 where not exists (select from evidence.log_key)',
      [origin, publicKey],
    ),
  )
  return must(await currentLogKey(db), 'a key is registered now')
}

/** Puts the key of a log that was begun into its place; the one before stays beside it, because what it signed can be asked for. */
function takeNextKey(home: string, { publicKey, id }: tlog.NoteKey): void {
  const [path, next] = [logKeyPath(home), nextKeyPath(home)]
  if (!existsSync(next) || !tlog.sameBytes(rawEd25519(createPublicKey(readLogKey(next))), publicKey)) return
  if (existsSync(path)) renameSync(path, join(home, 'keys', `log.before-${tlog.toHex(id)}.pem`))
  renameSync(next, path)
}

/** A name that no other log has, for lenders that gave theirs none. */
function someOrigin(): string {
  return `curebook.localhost/${randomBytes(6).toString('hex')}`
}

/** Throws `Fault` 'evidence.log_key_missing' or 'evidence.log_key_damaged'. */
export function readLogKey(path: string): KeyObject {
  if (!existsSync(path))
    throw new Fault(
      'evidence.log_key_missing',
      `${path} is missing: nothing can be added to the published log. Entries go on being recorded meanwhile. Restore the file from its backup; if there is none, begin a new log (evidence begin).`,
    )
  try {
    const key = createPrivateKey(readFileSync(path))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // said below
  }
  throw new Fault(
    'evidence.log_key_damaged',
    `${path} holds no Ed25519 private key in PEM. Restore it from its backup.`,
  )
}

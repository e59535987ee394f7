// Begins a new log: the same entries, signed from now on under another name by another key. For who lost the key, or has neither a newer backup nor a published copy
// to go on from. Whoever knew the old log finds that it ended; the entry of this says why.

import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { Fault, must } from '../../kernel/index.ts'
import { createSecretFile, type Database } from '../../platform/index.ts'
import { rawEd25519 } from '../node-crypto.ts'
import { recorded } from '../recorded.ts'
import { currentLogKey, type LogSigner, nextKeyPath, readLogKey } from './log-key.ts'
import { asSequencer, treeState } from './sequencer.ts'

export type Beginning = {
  readonly home: string
  /** Name of the new log, which no log of this database had. */
  readonly origin: string
  readonly reason: string
  readonly by: string
  /** The second person. That they are two is the caller's to see to. */
  readonly approvedBy: string
}

/** Throws `Fault` 'evidence.log_never_begun', 'evidence.log_name_taken', and what the files of keys throw. */
export async function beginLog(db: Database, beginning: Beginning): Promise<Omit<LogSigner, 'sign'>> {
  const { home, origin, reason, by, approvedBy } = beginning
  return asSequencer(db, async () => {
    const old = await currentLogKey(db)
    if (!old)
      throw new Fault(
        'evidence.log_never_begun',
        'This database has no log yet: the first signature begins it by itself.',
      )
    const [taken] = await db.query('select from evidence.log_key where origin = $1', [origin])
    if (taken)
      throw new Fault(
        'evidence.log_name_taken',
        `A log of this database was named '${origin}' already. Give the new one another name.`,
      )
    const publicKey = nextKey(home)
    const { size } = await treeState(db)
    await recorded(db, async (tx, append) => {
      await append({ kind: 'log.begun', by, body: { origin, before: old.key.name, size, reason, by, approvedBy } })
      await tx.query('set local role curebook_sequencer')
      await tx.query('insert into evidence.log_key (origin, public_key) values ($1, $2)', [origin, publicKey])
    })
    return must(await currentLogKey(db), 'a key was stored')
  })
}

/** The public half of the key that comes into its place with the next signature; one that a crash left is taken. */
function nextKey(home: string): Uint8Array {
  const path = nextKeyPath(home)
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    createSecretFile(path, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
  }
  return rawEd25519(createPublicKey(readLogKey(path)))
}

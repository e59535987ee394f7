// The master key in clear, in a file that only its owner reads: who has the home has the key. For a machine whose disk is trusted.

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../kernel/index.ts'
import { createSecretFile } from '../files/write-durably.ts'
import { type KeyStore, SECRET_BYTES } from './key-store.ts'

export function masterKeyPath(home: string): string {
  return join(home, 'keys', 'master.key')
}

/** `read` throws `Fault` 'platform.master_key_missing' or 'platform.master_key_damaged'. */
export function keyInFile(home: string): KeyStore {
  const path = masterKeyPath(home)
  return {
    path,
    isThere: () => existsSync(path),
    create: async () => createSecretFile(path, `${randomBytes(SECRET_BYTES).toString('hex')}\n`),
    read: async () => readKeyFile(path),
  }
}

function readKeyFile(path: string): Uint8Array {
  if (!existsSync(path)) throw masterKeyMissing(path)
  const text = readFileSync(path, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Fault(
      'platform.master_key_damaged',
      `${path} does not hold 64 hexadecimal digits. Restore it from its backup.`,
    )
  }
  return Buffer.from(text, 'hex')
}

export function masterKeyMissing(path: string): Fault {
  return new Fault(
    'platform.master_key_missing',
    `${path} is missing: personal data cannot be opened. Restore it from its backup.`,
  )
}

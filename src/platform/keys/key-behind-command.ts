// The master key wrapped by a KMS or HSM, which never gives its own key away: the home holds what only the KMS opens, and a command of the lender asks it,
// once a program. Whoever copies home and database opens nothing without the right to ask the KMS.

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, tlog } from '../../kernel/index.ts'
import type { MasterKeyCommand } from '../config.ts'
import { createSecretFile } from '../files/write-durably.ts'
import { keyInFile, masterKeyMissing } from './key-in-file.ts'
import { type KeyStore, SECRET_BYTES } from './key-store.ts'
import { runKeyCommand } from './run-key-command.ts'

export function wrappedKeyPath(home: string): string {
  return join(home, 'keys', 'master.wrapped')
}

/** `unwrap` reads what `wrap` printed, and prints the key in base64; `wrap` reads the key in base64. A key that lies in the home in clear is wrapped as
 * it is. `read` and `create` throw `Fault` 'platform.master_key_missing', 'platform.key_command_failed' or 'platform.key_command_answer'. */
export function keyBehindCommand(home: string, { unwrap, wrap }: MasterKeyCommand): KeyStore {
  const path = wrappedKeyPath(home)
  const clear = keyInFile(home)
  let opened: Promise<Uint8Array> | undefined
  const isThere = () => existsSync(path)

  const open = async (wrapped: string) => secretOf(await runKeyCommand('unwrap', unwrap, wrapped))

  const create = async (): Promise<void> => {
    if (!wrap)
      throw new Fault(
        'platform.master_key_missing',
        `${path} is missing and masterKeyCommand.wrap, which makes it, is not set.`,
      )
    const secret = clear.isThere() ? await clear.read() : randomBytes(SECRET_BYTES)
    const wrapped = await runKeyCommand('wrap', wrap, tlog.toBase64(secret))
    // before anything is sealed with a key that could not be had again
    if (wrapped === '' || !tlog.sameBytes(await open(wrapped), secret))
      throw new Fault(
        'platform.key_command_answer',
        'What masterKeyCommand.wrap printed does not give the same key back through masterKeyCommand.unwrap: nothing was kept.',
      )
    createSecretFile(path, `${wrapped}\n`)
  }

  return {
    path,
    isThere,
    create,
    read: async () => {
      if (!isThere() && clear.isThere()) await create()
      if (!isThere()) throw masterKeyMissing(path)
      opened ??= open(readFileSync(path, 'utf8').trim())
      try {
        return await opened
      } catch (error) {
        opened = undefined
        throw error
      }
    },
  }
}

function secretOf(printed: string): Uint8Array {
  const secret = tlog.fromBase64(printed)
  if (secret?.length === SECRET_BYTES) return secret
  throw new Fault(
    'platform.key_command_answer',
    `masterKeyCommand.unwrap must print ${SECRET_BYTES} bytes in base64 and nothing else; it printed ${printed.length} characters that are not.`,
  )
}

// What `db doctor` asks of the keys: personal data is sealed in the database, and what opens it is in the home folder or behind a KMS. A database that was
// moved without that file looks whole until somebody asks for a name.

import { existsSync } from 'node:fs'
import { Fault } from '../../kernel/index.ts'
import type { Check, Finding } from '../check.ts'
import type { Sql } from '../database/query.ts'
import { masterKeyPath } from './key-in-file.ts'
import { type KeyHome, keyStoreOf, openMasterKey } from './master-key.ts'

export function keyChecks(sql: Sql, settings: KeyHome): Check[] {
  return [
    {
      name: 'platform.master_key',
      needs: 'schema.migrations',
      look: async () => {
        try {
          const key = await openMasterKey(settings, sql)
          const saw = key ? 'the key is there; keep a copy of it elsewhere than the database' : 'nothing is sealed yet'
          return { saw, findings: clearBeside(settings) }
        } catch (error) {
          if (!(error instanceof Fault)) throw error
          const todo = todoOf(error, keyStoreOf(settings).path)
          return { saw: 'no key', findings: [{ level: 'mend', found: error.message, todo }] }
        }
      },
    },
  ]
}

function todoOf({ code }: Fault, path: string): string {
  if (code === 'platform.key_command_failed' || code === 'platform.key_command_answer')
    return 'Put masterKeyCommand or the right to use the key of the KMS in order. Nothing sealed can be read until then.'
  return `Copy the file back to ${path}. Without it the sealed data is lost for good.`
}

/** A KMS protects nothing while the key lies beside in clear. */
function clearBeside({ home, masterKeyCommand }: KeyHome): Finding[] {
  const path = masterKeyPath(home)
  if (!masterKeyCommand || !existsSync(path)) return []
  const todo = 'Keep a copy of it where nobody comes by chance, and remove it from the home.'
  return [{ level: 'advice', found: `${path} still holds in clear what the KMS is to protect.`, todo }]
}

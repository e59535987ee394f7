// What `db doctor` asks of the keys: personal data is sealed in the database, and what opens it is a file in the home folder. A database that was
// moved without that file looks whole until somebody asks for a name.

import { Fault } from '../kernel/index.ts'
import type { Check, Sql } from '../platform/index.ts'
import { masterKeyPath, openMasterKey } from './master-key.ts'

export function keyChecks(sql: Sql, home: string): Check[] {
  return [
    {
      name: 'identity.master_key',
      needs: 'schema.migrations',
      look: async () => {
        const [row] = await sql.query<{ sealed: boolean }>(
          'select exists (select from identity.customer_key) as sealed',
        )
        if (!row?.sealed) return { saw: 'nothing is sealed yet', findings: [] }
        try {
          openMasterKey(home)
          return { saw: 'the key is there; keep a copy of it elsewhere than the database', findings: [] }
        } catch (error) {
          if (!(error instanceof Fault)) throw error
          const todo = `Copy the file back to ${masterKeyPath(home)}. Without it the sealed data is lost for good.`
          return { saw: 'no key', findings: [{ level: 'mend', found: error.message, todo }] }
        }
      },
    },
  ]
}

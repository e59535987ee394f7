// What `db doctor` asks of the keys: personal data is sealed in the database, and what opens it is a file in the home folder. A database that was
// moved without that file looks whole until somebody asks for a name.

import { Fault } from '../../kernel/index.ts'
import type { Check } from '../check.ts'
import type { Sql } from '../database/query.ts'
import { masterKeyPath, openMasterKey } from './master-key.ts'

export function keyChecks(sql: Sql, home: string): Check[] {
  return [
    {
      name: 'platform.master_key',
      needs: 'schema.migrations',
      look: async () => {
        try {
          const key = await openMasterKey(home, sql)
          return {
            saw: key ? 'the key is there; keep a copy of it elsewhere than the database' : 'nothing is sealed yet',
            findings: [],
          }
        } catch (error) {
          if (!(error instanceof Fault)) throw error
          const todo = `Copy the file back to ${masterKeyPath(home)}. Without it the sealed data is lost for good.`
          return { saw: 'no key', findings: [{ level: 'mend', found: error.message, todo }] }
        }
      },
    },
  ]
}

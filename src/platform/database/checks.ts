// Everything that `db doctor` asks of the machine and the server; the modules bring what they know of their own tables.

import type { Check } from '../check.ts'
import { homeChecks } from '../check-home.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { rightsChecks } from './check-rights.ts'
import { schemaChecks } from './check-schema.ts'
import { serverChecks } from './check-server.ts'
import type { Database } from './query.ts'

export type DatabaseToCheck = {
  readonly config: Pick<Config, 'home' | 'databaseUrl'>
  readonly clock: Clock
  readonly connections: number
  readonly madeByProgram: readonly string[]
}

export function databaseChecks(db: Database, { config, clock, connections, madeByProgram }: DatabaseToCheck): Check[] {
  const isEmbedded = config.databaseUrl === undefined
  return [
    ...serverChecks(db, { clock, connections }),
    ...homeChecks(db, { home: config.home, isEmbedded }),
    ...rightsChecks(db, { isEmbedded }),
    ...schemaChecks(db, { madeByProgram }),
  ]
}

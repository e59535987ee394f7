// One call that every command makes: the database that the settings name, started if it is ours, migrated, open.

import type { Config } from '../config.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
import { connectionFault, type Database, openDatabase } from './query.ts'

export type OpenedDatabase = {
  readonly db: Database
  readonly embedded: boolean
  /** Names of the migrations that were applied now. */
  readonly migrated: readonly string[]
}

/** Opens the database of the settings. Throws `Fault` when it cannot be reached or its schema is newer than this program. */
export async function openConfigured(config: Config): Promise<OpenedDatabase> {
  const url = config.databaseUrl ?? (await startEmbedded(config.home)).url
  const db = openDatabase(url, { size: config.workers + 6 })
  try {
    const migrated = await migrate(db)
    return { db, embedded: config.databaseUrl === undefined, migrated }
  } catch (error) {
    await db.close()
    throw connectionFault(error)
  }
}

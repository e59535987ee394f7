// One call that every command makes: the database that the settings name, started if it is ours, migrated, open.

import type { Config } from '../config.ts'
import { masterKeyOfHome } from '../keys/master-key.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
import { connectionFault, type Database, openDatabase } from './query.ts'

export type OpenedDatabase = {
  readonly db: Database
  readonly embedded: boolean
  /** Names of the migrations that were applied now. */
  readonly migrated: readonly string[]
}

/** Connections of this program: one a worker of the night, and some for the pages that are looked at meanwhile. */
function poolSize(config: Config): number {
  return config.workers + 6
}

/** Opens the database for looking only: nothing is migrated, and nothing made where the home has an embedded database (`hasEmbedded`). */
export async function openAsItIs(config: Config): Promise<{ db: Database; connections: number }> {
  const url = config.databaseUrl ?? (await startEmbedded(config.home)).url
  // One more than the pool: the night keeps its lock on a connection of its own.
  return { db: openDatabase(url, { size: 2 }), connections: poolSize(config) + 1 }
}

/** Opens the database of the settings as the owner of its tables: for building a book whole, which the application may not. */
export async function openAsOwner(config: Config): Promise<Database> {
  const url = config.databaseUrl ?? (await startEmbedded(config.home)).url
  return openDatabase(url, { size: 2, keys: masterKeyOfHome(config) })
}

/** Opens the database of the settings, to work in as the application; `prepare` does what only the owner of the tables may. Throws `Fault` when it cannot be reached or its schema is newer than this program. */
export async function openConfigured(
  config: Config,
  prepare: (owner: Database) => Promise<void>,
): Promise<OpenedDatabase> {
  const url = config.databaseUrl ?? (await startEmbedded(config.home)).url
  const keys = masterKeyOfHome(config)
  const owner = openDatabase(url, { size: 2, keys })
  try {
    const migrated = await migrate(owner)
    await prepare(owner)
    const db = openDatabase(url, { size: poolSize(config), keys, role: 'curebook_app' })
    return { db, embedded: config.databaseUrl === undefined, migrated }
  } catch (error) {
    throw connectionFault(error)
  } finally {
    await owner.close()
  }
}

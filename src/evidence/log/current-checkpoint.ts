// The newest checkpoint over everything that is recorded by now, whether this program keeps the log or another one does.

import { Fault } from '../../kernel/index.ts'
import type { Clock, Database, Sql } from '../../platform/index.ts'
import { bringLogUpToDate, type LogHome } from './keep-log.ts'
import { latestCheckpoint, type SignedCheckpoint } from './sign-checkpoint.ts'

/** How long the program that keeps the log may take for what waited when we asked. */
const WAIT_MS = 30_000
const LOOK_EVERY_MS = 100

/** Throws what `bringLogUpToDate` throws, and `Fault` 'evidence.log_stands_still' when another program keeps the log and does not come on. */
export async function currentCheckpoint(db: Database, logHome: LogHome, clock: Clock): Promise<SignedCheckpoint> {
  try {
    return await bringLogUpToDate(db, logHome)
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'evidence.sequencer_running') throw error
  }
  const newest = await newestEntry(db)
  const before = clock.elapsedMs()
  while (clock.elapsedMs() - before < WAIT_MS) {
    const checkpoint = await latestCheckpoint(db)
    if (checkpoint && (await isInLog(db, newest, checkpoint.size))) return checkpoint
    await clock.sleep(LOOK_EVERY_MS)
  }
  throw new Fault(
    'evidence.log_stands_still',
    `Another program keeps the log of this database and took nothing in for ${WAIT_MS / 1000} seconds. Look at what it prints.`,
    { retryable: true },
  )
}

async function newestEntry(sql: Sql): Promise<bigint> {
  const [row] = await sql.query<{ newest: bigint | null }>('select max(entry_id) as newest from evidence.outbox')
  return row?.newest ?? 0n
}

/** Whether nothing up to this entry waits any more, and all of it is among the first `size` leaves. */
async function isInLog(sql: Sql, newest: bigint, size: number): Promise<boolean> {
  const [row] = await sql.query<{ waits: boolean }>(
    `select exists (select from evidence.outbox where entry_id <= $1)
       or exists (select from evidence.leaf where entry_id <= $1 and leaf_index >= $2) as waits`,
    [newest, size],
  )
  return row?.waits === false
}

// How the log stands, for a screen or a terminal.

import { tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { currentLogKey } from './log-key.ts'
import { treeState } from './sequencer.ts'
import { latestCheckpoint } from './sign-checkpoint.ts'

export type LogStatus = {
  /** Null before the first signature. */
  readonly origin: string | null
  readonly vkey: string | null
  /** Entries in the log, and those of them that are signed. */
  readonly size: number
  readonly signedSize: number
  readonly signedAt: string | null
  /** Entries that are recorded and not in the log yet, and when the oldest of them was recorded. */
  readonly waiting: number
  readonly waitingSince: string | null
  /** The day (UTC) of the newest index of all dossiers. */
  readonly indexedOn: string | null
}

export async function logStatus(sql: Sql): Promise<LogStatus> {
  const current = await currentLogKey(sql)
  const [row] = await sql.query<{
    waiting: bigint
    since: string | null
    signed_at: string | null
    indexed_on: string | null
  }>(
    `select (select count(*) from evidence.outbox) as waiting,
       (select ${instant('min(recorded_at)')} from evidence.outbox) as since,
       (select ${instant('max(signed_at)')} from evidence.checkpoint) as signed_at,
       (select max(day) from evidence.index_snapshot) as indexed_on`,
  )
  return {
    origin: current?.key.name ?? null,
    vkey: current && tlog.printVerifierKey(current.key),
    size: (await treeState(sql)).size,
    signedSize: (await latestCheckpoint(sql))?.size ?? 0,
    signedAt: row?.signed_at ?? null,
    waiting: Number(row?.waiting ?? 0n),
    waitingSince: row?.since ?? null,
    indexedOn: row?.indexed_on ?? null,
  }
}

function instant(sql: string): string {
  return `to_char(${sql} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
}

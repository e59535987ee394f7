// Has every anchor attest the log in its own rhythm while a program runs. One that is away keeps nobody else from theirs; what it missed is in the next
// checkpoint that it attests, because each goes on from all before it.

import type { Clock, Database } from '../../platform/index.ts'
import { latestCheckpoint } from '../log/sign-checkpoint.ts'
import type { Anchor } from './anchor.ts'
import { attestCheckpoint } from './attest-checkpoint.ts'

export type KeepAnchors = { readonly clock: Clock; readonly stopping: AbortSignal }

const LOOK_EVERY_MS = 1_000
/** The first time again after an outsider failed; doubled each time, up to its own rhythm. */
const RETRY_MS = 5_000

export async function keepAnchors(db: Database, anchors: readonly Anchor[], options: KeepAnchors): Promise<void> {
  await Promise.all(anchors.map(anchor => keepAnchor(db, anchor, options)))
}

async function keepAnchor(db: Database, anchor: Anchor, { clock, stopping }: KeepAnchors): Promise<void> {
  const stopped = new Promise<void>(resolve => stopping.addEventListener('abort', () => resolve(), { once: true }))
  let failures = 0
  while (!stopping.aborted) {
    let waitMs = LOOK_EVERY_MS
    try {
      const checkpoint = await latestCheckpoint(db)
      if (checkpoint && (failures > 0 || (await isDue(db, anchor, checkpoint.size)))) {
        failures = (await attestCheckpoint(db, anchor, checkpoint, stopping)) ? 0 : failures + 1
        if (failures > 0) waitMs = Math.min(RETRY_MS * 2 ** (failures - 1), anchor.everyMinutes * 60_000)
      }
    } catch {
      // The database is away or the program stops: the keeper of the log tells the first, the loop sees the second.
      waitMs = RETRY_MS
    }
    // Up to a quarter later, so that many installations do not ask at once.
    await Promise.race([clock.sleep(waitMs * (1 + Math.random() / 4)), stopped])
  }
}

/** There is something new to attest, and it is time. */
async function isDue(db: Database, { name, everyMinutes }: Anchor, size: number): Promise<boolean> {
  const [row] = await db.query<{ due: boolean }>(
    `select coalesce(max(size) < $3 and max(stored_at) + make_interval(mins => $2) <= clock_timestamp(), true) as due
     from evidence.anchor where name = $1`,
    [name, everyMinutes, size],
  )
  return row?.due ?? true
}

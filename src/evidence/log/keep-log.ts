// Keeps the log while a program runs: entries are taken in as they come, and the tree is signed once a second when it grew.

import type { Clock, Database } from '../../platform/index.ts'
import type { Anchor } from '../anchors/anchor.ts'
import { anchorMemories } from '../anchors/anchor-memories.ts'
import { DailyIndex } from './daily-index.ts'
import { homeMemory, type Memory, refuseForgetful, refuseShort } from './last-signed.ts'
import { type LogSigner, openLogSigner } from './log-key.ts'
import { asSequencer, treeState } from './sequencer.ts'
import { latestOfKey, type SignedCheckpoint, signCheckpoint } from './sign-checkpoint.ts'

export type LogHome = {
  readonly home: string
  /** Name of a new log; left out, one that no other log has. */
  readonly origin: string | undefined
  /** Those outside who attest the log: some of them know how far it was. */
  readonly anchors?: readonly Anchor[]
}

/** How long an entry waits at most before the sequencer looks again. */
const LOOK_EVERY_MS = 200
/** More often tells nobody anything; less often lets acts wait that need their intent in the log first. */
const SIGN_EVERY_MS = 1_000

/** Takes all that waits into the log and signs it. Throws `Fault`: what the key, the sequencer and the memories have against it. */
export async function bringLogUpToDate(
  db: Database,
  { home, origin, anchors = [] }: LogHome,
): Promise<SignedCheckpoint> {
  return asSequencer(db, async sequencer => {
    const signer = await openLogSigner(db, home, origin)
    const memories = [ownMemory(db, signer), homeMemory(home, signer.key), ...anchorMemories(db, anchors, signer.key)]
    await refuseForgetful(db, (await treeState(db)).size, memories)
    await sequencer.takeAll()
    return signCheckpoint(db, home, signer, memories)
  })
}

/** What the database itself says was signed of this log: whoever takes entries away seldom takes all that speaks of them. A log that was begun anew since owes
 * nothing to the signatures of the one before. */
function ownMemory(db: Database, { logKeyId }: LogSigner): Memory {
  return { name: 'evidence.checkpoint', latest: () => latestOfKey(db, logKeyId) }
}

export type KeepOptions = LogHome & {
  readonly clock: Clock
  readonly stopping: AbortSignal
  /** Called once this program is the one that keeps the log. */
  readonly onKept?: () => void
  /** Called when the index of a day could not be made, which is tried again. */
  readonly onIndexFailure?: (error: unknown) => void
}

/** Runs until it is stopped. Throws as `bringLogUpToDate`; entries go on being recorded when it does, and wait. */
export async function keepLog(db: Database, options: KeepOptions): Promise<void> {
  const { home, origin, clock, stopping, onKept, onIndexFailure = () => undefined, anchors = [] } = options
  await asSequencer(db, async sequencer => {
    const signer = await openLogSigner(db, home, origin)
    const outside = anchorMemories(db, anchors, signer.key)
    const memories = [ownMemory(db, signer), homeMemory(home, signer.key), ...outside]
    await refuseForgetful(db, (await treeState(db)).size, memories)
    onKept?.()
    let { size } = await treeState(db)
    const index = new DailyIndex(db, clock, onIndexFailure)
    let signed = (await latestOfKey(db, signer.logKeyId))?.size ?? 0
    let signedAtMs = -SIGN_EVERY_MS
    try {
      while (!stopping.aborted) {
        // An anchor may have told meanwhile that it knows more than this database.
        await refuseShort(size, outside)
        const taken = await sequencer.takeBatch()
        size += taken
        if (size > signed && clock.elapsedMs() - signedAtMs >= SIGN_EVERY_MS) {
          signed = (await signCheckpoint(db, home, signer, memories)).size
          signedAtMs = clock.elapsedMs()
        }
        if (size > 0) index.record()
        if (taken === 0) await clock.sleep(LOOK_EVERY_MS)
      }
    } finally {
      await index.ended()
    }
    await sequencer.takeAll()
    await signCheckpoint(db, home, signer, memories)
  })
}

// Keeps the log while a program runs: entries are taken in as they come, and the tree is signed once a second when it grew.

import type { Clock, Database } from '../../platform/index.ts'
import { recordIndex } from './index-snapshot.ts'
import { homeMemory, type Memory, refuseForgetful } from './last-signed.ts'
import { openLogSigner } from './log-key.ts'
import { asSequencer, treeState } from './sequencer.ts'
import { latestCheckpoint, type SignedCheckpoint, signCheckpoint } from './sign-checkpoint.ts'

export type LogHome = {
  readonly home: string
  /** Name of a new log; left out, one that no other log has. */
  readonly origin: string | undefined
}

/** How long an entry waits at most before the sequencer looks again. */
const LOOK_EVERY_MS = 200
/** More often tells nobody anything; less often lets acts wait that need their intent in the log first. */
const SIGN_EVERY_MS = 1_000

/** Takes all that waits into the log and signs it. Throws `Fault`: what the key, the sequencer and the memories have against it. */
export async function bringLogUpToDate(
  db: Database,
  { home, origin }: LogHome,
  outside: readonly Memory[] = [],
): Promise<SignedCheckpoint> {
  return asSequencer(db, async sequencer => {
    const signer = await openLogSigner(db, home, origin)
    const memories = [homeMemory(home, signer.key), ...outside]
    await refuseForgetful(db, (await treeState(db)).size, memories)
    await sequencer.takeAll()
    return signCheckpoint(db, home, signer, memories)
  })
}

export type KeepOptions = LogHome & {
  readonly clock: Clock
  readonly stopping: AbortSignal
  /** Called once this program is the one that keeps the log. */
  readonly onKept?: () => void
  readonly outside?: readonly Memory[]
}

/** Runs until it is stopped. Throws as `bringLogUpToDate`; entries go on being recorded when it does, and wait. */
export async function keepLog(db: Database, options: KeepOptions): Promise<void> {
  const { home, origin, clock, stopping, onKept, outside = [] } = options
  await asSequencer(db, async sequencer => {
    const signer = await openLogSigner(db, home, origin)
    const memories = [homeMemory(home, signer.key), ...outside]
    await refuseForgetful(db, (await treeState(db)).size, memories)
    onKept?.()
    let { size } = await treeState(db)
    let indexDay = ''
    let signed = (await latestCheckpoint(db))?.size ?? 0
    let signedAtMs = -SIGN_EVERY_MS
    while (!stopping.aborted) {
      const taken = await sequencer.takeBatch()
      size += taken
      if (size > signed && clock.elapsedMs() - signedAtMs >= SIGN_EVERY_MS) {
        signed = (await signCheckpoint(db, home, signer, memories)).size
        signedAtMs = clock.elapsedMs()
      }
      const day = clock.now().slice(0, 10)
      if (day !== indexDay && size > 0) {
        await recordIndex(db, day)
        indexDay = day
      }
      if (taken === 0) await clock.sleep(LOOK_EVERY_MS)
    }
    await sequencer.takeAll()
    await signCheckpoint(db, home, signer, memories)
  })
}

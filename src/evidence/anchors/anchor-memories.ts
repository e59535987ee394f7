// Anchors that know how far the log was: memories outside the lender's own machines, which no backup puts back. One that cannot be asked stops nothing, because
// anybody could then stop the log by keeping it away; that it was not asked stands with its trouble.

import type { tlog } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import type { Memory } from '../log/last-signed.ts'
import { latestCheckpoint } from '../log/sign-checkpoint.ts'
import type { Anchor } from './anchor.ts'
import { keepFailure } from './anchor-failures.ts'

export function anchorMemories(db: Database, anchors: readonly Anchor[], key: tlog.NoteKey): Memory[] {
  return anchors.flatMap(({ name, latest }) => {
    if (!latest) return []
    const log = {
      key,
      newest: () => latestCheckpoint(db),
      unasked: (why: Error) =>
        keepFailure(db, name, `${name} could not be asked what it knows of this log: ${why.message}`),
    }
    return [{ name, latest: () => latest(log) }]
  })
}

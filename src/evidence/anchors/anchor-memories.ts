// Anchors that know how far the log was: memories outside the lender's own machines, which no backup puts back.

import type { tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import type { Memory } from '../log/last-signed.ts'
import { latestCheckpoint } from '../log/sign-checkpoint.ts'
import type { Anchor } from './anchor.ts'

export function anchorMemories(sql: Sql, anchors: readonly Anchor[], key: tlog.NoteKey): Memory[] {
  return anchors.flatMap(({ name, latest }) =>
    latest ? [{ name, latest: () => latest({ key, newest: () => latestCheckpoint(sql) }) }] : [],
  )
}

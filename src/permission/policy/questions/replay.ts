// Is a decision of the past found again?

import { join } from 'node:path'
import { z } from 'zod'
import { Instant } from '../../facts/shapes.ts'
import { flag, text } from '../../rulebook/feature.ts'
import { policyQuestion } from '../policy-question.ts'

export const REPLAY = policyQuestion(
  'replay',
  join(import.meta.dirname, 'replay.sql'),
  z.strictObject({
    decidedAt: Instant,
    ruleSetVersion: z.string().min(1),
    ruleSetNow: z.string().min(1),
    factsSnapshotStored: z.boolean(),
  }),
  [
    flag('is_snapshot_stored', '事实快照已存', 'the facts of then are kept', { needs: ['facts.factsSnapshotStored'] }),
    text('rule_set_version', '当时规则版本', 'rules of then', { needs: ['facts.ruleSetVersion'] }),
  ],
)

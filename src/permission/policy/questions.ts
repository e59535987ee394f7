// Every question of policy, by its kind.

import type { Question } from '../rulebook/question.ts'
import type { PolicyCase } from './policy-question.ts'
import { AUTOMATED_DECISION } from './questions/automated-decision.ts'
import { CLASSIFICATION } from './questions/classification.ts'
import { CONFIGURATION } from './questions/configuration.ts'
import { DATA_USE } from './questions/data-use.ts'
import { DEADLINE } from './questions/deadline.ts'
import { FURNISHING } from './questions/furnishing.ts'
import { LIMITATION } from './questions/limitation.ts'
import { PERMIT_LIFECYCLE } from './questions/permit-lifecycle.ts'
import { PLACEMENT } from './questions/placement.ts'
import { RECOVERY_STEP } from './questions/recovery-step.ts'
import { REPLAY } from './questions/replay.ts'
import { RETENTION } from './questions/retention.ts'

export const POLICY_QUESTIONS: readonly Question<PolicyCase>[] = [
  RECOVERY_STEP,
  LIMITATION,
  DEADLINE,
  CLASSIFICATION,
  FURNISHING,
  RETENTION,
  DATA_USE,
  AUTOMATED_DECISION,
  PLACEMENT,
  CONFIGURATION,
  PERMIT_LIFECYCLE,
  REPLAY,
]

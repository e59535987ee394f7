// What the rules may look at: every column of features.sql with its meaning for the people who write rulebooks, the facts it is computed from, and how it changes with
// time. A column without a line here, or a line without a column, fails a test.

import type { Feature } from '../rulebook/feature.ts'
import { ATTEMPT_FEATURES } from './attempt-features.ts'
import { DEBT_FEATURES } from './debt-features.ts'
import { HISTORY_FEATURES } from './history-features.ts'

export const FEATURES: readonly Feature[] = [...ATTEMPT_FEATURES, ...DEBT_FEATURES, ...HISTORY_FEATURES]

// Which class of loan quality is the lowest that is allowed?

import { join } from 'node:path'
import { z } from 'zod'
import { number } from '../../rulebook/feature.ts'
import { policyQuestion } from '../policy-question.ts'

export const CLASSIFICATION = policyQuestion(
  'classification',
  join(import.meta.dirname, 'classification.sql'),
  z.strictObject({
    principalDaysPastDue: z.int().min(0).max(100_000),
  }),
  [
    number('principal_days_past_due', '本金逾期天数', 'days for which principal is past due', {
      needs: ['facts.principalDaysPastDue'],
    }),
  ],
)

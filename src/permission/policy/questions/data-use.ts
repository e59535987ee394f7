// May these data be used for this?

import { join } from 'node:path'
import { z } from 'zod'
import { Consent, Day } from '../../facts/shapes.ts'
import { flag, text } from '../../rulebook/feature.ts'
import { policyQuestion } from '../policy-question.ts'

export const DATA_USE = policyQuestion(
  'data_use',
  join(import.meta.dirname, 'data-use.sql'),
  z.strictObject({
    dataCategory: z.enum(['gps_track', 'gps_last_position']),
    use: z.enum(['plan_visit', 'locate_collateral']),
    loanInDefault: z.boolean().optional(),
    consents: z.array(Consent),
    impactAssessmentOn: Day.optional(),
  }),
  [
    text('data_category', '数据类别', 'kind of data', {
      needs: ['facts.dataCategory'],
      allowed: ['gps_track', 'gps_last_position'],
    }),
    text('use', '用途', 'what they are used for', {
      needs: ['facts.use'],
      allowed: ['plan_visit', 'locate_collateral'],
    }),
    flag('is_loan_in_default', '贷款违约', 'the loan is in default', { needs: ['facts.loanInDefault'] }),
    flag('has_separate_consent', '单独同意', 'a consent to use positions stands that was given for that alone', {
      needs: ['facts.consents'],
    }),
    flag('is_impact_assessed', '已做影响评估', 'the impact on the person has been assessed'),
  ],
)

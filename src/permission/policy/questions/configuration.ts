// May this be switched on?

import { join } from 'node:path'
import { z } from 'zod'
import { flag, text } from '../../rulebook/feature.ts'
import { policyQuestion } from '../policy-question.ts'

export const CONFIGURATION = policyQuestion(
  'configuration',
  join(import.meta.dirname, 'configuration.sql'),
  z.strictObject({
    action: z.enum(['activate_campaign']),
    frequencyCapConfigured: z.boolean(),
  }),
  [
    text('action', '操作', 'what is switched on', { needs: ['facts.action'], allowed: ['activate_campaign'] }),
    flag('has_frequency_cap', '已设频次上限', 'the lender has set a cap on contacts', {
      needs: ['facts.frequencyCapConfigured'],
    }),
  ],
)

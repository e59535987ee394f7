// May the account be placed?

import { join } from 'node:path'
import { z } from 'zod'
import { Day } from '../../facts/shapes.ts'
import { flag, text } from '../../rulebook/feature.ts'
import { policyQuestion } from '../policy-question.ts'

export const PLACEMENT = policyQuestion(
  'placement',
  join(import.meta.dirname, 'placement.sql'),
  z.strictObject({
    to: z.enum(['agency']),
    complaintLodgedOn: Day.optional(),
    complaintClosedOn: Day.optional(),
    complaintVexatious: z.boolean().optional(),
  }),
  [
    text('placed_with', '委托对象', 'who gets the account', { needs: ['facts.to'], allowed: ['agency'] }),
    flag('has_open_complaint', '投诉未结', 'a complaint is open'),
    flag('is_complaint_vexatious', '恶意投诉', 'the complaint is proven vexatious; false without one', {
      needs: ['facts.complaintVexatious'],
    }),
  ],
)

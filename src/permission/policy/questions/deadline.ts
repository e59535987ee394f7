// When does a period end?

import { join } from 'node:path'
import { z } from 'zod'
import { Channel, Day } from '../../facts/shapes.ts'
import { date, text } from '../../rulebook/feature.ts'
import { policyQuestion } from '../policy-question.ts'

export const DEADLINE = policyQuestion(
  'deadline',
  join(import.meta.dirname, 'deadline.sql'),
  z.strictObject({
    deadline: z.enum(['validation_period']),
    mailedOn: Day,
    channel: Channel,
    holidays: z.array(Day),
  }),
  [
    text('deadline', '期限', 'period that is asked about', {
      needs: ['facts.deadline'],
      allowed: ['validation_period'],
    }),
    date(
      'assumed_receipt_on',
      '推定收到日',
      'fifth day after it was sent, without Saturdays, Sundays and the holidays told',
    ),
  ],
)

// When does the claim expire?

import { join } from 'node:path'
import { z } from 'zod'
import { Day } from '../../facts/shapes.ts'
import { date, flag } from '../../rulebook/feature.ts'
import { periodsOfLimitation } from '../periods-of-limitation.ts'
import { policyQuestion } from '../policy-question.ts'

export const LIMITATION = policyQuestion(
  'limitation',
  join(import.meta.dirname, 'limitation.sql'),
  z.strictObject({
    lastInstalmentDueOn: Day,
    interruptions: z.array(
      z.strictObject({
        kind: z.enum(['demand_reached', 'part_payment', 'repayment_plan', 'acknowledgement', 'suit']),
        on: Day,
        proof: z.enum(['delivery_receipt', 'signature', 'recording', 'bank_record', 'media_notice']),
      }),
    ),
  }),
  [
    date('expires_on', '届满日', 'last day of the period of limitation'),
    flag('is_expired', '已过时效', 'the period of limitation is over'),
    flag('is_interrupted', '曾中断', 'the period was interrupted before it was over'),
    flag('is_revived', '届满后承认', 'after it was over the debtor paid, planned or acknowledged'),
  ],
  async (_, rulebooks) => Promise.resolve([JSON.stringify(periodsOfLimitation(rulebooks))]),
)

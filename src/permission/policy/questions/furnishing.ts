// May this go to the credit bureau?

import { join } from 'node:path'
import { z } from 'zod'
import { Day } from '../../facts/shapes.ts'
import { flag, number, text } from '../../rulebook/feature.ts'
import { policyQuestion } from '../policy-question.ts'

export const FURNISHING = policyQuestion(
  'furnishing',
  join(import.meta.dirname, 'furnishing.sql'),
  z.strictObject({
    bureauRecord: z.enum(['negative', 'positive']),
    role: z.enum(['creditor', 'servicer', 'agency', 'debt_buyer', 'attorney']).optional(),
    firstNegative: z.boolean().optional(),
    priorNoticeOn: Day.optional(),
    objectionReceivedOn: Day.optional(),
    disputeMark: z.boolean().optional(),
    spokenWithPerson: z.boolean().optional(),
    letterSentOn: Day.optional(),
  }),
  [
    text('bureau_record', '征信记录', 'kind of record', {
      needs: ['facts.bureauRecord'],
      allowed: ['negative', 'positive'],
    }),
    text('role', '主体角色', 'who furnishes it', {
      needs: ['facts.role'],
      allowed: ['creditor', 'servicer', 'agency', 'debt_buyer', 'attorney'],
    }),
    flag('is_first_negative', '首条不良', 'no negative record was sent before', { needs: ['facts.firstNegative'] }),
    flag('is_told_before', '已事先告知', 'the person was told before'),
    flag('has_objection', '有异议', 'the person has objected'),
    flag('has_dispute_mark', '已作标注', 'the record carries a mark of dispute', { needs: ['facts.disputeMark'] }),
    flag('has_spoken', '已与本人通话', 'the collector has spoken with the person', {
      needs: ['facts.spokenWithPerson'],
    }),
    number('days_since_letter', '信函寄出天数', 'days since a letter about the debt was sent; -1 without one'),
  ],
)

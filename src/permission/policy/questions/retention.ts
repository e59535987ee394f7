// May this record be destroyed?

import { join } from 'node:path'
import { z } from 'zod'
import { Day } from '../../facts/shapes.ts'
import { keepingTimes } from '../../retention/schedule.ts'
import { flag, text } from '../../rulebook/feature.ts'
import { policyQuestion } from '../policy-question.ts'

export const RETENTION = policyQuestion(
  'retention',
  join(import.meta.dirname, 'retention.sql'),
  z.strictObject({
    record: z.enum(['call_recording', 'contact_log']),
    role: z.enum(['creditor', 'servicer', 'agency', 'debt_buyer', 'attorney']).optional(),
    recordedOn: Day,
    legalHold: z.boolean(),
    subJudice: z.boolean().optional(),
  }),
  [
    text('record', '记录', 'kind of record', { needs: ['facts.record'], allowed: ['call_recording', 'contact_log'] }),
    flag('is_held', '保全中', 'deletion is stopped', { needs: ['facts.legalHold'] }),
    flag('is_sub_judice', '在审', 'a case about it is before a court', { needs: ['facts.subJudice'] }),
    flag('is_time_over', '保存期已满', 'its time by the table of retention is over'),
  ],
  // how long is a matter of the table by which the purge goes too
  async query => [JSON.stringify(await keepingTimes(query, { call_recording: 'recording', contact_log: 'document' }))],
)

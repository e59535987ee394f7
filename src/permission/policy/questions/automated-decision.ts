// May what the machine decided be carried out?

import { join } from 'node:path'
import { z } from 'zod'
import { Day } from '../../facts/shapes.ts'
import { flag, text } from '../../rulebook/feature.ts'
import { policyQuestion } from '../policy-question.ts'

export const AUTOMATED_DECISION = policyQuestion(
  'automated_decision',
  join(import.meta.dirname, 'automated-decision.sql'),
  z.strictObject({
    decision: z.enum(['legal_action_track', 'terminate_agreement']),
    majorEffect: z.boolean(),
    automatedOnly: z.boolean(),
    safeguards: z.boolean().optional(),
    explanationRequestedOn: Day.optional(),
    automatedOnlyRefusedOn: Day.optional(),
  }),
  [
    text('decision', '决定', 'what was decided', {
      needs: ['facts.decision'],
      allowed: ['legal_action_track', 'terminate_agreement'],
    }),
    flag('has_major_effect', '重大影响', 'it has a legal or similarly major effect', { needs: ['facts.majorEffect'] }),
    flag('is_automated_only', '仅自动化', 'no human took part', { needs: ['facts.automatedOnly'] }),
    flag('has_safeguards', '有保障措施', 'review by a human on request is in place', { needs: ['facts.safeguards'] }),
    flag('is_explanation_asked', '要求说明', 'the person has asked for an explanation'),
    flag('is_automation_refused', '拒绝仅自动化', 'the person has refused a decision by automation alone'),
  ],
)

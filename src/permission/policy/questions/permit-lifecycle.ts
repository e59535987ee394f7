// What becomes of grants that are asked for at once, or that facts have overtaken?

import { join } from 'node:path'
import { z } from 'zod'
import { CONTACT } from '../../facts/contact.ts'
import { Channel, Id, Instant } from '../../facts/shapes.ts'
import { flag, number, text } from '../../rulebook/feature.ts'
import { shippedLaw } from '../../rulebook/law.ts'
import { policyQuestion } from '../policy-question.ts'

/** What each rule says when its cap is full. */
function capReasons(): Record<string, string> {
  return Object.fromEntries(
    shippedLaw(CONTACT).rulebooks.flatMap(({ rules }) =>
      rules.flatMap(({ id, rows }) => {
        const full = rows.find(({ outcome, count }) => outcome === 'deny' && count !== null)
        return full?.reason ? [[id, full.reason] as const] : []
      }),
    ),
  )
}

export const PERMIT_LIFECYCLE = policyQuestion(
  'permit_lifecycle',
  join(import.meta.dirname, 'permit-lifecycle.sql'),
  z.strictObject({
    rule: z.string().optional(),
    freeSlots: z.int().min(0).optional(),
    requests: z.array(z.strictObject({ permit: Id, entity: Id, at: Instant })).optional(),
    permit: z.strictObject({ issuedAt: Instant, ttlSeconds: z.int().min(1), channel: Channel }).optional(),
    optedOutAt: Instant.optional(),
    dialAt: Instant.optional(),
  }),
  [
    text(
      'cap_reason',
      '上限原因',
      'reason that the named rule gives when its cap is full; none when no rule is named',
      { needs: ['facts.rule'] },
    ),
    number('granted', '可发放', 'requests for which there is room; -1 when none are told', {
      needs: ['facts.freeSlots'],
    }),
    number('refused', '应拒绝', 'requests for which there is no room; -1 when none are told', {
      needs: ['facts.freeSlots'],
    }),
    flag('is_used', '使用许可', 'a grant is about to be used'),
    flag('is_opted_out', '已拒绝联系', 'the person has opted out by then'),
    flag('is_over', '许可过期', 'the grant has lived its time by then'),
  ],
  () => Promise.resolve([JSON.stringify(capReasons())]),
)

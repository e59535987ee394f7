// The pieces that facts are made of, about a contact or about another question.

import { z } from 'zod'
import { CHANNELS } from './channels.ts'

export const Day = z.iso.date()
export const Instant = z.iso.datetime({ offset: true })
const Clock = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a clock HH:MM, 24:00 for the end of the day')
export const Id = z.string().min(1).max(64)
export const Jurisdiction = z
  .string()
  .regex(
    /^(?:CN|IN|SG|MY|UK-(?:EW|SCT|NI)|US-[A-Z]{2}(?:-[A-Z]{3})?|EU-[A-Z]{2})$/,
    'a place such as CN, US-NY-NYC or UK-EW',
  )
export const Zone = z.string().refine(isZone, 'a time zone of the IANA list')
export const Channel = z.enum(CHANNELS)

export const Purpose = z.enum([
  'demand',
  'reminder',
  'statutory_notice',
  'remedy_notice',
  'cease_acknowledgement',
  'location',
  'reply',
  'confirmation',
  'legal_process',
  'service',
  'unrelated_product',
  'collateral_control',
])

export const Flag = z.strictObject({
  flag: z.enum([
    'DECEASED',
    'BANKRUPTCY_STAY',
    'BANKRUPTCY_DISCHARGED',
    'CODEBTOR_STAY',
    'ATTORNEY_REP',
    'CEASE_WRITTEN',
    'REFUSES_TO_PAY_WRITTEN',
    'MEDIUM_OPTOUT',
    'TIME_PLACE_PREF',
    'DISPUTE_WRITTEN_OPEN',
    'DISPUTE_OPEN',
    'VALIDATION_PERIOD',
    'IDENTITY_THEFT',
    'FRAUD_CLAIM',
    'HARDSHIP',
    'PLAN_ACTIVE',
    'PROMISE_TO_PAY',
    'VULNERABLE',
    'MENTAL_CAPACITY',
    'SERIOUS_ILLNESS',
    'HOSPITAL',
    'BEREAVEMENT',
    'CALAMITY',
    'FAMILY_EVENT',
    'DISASTER_AREA',
    'MINOR',
    'MILITARY_ACTIVE',
    'BREATHING_SPACE',
    'DEBT_ADVISER_PLAN',
    'COMPLAINT_OPEN',
    'REGULATOR_COMPLAINT',
    'LITIGATION',
    'LEGAL_HOLD',
    'TIME_BARRED',
    'CHARGED_OFF',
    'SOLD',
    'ASSIGNED',
    'OUTSOURCED',
    'THIRD_PARTY_REFUSED',
    'LOST_CONTACT',
    'LANGUAGE',
    'VIOLENT_RISK',
    'STAFF_SAFETY',
    'PAYMENT_PENDING',
    'PAID',
    'SANCTION_HIT',
  ]),
  since: Day,
  until: Day.optional(),
  recordedAt: Instant.optional(),
  kind: z.enum(['standard', 'mental_health_crisis']).optional(),
  chapter: z.enum(['7', '11', '12', '13']).optional(),
  channels: z.array(Channel).min(1).optional(),
  avoid: z
    .array(z.strictObject({ from: Clock, to: Clock }))
    .min(1)
    .optional(),
  loans: z.array(Id).optional(),
  attorneyContactKnown: z.boolean().optional(),
  attorneyContactedOn: Day.optional(),
  attorneyRepliedOn: Day.optional(),
  brokenOn: Day.optional(),
  treatmentEndedOn: Day.optional(),
  test: z.enum(['phone_invalid', 'three_dials', 'three_days']).optional(),
})

export const Consent = z.strictObject({
  id: Id,
  scope: z.enum([
    'contact_hours',
    'call_back',
    'autodial',
    'artificial_voice',
    'email',
    'sms',
    'visit',
    'device_disable',
    'gps',
  ]),
  form: z.enum(['individual', 'standard_clause', 'bundled', 'separate_signed', 'written', 'oral']),
  at: Instant,
  givenTo: Id.optional(),
  topic: z.enum(['loan', 'unrelated_product']).optional(),
  from: Clock.optional(),
  to: Clock.optional(),
  withdrawnAt: Instant.optional(),
})

function isZone(name: string): boolean {
  try {
    return name.includes('/') && Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

// Facts about one attempted contact: the format of docs/permission/facts.md, checked to the last key. A fact that is misspelt would silently count as one that did not
// happen, so an unknown key is refused like a wrong value.

import { z } from 'zod'
import { CHANNELS } from './feature.ts'

const Day = z.iso.date()
const Instant = z.iso.datetime({ offset: true })
const Clock = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a clock HH:MM, 24:00 for the end of the day')
const Id = z.string().min(1).max(64)
const Jurisdiction = z
  .string()
  .regex(
    /^(?:CN|IN|SG|MY|UK-(?:EW|SCT|NI)|US-[A-Z]{2}(?:-[A-Z]{3})?|EU-[A-Z]{2})$/,
    'a place such as CN, US-NY-NYC or UK-EW',
  )
const Zone = z.string().refine(isZone, 'a time zone of the IANA list')
const Channel = z.enum(CHANNELS)

const Purpose = z.enum([
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

const Flag = z.strictObject({
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

const Consent = z.strictObject({
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

const Person = z.strictObject({
  id: Id.optional(),
  role: z
    .enum([
      'borrower',
      'co_borrower',
      'guarantor',
      'spouse',
      'guardian',
      'executor',
      'heir',
      'attorney',
      'employer',
      'named_contact',
      'relative',
      'third_party',
    ])
    .optional(),
  jurisdiction: Jurisdiction.optional(),
  timeZones: z.array(Zone).min(1).optional(),
  zoneBasis: z.enum(['address', 'area_code', 'stated']).optional(),
  birthDate: Day.optional(),
  flags: z.array(Flag).optional(),
  consents: z.array(Consent).optional(),
  guarantee: z
    .strictObject({
      kind: z.enum(['joint', 'general']).optional(),
      until: Day.optional(),
      coversClaim: z.boolean().optional(),
    })
    .optional(),
  familyUseEvidence: z.boolean().optional(),
  acceptedInheritance: z.boolean().optional(),
})

const Attempt = z.strictObject({
  channel: Channel,
  purpose: Purpose,
  stage: z.enum(['start', 'disclose']),
  initiatedBy: z.enum(['collector', 'party']),
  callType: z.enum(['interactive', 'notification']).optional(),
  autodialer: z.boolean().optional(),
  recording: z.strictObject({ on: z.boolean().optional(), announced: z.boolean().optional() }).optional(),
  delivery: z.enum(['post', 'courier', 'hand', 'electronic', 'postcard', 'posted_door', 'posted_public']).optional(),
  identityVerified: z.boolean().optional(),
  visit: z
    .strictObject({
      place: z
        .enum(['dwelling', 'debtor_office', 'workplace', 'hospital', 'public_place', 'chosen_by_party'])
        .optional(),
      entry: z.boolean().optional(),
      entryConsentAt: Instant.optional(),
      entryRefusedAt: Instant.optional(),
      noticeAt: Instant.optional(),
      staff: z.int().min(1).optional(),
      recorded: z.boolean().optional(),
      civilDress: z.boolean().optional(),
      idShown: z.boolean().optional(),
    })
    .optional(),
  device: z
    .strictObject({
      target: z.enum(['vehicle_starter', 'phone', 'tablet', 'laptop']).optional(),
      action: z.enum(['disable', 'enable', 'lock', 'unlock', 'locate']).optional(),
      moving: z.boolean().optional(),
      certifiedInstaller: z.boolean().optional(),
      financedByThisLoan: z.boolean().optional(),
    })
    .optional(),
  content: z
    .strictObject({
      templateId: Id.optional(),
      mentionsDebt: z.boolean().optional(),
      breaches: z
        .array(
          z.enum([
            'impersonation',
            'unlawful_threat',
            'insult',
            'false_statement',
            'invented_blacklist',
            'extra_fee',
            'urge_to_borrow',
            'public_shaming',
          ]),
        )
        .optional(),
      threatens: z.array(z.enum(['suit', 'visit', 'repossession', 'bureau_report'])).optional(),
      optOutIncluded: z.boolean().optional(),
      onlyConfirms: z.boolean().optional(),
      estateLimited: z.boolean().optional(),
      limitedContent: z
        .strictObject({
          neutralBusinessName: z.boolean().optional(),
          personNamed: z.boolean().optional(),
          replyNumber: z.boolean().optional(),
          replyRequested: z.boolean().optional(),
          otherContent: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
})

const FactsShape = z.strictObject({
  id: Id.optional(),
  asOf: Instant,
  attempt: Attempt,
  actor: z
    .strictObject({
      entity: Id.optional(),
      role: z.enum(['creditor', 'servicer', 'agency', 'debt_buyer', 'attorney']).optional(),
      principal: Id.optional(),
      ownName: z.boolean().optional(),
      obtainedInDefault: z.boolean().optional(),
      licences: z.array(Jurisdiction).optional(),
      tool: z.enum(['registered', 'private_approved', 'private']).optional(),
    })
    .optional(),
  loan: z
    .strictObject({
      id: Id.optional(),
      product: z
        .enum([
          'retail_instalment',
          'direct_auto_loan',
          'hire_purchase',
          'conditional_sale',
          'finance_lease',
          'microfinance',
          'other',
        ])
        .optional(),
      consumer: z.boolean().optional(),
      lender: Id.optional(),
      lenderType: z
        .enum([
          'commercial_bank',
          'auto_finance_company',
          'nbfc',
          'leasing_company',
          'small_loan_company',
          'dealer',
          'other',
        ])
        .optional(),
      lenderJurisdiction: Jurisdiction.optional(),
      daysPastDue: z.int().min(0).max(100_000).optional(),
      missedDueOn: Day.optional(),
      inDefaultSince: Day.optional(),
      paymentFrequency: z.enum(['weekly', 'biweekly', 'monthly']).optional(),
      placedOn: Day.optional(),
      inCollections: z.boolean().optional(),
      flags: z.array(Flag).optional(),
    })
    .optional(),
  party: Person.optional(),
  debtor: Person.optional(),
  endpoint: z
    .strictObject({
      id: Id.optional(),
      kind: z
        .enum(['mobile', 'landline', 'email', 'im_account', 'address', 'app', 'vehicle_unit', 'handset'])
        .optional(),
      owner: Id.optional(),
      source: z
        .enum([
          'contract',
          'reserved',
          'debtor_authorised',
          'public_lawful',
          'told_by_contact',
          'bureau_authorised',
          'skip_trace',
          'device_address_book',
          'purchased',
          'scraped',
          'unknown',
        ])
        .optional(),
      workplace: z.boolean().optional(),
      employerProhibits: z.boolean().optional(),
      shared: z.boolean().optional(),
      optedOutAt: Instant.optional(),
      optedOutScope: z.enum(['collection', 'all']).optional(),
      consentAt: Instant.optional(),
      usedByOwnerAt: Instant.optional(),
      verifiedAt: Instant.optional(),
      wrongPartyAt: Instant.optional(),
    })
    .optional(),
  history: z
    .array(
      z.strictObject({
        at: Instant,
        channel: Channel,
        direction: z.enum(['out', 'in']),
        outcome: z.enum([
          'conversation',
          'dropped',
          'no_answer',
          'voicemail',
          'recorded_message',
          'busy',
          'not_in_service',
          'sent',
          'delivered',
          'bounced',
          'met',
          'not_met',
          'opt_out',
          'pending',
        ]),
        entity: Id,
        principal: Id,
        party: Id,
        loans: z.array(Id).min(1),
        endpoint: Id,
        workplace: z.boolean(),
        purpose: Purpose.optional(),
        followUp: z.enum(['asked_back', 'answer_wrong']).optional(),
      }),
    )
    .optional(),
  notices: z
    .array(
      z.strictObject({
        kind: z.enum([
          'validation',
          'verification',
          'outsourcing',
          'agency_details',
          'assignment',
          'device_disclosure',
          'device_warning',
          'default_notice',
        ]),
        at: Instant,
        channel: Channel,
        entity: Id,
        deliveredAt: Instant.optional(),
      }),
    )
    .optional(),
  /** Switches of the house that tighten the law; an absent one is off. */
  policy: z.strictObject({ regFForCreditors: z.boolean().optional(), houseRules: z.boolean().optional() }).optional(),
})

export type Facts = z.infer<typeof FactsShape>

export type WrongFact = { readonly path: string; readonly value: unknown; readonly what: string }

/** The facts, or everything that is wrong with them. */
export function parseFacts(given: unknown): { readonly facts: Facts } | { readonly wrong: readonly WrongFact[] } {
  const parsed = FactsShape.safeParse(given)
  if (parsed.success) return { facts: parsed.data }
  return {
    wrong: parsed.error.issues.flatMap((issue): WrongFact[] => {
      const path = issue.path.map(String)
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map(key => ({
          path: [...path, key].join('.'),
          value: valueAt(given, [...path, key]),
          what: 'there is no such fact',
        }))
      return [{ path: path.join('.'), value: valueAt(given, path), what: issue.message }]
    }),
  }
}

function valueAt(given: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    given,
  )
}

function isZone(name: string): boolean {
  try {
    return name.includes('/') && Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

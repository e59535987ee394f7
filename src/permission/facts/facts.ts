// Facts about one attempted contact: the format of docs/permission/facts.md, checked to the last key. A fact that is misspelt would silently count as one that did not
// happen, so an unknown key is refused like a wrong value.

import { z } from 'zod'
import { type Parsed, parseShape } from '../rulebook/parse-shape.ts'
import { Channel, Consent, Day, Flag, Id, Instant, Jurisdiction, Purpose, Zone } from './shapes.ts'

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

/** The facts, or everything that is wrong with them. */
export function parseFacts(given: unknown): Parsed<Facts> {
  return parseShape(FactsShape, given)
}

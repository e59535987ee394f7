// Attempts made up for tests of the gate: complete facts, so that only what a test takes away or changes decides.

import type { Facts } from '../../src/permission/index.ts'

type Event = NonNullable<Facts['history']>[number]

/** A call of a Chinese lender to its borrower in the morning. */
export const CHINA: Facts = {
  id: 'CN',
  asOf: '2026-11-23T10:00:00+08:00',
  attempt: {
    channel: 'voice',
    purpose: 'demand',
    stage: 'start',
    initiatedBy: 'collector',
    callType: 'interactive',
    autodialer: false,
    recording: { on: true, announced: true },
    content: { templateId: 'tpl', mentionsDebt: true, breaches: [], threatens: [] },
  },
  actor: { entity: 'lender-1', role: 'creditor', principal: 'lender-1', ownName: true, tool: 'registered' },
  loan: {
    id: 'L1',
    product: 'direct_auto_loan',
    consumer: true,
    lender: 'lender-1',
    lenderType: 'auto_finance_company',
    lenderJurisdiction: 'CN',
    daysPastDue: 35,
    inCollections: true,
    flags: [],
  },
  party: { id: 'P1', role: 'borrower', jurisdiction: 'CN', timeZones: ['Asia/Shanghai'], flags: [], consents: [] },
  endpoint: { id: 'E1', kind: 'mobile', owner: 'P1', source: 'contract', workplace: false, shared: false },
  history: [],
  notices: [],
}

/** A call of an agency to a consumer in Ohio. */
export const OHIO: Facts = {
  ...CHINA,
  id: 'OH',
  asOf: '2026-11-16T10:00:00-05:00',
  attempt: { ...CHINA.attempt, recording: { on: false } },
  actor: { entity: 'agency-1', role: 'agency', principal: 'lender-1', obtainedInDefault: true, tool: 'registered' },
  loan: { ...CHINA.loan, id: 'A', product: 'retail_instalment', lenderJurisdiction: 'US-DE' },
  party: { ...CHINA.party, jurisdiction: 'US-OH', timeZones: ['America/New_York'] },
  notices: [{ kind: 'validation', at: '2026-09-01T12:00:00-04:00', channel: 'letter', entity: 'agency-1' }],
}

/** A call of who acts in `facts` to its person about its debt. */
export function call(facts: Facts, at: string, outcome: Event['outcome'], more: Partial<Event> = {}): Event {
  return {
    at,
    channel: 'voice',
    direction: 'out',
    outcome,
    entity: facts.actor?.entity ?? '',
    principal: facts.actor?.principal ?? '',
    party: facts.party?.id ?? '',
    loans: [facts.loan?.id ?? ''],
    endpoint: facts.endpoint?.id ?? '',
    workplace: false,
    ...more,
  }
}

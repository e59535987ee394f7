// The guarantee: a fact that a rule needs and that is not known refuses, with its path and no other; what does not concern the attempt is not asked for.

import { describe, expect, it } from 'vitest'
import { ask, CONTACT, type Facts, mergePatch, shippedLaw } from '../../src/permission/index.ts'
import { testDatabase } from '../kit/index.ts'
import { CHINA, OHIO } from './attempts.ts'

describe('facts that are not known', () => {
  const test = testDatabase()
  const law = shippedLaw(CONTACT)
  const answer = async (facts: Facts, change: unknown) => {
    const [answered] = await ask(test.db.query, law, [mergePatch(facts, change) as Facts])
    return answered
  }

  it.each([
    ['the zones of the person', OHIO, { party: { timeZones: null } }, ['party.timeZones']],
    ['what came before', CHINA, { history: null }, ['history']],
    ['whose debt it counts for in China', CHINA, { loan: { lender: null } }, ['loan.lender']],
    ['where the number came from', CHINA, { endpoint: { source: null } }, ['endpoint.source']],
    ['the kind of call, in China', CHINA, { attempt: { callType: null } }, ['attempt.callType']],
    [
      'whether an agency got the debt in default',
      OHIO,
      { actor: { obtainedInDefault: null } },
      ['actor.obtainedInDefault'],
    ],
    ['whether an autodialer is used', OHIO, { attempt: { autodialer: null } }, ['attempt.autodialer']],
    [
      'consents, for a machine voice',
      OHIO,
      { attempt: { channel: 'voice_ai' }, party: { consents: null } },
      ['party.consents'],
    ],
    [
      'whether the call is recorded, in California',
      OHIO,
      { party: { jurisdiction: 'US-CA' }, attempt: { recording: null } },
      ['attempt.recording.on'],
    ],
    [
      'the debtor, where somebody else is asked',
      OHIO,
      { party: { role: 'relative' }, attempt: { purpose: 'location', content: { mentionsDebt: false } } },
      ['debtor.flags'],
    ],
    [
      'the debtor, where a contact is asked in China',
      CHINA,
      { party: { role: 'named_contact' }, attempt: { purpose: 'location', content: { mentionsDebt: false } } },
      ['debtor.flags'],
    ],
    [
      'whether the attorney can be found',
      OHIO,
      { party: { flags: [{ flag: 'ATTORNEY_REP', since: '2026-09-20' }] } },
      ['party.flags.attorneyContactKnown'],
    ],
    ['what was found in the words', CHINA, { attempt: { content: { breaches: null } } }, ['attempt.content.breaches']],
    ['who acts', CHINA, { actor: null }, ['actor.role', 'actor.entity', 'actor.tool']],
  ])('%s', async (_, facts, change, missing) => {
    const answered = await answer(facts, change)
    expect(answered?.decision).toBe('deny')
    expect([...(answered?.missing ?? [])].toSorted()).toEqual([...missing].toSorted())
    expect(answered?.rules[0]).toMatchObject({ id: 'X-01', outcome: 'deny', reason: 'MISSING_DATA' })
    expect(answered?.firstPermitted).toBeNull()
  })

  it.each([
    ['consents, at a lawful hour', CHINA, { party: { consents: null } }],
    ['whether a call is recorded, where one party may', OHIO, { attempt: { recording: null } }],
    ['whether a text is autodialled, for a call in China', CHINA, { attempt: { autodialer: null } }],
    ['the employer, away from work', OHIO, { endpoint: { employerProhibits: null } }],
  ])('%s: is not asked for', async (_, facts, change) => {
    expect((await answer(facts, change))?.missing).toEqual([])
  })
})

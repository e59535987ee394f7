// The guarantee: the first permitted minute is the first at which the gate itself, asked minute by minute, would allow the attempt; and none is told where none comes.

import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/kit/index.ts'
import { type Random, randomOf, testSeed } from '../../../test/kit/random.ts'
import { CHINA, call, OHIO } from '../../../test/permission/attempts.ts'
import { must } from '../../kernel/index.ts'
import { CONTACT } from '../facts/contact.ts'
import type { Facts } from '../facts/facts.ts'
import { shippedLaw } from '../rulebook/law.ts'
import { isRefused } from './answer.ts'
import { ask } from './ask.ts'
import { gateRows } from './gate-rows.ts'

const MINUTE_MS = 60_000

describe('the first permitted minute', () => {
  const database = testDatabase()
  const law = shippedLaw(CONTACT)
  const answers = (documents: readonly Facts[]) => ask(database.db.query, law, documents)

  it('is the one that asking minute by minute finds, for attempts made up by chance', {
    timeout: 600_000,
  }, async () => {
    const random = randomOf(testSeed())
    let searched = 0
    for (let number = 0; number < 40; number += 1) {
      const facts = randomAttempt(random)
      const [answer] = await answers([facts])
      if (answer?.decision !== 'deny' || answer.firstPermitted === null) continue
      const [from, to] = [Date.parse(facts.asOf), Date.parse(answer.firstPermitted)]
      // two days of minutes at the most: what comes later is looked at within its last day
      const start = Math.max(from, to - 24 * 60 * MINUTE_MS)
      const minutes = Array.from({ length: Math.floor((to - start) / MINUTE_MS) + 1 }, (_, at) => to - at * MINUTE_MS)
      const moments = minutes.map(at => ({ document: 0, at: new Date(at).toISOString() }))
      const rows = await gateRows(database.db.query, law, [facts], moments, false)
      const allowed = minutes.filter((_, at) => !isRefused(must(rows[at], 'a row a minute'), law))
      expect(
        allowed.map(at => new Date(at).toISOString()),
        JSON.stringify(facts),
      ).toEqual([new Date(to).toISOString()])
      searched += 1
    }
    // Attempts that are all allowed would show nothing.
    expect(searched).toBeGreaterThan(12)
  })

  it.each([
    [
      'the clocks go back in the night before',
      '2026-10-31T22:00:00-04:00',
      'America/New_York',
      '2026-11-01T08:00:00-05:00',
    ],
    [
      'the clocks go forward in the night before',
      '2026-03-07T22:00:00-05:00',
      'America/New_York',
      '2026-03-08T08:00:00-04:00',
    ],
    ['a leap day is next', '2028-02-28T22:00:00-05:00', 'America/New_York', '2028-02-29T08:00:00-05:00'],
  ])('is at eight where the person is when %s', async (_, asOf, zone, first) => {
    const [answer] = await answers([{ ...OHIO, asOf, party: { ...OHIO.party, timeZones: [zone] } }])
    expect(answer?.firstPermitted).toBe(first)
  })

  it('waits for all plausible zones, and leaves out what the person asked to avoid', async () => {
    const zones = ['America/Los_Angeles', 'America/New_York']
    const avoid = [{ flag: 'TIME_PLACE_PREF' as const, since: '2026-01-01', avoid: [{ from: '11:00', to: '14:00' }] }]
    const [late, avoiding] = await answers([
      { ...OHIO, asOf: '2026-11-16T22:00:00-05:00', party: { ...OHIO.party, timeZones: zones } },
      { ...OHIO, asOf: '2026-11-16T22:00:00-05:00', party: { ...OHIO.party, timeZones: zones, flags: avoid } },
    ])
    expect(late?.firstPermitted).toBe('2026-11-17T08:00:00-08:00')
    // 08:00 in Los Angeles is 11:00 in New York; both are past their avoided hours at 14:00 in Los Angeles
    expect(avoiding?.firstPermitted).toBe('2026-11-17T14:00:00-08:00')
  })

  it('is none where time alone changes nothing', async () => {
    const [answer] = await answers([
      {
        ...CHINA,
        party: { ...CHINA.party, role: 'spouse', familyUseEvidence: false },
        debtor: { id: 'P9', flags: [] },
      },
    ])
    expect([answer?.decision, answer?.firstPermitted]).toEqual(['deny', null])
  })

  it('is the time of the attempt itself when that is allowed', async () => {
    const [answer] = await answers([CHINA])
    expect([answer?.decision, answer?.firstPermitted]).toEqual(['allow', CHINA.asOf])
  })
})

function randomAttempt(random: Random): Facts {
  const base = random.below(2) === 0 ? CHINA : OHIO
  const at = (minutesAgo: number) => new Date(Date.parse(base.asOf) - minutesAgo * MINUTE_MS).toISOString()
  const clock = () => `${String(random.below(24)).padStart(2, '0')}:${random.below(2) === 0 ? '00' : '30'}`
  const outcomes = ['conversation', 'no_answer', 'busy', 'pending', 'voicemail'] as const
  return {
    ...base,
    asOf: new Date(Date.parse(base.asOf) + random.below(24 * 60) * MINUTE_MS).toISOString(),
    party: {
      ...base.party,
      timeZones:
        base === OHIO && random.below(3) === 0 ? ['America/New_York', 'America/Chicago'] : base.party?.timeZones,
      flags:
        random.below(2) === 0
          ? []
          : [{ flag: 'TIME_PLACE_PREF', since: '2026-01-01', avoid: [{ from: clock(), to: clock() }] }],
      consents:
        random.below(2) === 0
          ? []
          : [
              {
                id: 'C1',
                scope: 'contact_hours',
                form: 'individual',
                at: at(10_000),
                givenTo: base.actor?.entity,
                from: clock(),
                to: clock(),
              },
            ],
    },
    history: Array.from({ length: random.below(12) }, () =>
      call(base, at(random.below(10 * 24 * 60)), outcomes[random.below(outcomes.length)] ?? 'busy'),
    ),
  }
}

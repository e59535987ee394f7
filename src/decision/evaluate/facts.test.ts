// Whoever typed a fact in is told which one is wrong, for which input and why.

import { describe, expect, it } from 'vitest'
import type { DecisionInput } from '../compile/inputs.ts'
import { factsParameter, parseExactJson } from './facts.ts'

const input = (name: string, type: DecisionInput['type']): DecisionInput => ({ name, path: [name], type })

describe('a fact that does not fit', () => {
  it.each(['1e6145', '-1e99999', '1e-99999', `9${'0'.repeat(6145)}`])('is a number that is too large: %.9s', text => {
    const facts = parseExactJson(`[{ "n": 1e6144 }, { "n": ${text} }]`) as { n: unknown }[]
    expect(() => factsParameter([input('n', 'number')], facts)).toThrow(
      `fact 1, input 'n', value ${text}: the number is outside 1E-6144 to 1E6145`,
    )
  })

  it.each([
    ['days', 'PT25H', `value "PT25H": duration 'PT25H' is not a whole number of days`],
    ['days', 'P9999999999D', `value "P9999999999D": duration 'P9999999999D' is too long`],
    ['months', 'P999999999Y', `value "P999999999Y": duration 'P999999999Y' is too long`],
    ['date', '12026-01-01', `value "12026-01-01": the year of date '12026-01-01' is outside 0001 to 9999`],
    ['date', '2026-01-01T00:00:00', `value "2026-01-01T00:00:00": date '2026-01-01T00:00:00' with a time or a zone`],
    ['date', '2026-02-30', 'value "2026-02-30": date is expected (YYYY-MM-DD)'],
    ['number', 'many', 'value "many": number is expected'],
  ] as const)('is named with its number and input: %s %s', (type, value, why) => {
    const facts = [{ grace: null }, { grace: value }]
    expect(() => factsParameter([input('grace', type)], facts)).toThrow(
      expect.objectContaining({ code: 'decision.fact', message: `fact 1, input 'grace', ${why}` }),
    )
  })
})

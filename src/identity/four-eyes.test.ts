import { describe, expect, it } from 'vitest'
import { isSamePerson, personName } from './four-eyes.ts'

describe('a second pair of eyes', () => {
  it('is not got by writing the same name another way', () => {
    for (const other of ['ann example', ' Ann  Example ', 'Ａnn Example', 'ANN\tEXAMPLE', 'Ann\u00a0\u3000Example'])
      expect(isSamePerson('Ann Example', other), other).toBe(true)
    expect(isSamePerson('Strauß', 'STRAUSS')).toBe(true)
    expect(isSamePerson('Ann Example', 'Ben Example')).toBe(false)
    expect(isSamePerson('示例甲', '示例乙')).toBe(false)
  })

  it.each([
    ['a zero-width space', 'ann\u200b'],
    ['a joiner', 'an\u200dn'],
    ['a turn of the writing direction', '\u202eann'],
    ['a soft hyphen', 'an\u00adn'],
    ['a bell', 'ann\u0007'],
    ['a variation selector', 'ann\ufe0f'],
    ['a filler that is a letter', 'ann\u3164'],
    ['an empty braille pattern', 'ann\u2800'],
    ['a private character', 'ann\ue000'],
    ['an unassigned character', 'ann\u0378'],
    ['half a character', 'ann\ud800'],
  ])('is not got by %s', (_, name) => {
    expect(() => personName(name)).toThrow(expect.objectContaining({ code: 'identity.name_unprintable' }))
    // nor by a name that was written down before this rule
    expect(isSamePerson('ann', name)).toBe(true)
  })

  it.each(['аnn', 'αnn', 'Aпn', 'Ꭺnn', 'Αнна'])('is not got by letters of another alphabet that look alike: %s', name =>
    expect(() => personName(name)).toThrow(expect.objectContaining({ code: 'identity.name_mixed_alphabets' })),
  )

  it('is not got by a name that another alphabet writes alike', () => {
    expect(isSamePerson('Cop', 'Сор')).toBe(true)
    expect(isSamePerson('Apo', 'Аро')).toBe(true)
    expect(isSamePerson('NIKO', 'ΝΙΚΟ')).toBe(true)
    expect(isSamePerson('Zoë', 'Ζοё')).toBe(true)
    expect(isSamePerson('Νίκος', 'ΝΊΚΟΣ')).toBe(true)
    expect(isSamePerson('Иван', 'Иона')).toBe(false)
  })

  it('has a name', () => {
    expect(personName('  Ann   Example\n')).toBe('Ann Example')
    expect(() => personName(' \t')).toThrow('A name is missing')
    for (const name of [
      '王 Ann',
      '示例·甲',
      "O'Example",
      'José Ñandú',
      'Анна Пример',
      'Νίκος',
      'राम Example',
      '例子たろう',
      'ann@example.org',
    ])
      expect(personName(name)).toBe(name)
  })
})

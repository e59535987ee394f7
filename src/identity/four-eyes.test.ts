import { describe, expect, it } from 'vitest'
import { isSamePerson, personName } from './four-eyes.ts'

describe('a second pair of eyes', () => {
  it('is not got by writing the same name another way', () => {
    for (const other of ['ann example', ' Ann  Example ', 'Ａnn Example', 'ANN\tEXAMPLE'])
      expect(isSamePerson('Ann Example', other), other).toBe(true)
    expect(isSamePerson('Ann Example', 'Ben Example')).toBe(false)
    expect(isSamePerson('示例甲', '示例乙')).toBe(false)
  })

  it('has a name', () => {
    expect(personName('  Ann   Example\n')).toBe('Ann Example')
    expect(() => personName(' \t')).toThrow('A name is missing')
  })
})

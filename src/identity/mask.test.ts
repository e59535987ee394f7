import { describe, expect, it } from 'vitest'
import { maskEndpoint, maskName, maskNumber, normalEndpoint, normalNumber } from './mask.ts'

describe('masks keep enough to recognise and too little to use', () => {
  it.each([
    ['张虚', '张*'],
    ['欧阳娜虚', '欧***'],
    ['Mara Fictional', 'M*** F****'],
    ['A', 'A'],
    ['', ''],
  ])('name %s → %s', (name, masked) => expect(maskName(name)).toBe(masked))

  it.each([
    ['phone', '138 0000 0199', '138****0199'],
    ['phone', '+1 (202) 555-0142', '120****0142'],
    ['phone', '0142', '****42'],
    ['email', 'jane@example.com', 'j***@example.com'],
    ['email', 'not an address', '***'],
    ['address', '上海市虚构路1号', '上海市虚构路***'],
    ['messaging', 'wx_fiction', '******tion'],
  ] as const)('%s %s → %s', (kind, value, masked) => expect(maskEndpoint(kind, value)).toBe(masked))

  it('identity numbers show four characters', () => expect(maskNumber('110101190001010011')).toBe('**************0011'))
})

describe('spellings of one endpoint meet in one normal form', () => {
  it.each([
    ['phone', ['13800000199', '138 0000 0199', '+86 138-0000-0199', '008613800000199', '8613800000199'], '13800000199'],
    ['phone', ['+1 202-555-0142', '(202) 555-0142', '1-202-555-0142', '2025550142'], '2025550142'],
    ['email', [' Jane@Example.com', 'jane@example.com'], 'jane@example.com'],
  ] as const)('%s', (kind, spellings, normal) => {
    for (const spelling of spellings) expect(normalEndpoint(kind, spelling)).toBe(normal)
  })

  it('full-width digits and hyphens in identity numbers', () => expect(normalNumber('１１０１-01x')).toBe('110101X'))
})

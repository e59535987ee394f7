import { describe, expect, it } from 'vitest'
import { drawAddress, drawPerson, emailOf } from './people.ts'
import { Random } from './random.ts'

const drawn = (jurisdiction: 'CN' | 'US') =>
  Array.from({ length: 5_000 }, (_, ordinal) => drawPerson(jurisdiction, new Random(7, 'customer', ordinal)))

describe('made-up people', () => {
  it('in the US have telephone numbers between 555-0100 and 555-0199', () => {
    for (const { phone } of drawn('US')) expect(phone).toMatch(/^\+1[2-9]\d{2}55501\d{2}$/)
  })

  it('in China have numbers of a landline whose local part begins with 0, which no exchange assigns', () => {
    for (const { phone } of drawn('CN')) expect(phone).toMatch(/^\+86(10|20|21)0\d{7}$/)
  })

  it('bear names of invented form and live nowhere', () => {
    for (const { name } of drawn('CN')) expect(name).toMatch(/^.[甲乙丙丁戊己庚辛壬癸][一二三四五六七八九十]$/)
    expect(drawAddress('CN', new Random(1, 'customer', 1))).toContain('示例省虚构市')
    expect(drawAddress('US', new Random(1, 'customer', 1))).toContain('ZZ 00000')
    expect(emailOf('USC00000001')).toBe('usc00000001@example.com')
  })
})

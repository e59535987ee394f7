import { describe, expect, it } from 'vitest'
import { compareMinor, formatFor, major, sumMinor } from './format.ts'

describe('amounts on the screen', () => {
  it.each([
    ['0', 'CNY', '0.00'],
    ['-7', 'CNY', '-0.07'],
    ['123456', 'USD', '1234.56'],
    ['9223372036854775807', 'CNY', '92233720368547758.07'],
    ['1500', 'JPY', '1500'],
  ])('%s minor units of %s are %s', (minor, currency, text) => {
    expect(major(minor, currency)).toBe(text)
  })

  it('keep every digit beyond what a number can hold', () => {
    expect(formatFor('en').money('9223372036854775807', 'USD')).toBe('$92,233,720,368,547,758.07')
    expect(sumMinor(['9223372036854775807', '1', '-2'])).toBe('9223372036854775806')
    expect(compareMinor('9223372036854775807', '9223372036854775806')).toBe(1)
  })

  it('are shares of one another without becoming numbers first; of nothing there is no share', () => {
    expect(formatFor('en').percentMinor('1152921504606846975', '9223372036854775807')).toBe('12.5%')
    expect(formatFor('en').percentMinor('0', '0')).toBe('–')
  })

  it.each([
    ['583618828', 'CNY', '¥583.6万', 'CN¥5.8M'],
    ['2330300000', 'CNY', '¥2,330.3万', 'CN¥23.3M'],
    ['65700000', 'CNY', '¥65.7万', 'CN¥657.0K'],
    ['9503000', 'CNY', '¥9.5万', 'CN¥95.0K'],
    ['1000000', 'CNY', '¥1.0万', 'CN¥10.0K'],
    ['151149', 'USD', 'US$1,511', '$1,511'],
    ['-151149', 'USD', '-US$1,511', '-$1,511'],
    ['0', 'USD', 'US$0', '$0'],
  ])('are short by one rule: %s minor units of %s', (minor, currency, chinese, english) => {
    expect(formatFor('zh-CN').moneyShort(minor, currency)).toBe(chinese)
    expect(formatFor('en').moneyShort(minor, currency)).toBe(english)
  })

  it('are written as the reader writes them', () => {
    expect(formatFor('zh-CN').day('2026-03-31')).toBe('2026年3月31日')
  })
})

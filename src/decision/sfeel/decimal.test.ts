// The guarantee: constants are compared as the decimals they were written as.

import { expect, test } from 'vitest'
import { addDecimal, compareDecimal, decimalText, floorDecimal, multiplyDecimal, parseDecimal } from './decimal.ts'

const of = (text: string) => {
  const value = parseDecimal(text)
  if (value === null) throw new Error(`'${text}' is no decimal`)
  return value
}

test.each([
  ['12', '12'],
  ['.5', '0.5'],
  ['-.50', '-0.5'],
  ['1.2e3', '1200'],
  ['1.23e-4', '0.000123'],
  ['0.00', '0'],
  ['100', '100'],
  ['9007199254740993', '9007199254740993'],
])('%s is %s', (text, plain) => expect(decimalText(of(text))).toBe(plain))

test.each(['', '.', '1.', 'e5', '1e', '1e99999', '--1', '1_000'])("'%s' is no FEEL number", text =>
  expect(parseDecimal(text)).toBeNull(),
)

test('order and arithmetic are exact where binary fractions are not', () => {
  expect(compareDecimal(addDecimal(of('0.1'), of('0.2')), of('0.3'))).toBe(0)
  expect(compareDecimal(of('0.30000000000000000001'), of('0.3'))).toBe(1)
  expect(decimalText(multiplyDecimal(of('1.1'), of('-1.1')))).toBe('-1.21')
})

test.each([
  ['1.5', 1n],
  ['-1.5', -2n],
  ['-2', -2n],
  ['0.999', 0n],
])('the floor of %s is %s', (text, floor) => expect(floorDecimal(of(text))).toBe(floor))

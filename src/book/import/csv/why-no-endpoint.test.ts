// Numbers as tapes write them, and what stands in their place.

import { expect, it } from 'vitest'
import { whyNoEndpoint } from './why-no-endpoint.ts'

it.each(['13800000000', '+86 138 0000 0000', '(555) 010-0100', '010-55501234转801', '555.010.0100 x12', '95500'])(
  'takes the telephone number %s',
  number => {
    expect(whyNoEndpoint('phone', number)).toBeNull()
  },
)

it.each(['1.99E+10', '不知道', 'none', '12', '+', '138000000001234567', '555-010-0100 ext boss'])(
  'refuses %s as a telephone number',
  number => {
    expect(whyNoEndpoint('phone', number)).toMatch(/^is not a telephone number/)
  },
)

it('knows an e-mail address by its sign and a dot behind it, and takes any address and messaging name', () => {
  expect(whyNoEndpoint('email', 'ann@example.com')).toBeNull()
  expect(whyNoEndpoint('email', 'ann at example.com')).toBe('is not an e-mail address')
  expect(whyNoEndpoint('address', '示例路1号')).toBeNull()
  expect(whyNoEndpoint('messaging', 'ann_example')).toBeNull()
})

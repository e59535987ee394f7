// The terminal names what the shipped tables decide in the reader's language, and columns stay columns beside wide characters.

import { expect, it } from 'vitest'
import type { NightReport } from '../night/index.ts'
import { table } from './columns.ts'
import { nightText } from './night-text.ts'

const NOTHING = { loans: 0, arrearsMinor: 0, balanceMinor: 0 }
const REPORT = {
  businessDate: '2026-11-20',
  portfolio: { code: 'P', name: 'P', jurisdiction: 'CN', currency: 'CNY' },
  state: 'finished',
  seconds: 1,
  loans: 2,
  loansPerSecond: 2,
  decided: 2,
  redecided: 0,
  tasks: 1,
  open: NOTHING,
  pastDue: NOTHING,
  inScope: NOTHING,
  steps: [],
  held: [],
  stages: [{ stage: 'm1', ...NOTHING, open: NOTHING, pastDue: NOTHING, inScope: NOTHING }],
  treatments: [
    { stage: 'm1', treatment: 'due_reminder', queue: 'automation', ...NOTHING },
    { stage: 'm1', treatment: 'our_own', queue: null, ...NOTHING },
  ],
} as unknown as NightReport

it('the codes of the shipped tables have their names beside them, in Chinese or English; others stand alone', () => {
  expect(nightText(REPORT, 'zh')).toMatch(/m1 +M1（4–30天） +0 /)
  expect(nightText(REPORT, 'zh')).toMatch(/m1 +due_reminder +到期提醒 +automation/)
  expect(nightText(REPORT, 'en')).toMatch(/m1 +M1 \(4–30 days\) +0 /)
  expect(nightText(REPORT, 'en')).toMatch(/m1 +our_own +–/)
})

it('wide characters take two columns', () => {
  expect(
    table(
      ['a', 'b'],
      [
        ['到期', 'x'],
        ['none', 'y'],
      ],
    ).split('\n'),
  ).toEqual(['  a     b', '  到期  x', '  none  y', ''])
})

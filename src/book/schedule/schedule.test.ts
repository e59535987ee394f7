// Schedules: worked examples with the arithmetic beside them, and what must hold for every contract.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, businessDate } from '../../kernel/index.ts'
import { yearFraction } from './day-count.ts'
import { levelPaymentMinor, type ScheduleTerms, schedule } from './schedule.ts'

const LOAN = {
  product: 'level_payment',
  principalMinor: 1_000_000n,
  annualRate: '0.12',
  termMonths: 3,
  openedOn: businessDate('2025-01-31'),
  firstDueOn: businessDate('2025-02-28'),
  dueDay: 31,
  interestBasis: 'month',
} as const satisfies ScheduleTerms

/** One line an instalment: due date, principal, interest. */
function lines(terms: ScheduleTerms): string[] {
  return schedule(terms).map(row => `${row.number} ${row.dueOn} ${row.principalMinor} ${row.interestMinor}`)
}

describe('worked examples', () => {
  it('level payment: 10,000.00 over 3 months at 12 % a year, 1 % a month', () => {
    // 1.01³ = 1.030301; payment = 10,000 × 0.01 × 1.030301 ÷ 0.030301 = 3,400.2211… → 3,400.22
    expect(levelPaymentMinor(LOAN)).toBe(340_022n)
    expect(lines(LOAN)).toEqual([
      '1 2025-02-28 330022 10000', // 1 % of 10,000.00 = 100.00; 3,400.22 − 100.00
      '2 2025-03-31 333322 6700', // 1 % of 6,699.78 = 66.9978 → 67.00; 3,400.22 − 67.00
      '3 2025-04-30 336656 3367', // 1 % of 3,366.56 = 33.6656 → 33.67; the rest of the principal: 3,400.23 in all
    ])
  })

  it('level payment: 120,000.00 over 12 months at 6 %', () => {
    // 1.005¹² = 1.0616778…; 120,000 × 0.005 × 1.0616778 ÷ 0.0616778 = 10,327.97
    const terms = { ...LOAN, principalMinor: 12_000_000n, annualRate: '0.06', termMonths: 12 }
    expect(levelPaymentMinor(terms)).toBe(1_032_797n)
    expect(lines(terms)[0]).toBe('1 2025-02-28 972797 60000')
  })

  it('level payment without interest: the principal in equal parts, the last takes the odd cent', () => {
    expect(lines({ ...LOAN, annualRate: '0' })).toEqual([
      '1 2025-02-28 333333 0',
      '2 2025-03-31 333333 0',
      '3 2025-04-30 333334 0',
    ])
  })

  it('equal principal: the same principal, falling interest', () => {
    expect(lines({ ...LOAN, product: 'equal_principal' })).toEqual([
      '1 2025-02-28 333333 10000', // 10,000.00 ÷ 3 = 3,333.33; 1 % of 10,000.00
      '2 2025-03-31 333333 6667', // 1 % of 6,666.67 = 66.6667
      '3 2025-04-30 333334 3333', // 1 % of 3,333.34 = 33.3334
    ])
  })

  it('interest first: days of each month at actual/360, the principal at the end', () => {
    expect(lines({ ...LOAN, product: 'interest_first_balloon', interestBasis: 'actual/360' })).toEqual([
      '1 2025-02-28 0 9333', // 28 days: 10,000 × 0.12 × 28 ÷ 360 = 93.333…
      '2 2025-03-31 0 10333', // 31 days: 103.333…
      '3 2025-04-30 1000000 10000', // 30 days: 100.00
    ])
  })

  it('actual/365: the same loan', () => {
    expect(lines({ ...LOAN, product: 'interest_first_balloon', interestBasis: 'actual/365' })).toEqual([
      '1 2025-02-28 0 9205', // 10,000 × 0.12 × 28 ÷ 365 = 92.0547…
      '2 2025-03-31 0 10192', // 31 days: 101.9178…
      '3 2025-04-30 1000000 9863', // 30 days: 98.6301…
    ])
  })

  it('halves go to the even cent', () => {
    // 1 % of 0.50 is half a cent, of 1.50 one and a half, of 2.50 two and a half
    const interest = (principalMinor: bigint) =>
      schedule({ ...LOAN, product: 'interest_first_balloon', principalMinor, termMonths: 1 })[0]?.interestMinor
    expect([50n, 150n, 250n].map(interest)).toEqual([0n, 2n, 2n])
  })

  it('month ends keep their day: 31 January, 28 February, 31 March; a leap year gives 29 February', () => {
    const dates = (terms: ScheduleTerms) => schedule(terms).map(row => row.dueOn)
    const openedOn = businessDate('2024-12-31')
    expect(dates({ ...LOAN, openedOn, firstDueOn: businessDate('2025-01-31'), dueDay: 31 })).toEqual([
      '2025-01-31',
      '2025-02-28',
      '2025-03-31',
    ])
    expect(
      dates({ ...LOAN, openedOn: businessDate('2023-12-30'), firstDueOn: businessDate('2024-01-30'), dueDay: 30 }),
    ).toEqual(['2024-01-30', '2024-02-29', '2024-03-30'])
    // without a due day the first date's own day holds
    const { dueDay: _, ...plain } = LOAN
    expect(dates(plain)).toEqual(['2025-02-28', '2025-03-28', '2025-04-28'])
  })

  it('a first period that is no whole month counts its days by 30/360', () => {
    const terms = {
      ...LOAN,
      product: 'interest_first_balloon',
      openedOn: businessDate('2025-01-10'),
      firstDueOn: businessDate('2025-02-28'),
    } as const
    // 48 days (20 to the 30th of January, 28 in February): 10,000 × 0.12 × 48 ÷ 360 = 160.00
    expect(schedule(terms)[0]?.interestMinor).toBe(16_000n)
  })

  it.each([
    ['30/360', '2025-01-31', '2025-02-28', 28], // the 31st counts as the 30th
    ['30/360', '2025-01-30', '2025-03-31', 60], // from a 30th, the 31st counts as the 30th
    ['30/360', '2025-01-15', '2025-03-31', 76], // from any other day it stays the 31st
    ['30/360', '2024-02-29', '2025-02-28', 359],
    ['actual/365', '2024-02-28', '2024-03-01', 2],
    ['actual/360', '2025-02-28', '2025-03-01', 1],
  ] as const)('%s from %s to %s is %i days', (dayCount, from, to, days) => {
    expect(yearFraction(dayCount, businessDate(from), businessDate(to)).dividend).toBe(BigInt(days))
  })

  it('terms that no contract has are refused', () => {
    expect(() => schedule({ ...LOAN, principalMinor: 0n })).toThrow('minor units has no schedule')
    expect(() => schedule({ ...LOAN, termMonths: 0 })).toThrow('is no term')
    expect(() => schedule({ ...LOAN, firstDueOn: LOAN.openedOn })).toThrow('is not after')
    expect(() => schedule({ ...LOAN, annualRate: '7.25%' })).toThrow("'7.25%' is no rate")
  })
})

const anyTerms: fc.Arbitrary<ScheduleTerms> = fc
  .record({
    product: fc.constantFrom('level_payment' as const, 'equal_principal' as const, 'interest_first_balloon' as const),
    principalMinor: fc.oneof(fc.bigInt({ min: 1n, max: 500n }), fc.bigInt({ min: 1n, max: 10n ** 10n })),
    annualRate: fc.oneof(
      fc.constant('0'),
      fc.integer({ min: 0, max: 360_000 }).map(ppm => `0.${String(ppm).padStart(6, '0')}`),
    ),
    termMonths: fc.integer({ min: 1, max: 84 }),
    openedOn: fc.integer({ min: 0, max: 3000 }).map(days => addDays(businessDate('2020-01-01'), days)),
    wait: fc.integer({ min: 1, max: 60 }),
    interestBasis: fc.constantFrom('month' as const, 'actual/365' as const, 'actual/360' as const, '30/360' as const),
  })
  .map(({ wait, ...terms }) => ({ ...terms, firstDueOn: addDays(terms.openedOn, wait) }))

const SEED = 20261101

describe(`every contract (seed ${SEED})`, () => {
  const holds = (check: (terms: ScheduleTerms) => void) =>
    fc.assert(fc.property(anyTerms, check), { numRuns: 300, seed: SEED })

  it('repays exactly its principal, never a negative part', () => {
    holds(terms => {
      const rows = schedule(terms)
      expect(rows.reduce((sum, row) => sum + row.principalMinor, 0n)).toBe(terms.principalMinor)
      for (const row of rows) expect(row.principalMinor >= 0n && row.interestMinor >= 0n).toBe(true)
    })
  })

  it('falls due every month on the day of the first due date, or on the last day of a shorter month', () => {
    holds(terms => {
      const rows = schedule(terms)
      expect(rows).toHaveLength(terms.termMonths)
      for (const [index, row] of rows.entries()) {
        expect(row).toMatchObject({
          number: index + 1,
          dueOn: addMonths(terms.firstDueOn, index, Number(terms.firstDueOn.slice(8))),
        })
      }
    })
  })

  it('level payment: every payment but the last is level, and the last differs by rounding alone', () => {
    holds(given => {
      const terms = { ...given, product: 'level_payment' } as const
      const payment = levelPaymentMinor(terms)
      const rows = schedule(terms)
      const paid = rows.map(row => row.principalMinor + row.interestMinor)
      // Half a cent of the payment and half a cent of interest a period, both growing with interest to the end.
      const growth = (1 + (Number(terms.annualRate) * 62) / 360) ** terms.termMonths
      const slack = BigInt(Math.ceil(terms.termMonths * growth)) + 1n
      // A loan of a few cents is repaid before its term: nothing to be level about.
      if (rows.slice(0, -1).every(row => row.principalMinor > 0n) && (rows.at(-1)?.principalMinor ?? 0n) > 0n) {
        for (const amount of paid.slice(0, -1)) expect(amount).toBe(payment)
        const last = (paid.at(-1) ?? 0n) - payment
        expect(last <= slack && last >= -slack).toBe(true)
      }
    })
  })

  it('interest of a period is the exact product rounded to the nearest cent', () => {
    holds(terms => {
      let balance = terms.principalMinor
      let from = terms.openedOn
      for (const row of schedule(terms)) {
        if (terms.interestBasis !== 'month') {
          const { dividend, divisor } = yearFraction(terms.interestBasis, from, row.dueOn)
          // |interest − balance × rate × days ÷ year| ≤ ½, in millionths of the rate
          const exact = balance * BigInt(Math.round(Number(terms.annualRate) * 1e6)) * dividend
          const off = row.interestMinor * 1_000_000n * divisor - exact
          expect(2n * (off < 0n ? -off : off) <= 1_000_000n * divisor).toBe(true)
        }
        balance -= row.principalMinor
        from = row.dueOn
      }
    })
  })
})

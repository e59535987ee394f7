// The two fictional lenders of the synthetic book and what they lend. Figures are typical of their markets, not any lender's own.

import type { Segment } from './roll-rates.ts'

export type Weighted<T> = readonly [readonly [T, number], ...(readonly [T, number])[]]
export type DemoProduct = 'level_payment' | 'equal_principal' | 'interest_first_balloon'

export type DemoPortfolio = {
  readonly code: string
  readonly name: string
  readonly lender: string
  readonly jurisdiction: 'CN' | 'US'
  readonly currency: 'CNY' | 'USD'
  readonly timeZone: string
  readonly dayCount: '30/360' | 'actual/365' | 'actual/360'
  /** What customer, loan and vehicle numbers begin with. */
  readonly prefix: string
  readonly products: Weighted<DemoProduct>
  readonly termMonths: Weighted<number>
  readonly segments: Weighted<Segment>
  /** Nominal rate a year in basis points: middle and spread by segment. */
  readonly rateBasisPoints: Readonly<Record<Segment, readonly [number, number]>>
  /** Middle of the mean credit score by segment, on a scale of 300 to 850. */
  readonly score: Readonly<Record<Segment, number>>
  readonly scoreKind: string
  /** Price of a new vehicle in major units: from, to. */
  readonly price: readonly [number, number]
  /** Principal as a percentage of the price: from, to. */
  readonly loanToPrice: readonly [number, number]
  /** Share of customers with a second party on the loans. */
  readonly secondPartyChance: number
}

const CN_DEMO: DemoPortfolio = {
  code: 'CN-DEMO',
  name: '示例组合（演示数据）',
  lender: '示例汽车金融',
  jurisdiction: 'CN',
  currency: 'CNY',
  timeZone: 'Asia/Shanghai',
  dayCount: '30/360',
  prefix: 'CN',
  products: [
    ['level_payment', 70],
    ['equal_principal', 18],
    ['interest_first_balloon', 12],
  ],
  termMonths: [
    [12, 22],
    [18, 8],
    [24, 34],
    [36, 30],
    [48, 3],
    [60, 3],
  ],
  segments: [
    ['prime', 52],
    ['published', 30],
    ['subprime', 18],
  ],
  rateBasisPoints: { prime: [480, 120], published: [880, 180], subprime: [1380, 240] },
  score: { prime: 720, published: 650, subprime: 560 },
  scoreKind: 'lender_300_850',
  price: [68_000, 320_000],
  loanToPrice: [45, 85],
  secondPartyChance: 0.18,
}

const US_DEMO: DemoPortfolio = {
  code: 'US-DEMO',
  name: 'Example portfolio (synthetic)',
  lender: 'Example Motor Credit (fictional)',
  jurisdiction: 'US',
  currency: 'USD',
  timeZone: 'America/New_York',
  dayCount: '30/360',
  prefix: 'US',
  products: [['level_payment', 1]],
  termMonths: [
    [24, 14],
    [36, 30],
    [48, 28],
    [60, 18],
    [72, 10],
  ],
  segments: [
    ['prime', 40],
    ['published', 42],
    ['subprime', 18],
  ],
  rateBasisPoints: { prime: [560, 140], published: [980, 240], subprime: [1690, 320] },
  score: { prime: 745, published: 675, subprime: 585 },
  scoreKind: 'vendor_300_850',
  price: [19_000, 58_000],
  loanToPrice: [60, 118],
  secondPartyChance: 0.22,
}

export const DEMO_PORTFOLIOS = [CN_DEMO, US_DEMO] as const

export function portfolioAt(index: number): DemoPortfolio {
  return DEMO_PORTFOLIOS[index] ?? DEMO_PORTFOLIOS[0]
}

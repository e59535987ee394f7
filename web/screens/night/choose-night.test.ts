import { describe, expect, it } from 'vitest'
import { datesOf, latestDateOf, portfoliosOf } from './choose-night.ts'

describe('the night that is shown', () => {
  const portfolio = (code: string) => ({ code, name: code, jurisdiction: 'CN', currency: 'CNY' }) as const
  const run = (code: string, businessDate: string, state: 'running' | 'finished') => ({
    portfolio: portfolio(code),
    businessDate,
    state,
  })
  const runs = [
    run('B', '2026-04-01', 'running'),
    run('A', '2026-03-31', 'finished'),
    run('B', '2026-03-31', 'finished'),
    run('A', '2026-02-28', 'finished'),
    run('C', '2026-01-31', 'running'),
  ]

  it('can be of any portfolio, also of one that had no night on the latest date', () => {
    expect(portfoliosOf(runs).map(({ code }) => code)).toEqual(['A', 'B', 'C'])
  })

  it('is chosen among the dates of its own portfolio', () => {
    expect(datesOf(runs, 'A')).toEqual(['2026-03-31', '2026-02-28'])
    expect(datesOf(runs, 'D')).toEqual([])
  })

  it('is the latest that has a report; a night that is running does not take its place', () => {
    expect(latestDateOf(runs, 'B')).toBe('2026-03-31')
    expect(latestDateOf(runs, 'C')).toBe('2026-01-31')
    expect(latestDateOf(runs, 'D')).toBeUndefined()
  })
})

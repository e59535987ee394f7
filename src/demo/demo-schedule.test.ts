import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { schedule } from '../book/index.ts'
import { dateOf, dayInMonth } from './calendar.ts'
import { demoSchedule, type ScheduleTerms } from './demo-schedule.ts'

const SEED = 20261120

describe('schedules of the synthetic loans', () => {
  it(`are the schedules of the book, to the cent and day (seed ${SEED})`, () => {
    const terms = fc.record({
      product: fc.constantFrom('level_payment' as const, 'equal_principal' as const, 'interest_first_balloon' as const),
      principalMinor: fc.bigInt({ min: 100_000n, max: 100_000_000n }),
      rateBasisPoints: fc.integer({ min: 90, max: 3_600 }),
      termMonths: fc.integer({ min: 2, max: 84 }),
      firstMonth: fc.integer({ min: 2018 * 12, max: 2027 * 12 }),
      dueDay: fc.integer({ min: 1, max: 28 }),
    })
    const compare = (given: ScheduleTerms) => {
      const ours = demoSchedule(given).map(({ dueDay, ...rest }) => ({ ...rest, dueOn: dateOf(dueDay) }))
      const theirs = schedule({
        ...given,
        annualRate: (given.rateBasisPoints / 10_000).toFixed(6),
        openedOn: dateOf(dayInMonth(given.firstMonth - 1, given.dueDay)),
        firstDueOn: dateOf(dayInMonth(given.firstMonth, given.dueDay)),
        interestBasis: 'month',
      })
      expect(ours).toEqual(theirs)
    }
    fc.assert(fc.property(terms, compare), { numRuns: 400, seed: SEED })
  })
})

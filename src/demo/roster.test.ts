import { describe, expect, it } from 'vitest'
import { layOutRoster } from './roster.ts'

const everyone = (loans: number, customersASlice = 100) =>
  [...layOutRoster({ loans, seed: 3, customersASlice }).slices()].flat()

describe('the roster', () => {
  it.each([1, 2, 7, 8, 15, 16, 17, 1_000, 1_023])('gives out each of %i loans exactly once', loans => {
    const people = everyone(loans)
    const seen = people.flatMap(person => person.loanOrdinals.map(ordinal => `${person.portfolioIndex}:${ordinal}`))
    expect(new Set(seen).size).toBe(loans)
    expect(seen).toHaveLength(loans)
    expect(new Set(people.map(person => person.customerId)).size).toBe(people.length)
    expect(layOutRoster({ loans, seed: 3, customersASlice: 10 }).customerCount).toBe(people.length)
  })

  it('gives one customer in seven a second loan', () => {
    const people = everyone(8_000)
    expect(people).toHaveLength(7_000)
    expect(people.filter(person => person.loanOrdinals.length === 2)).toHaveLength(1_000)
  })

  it('comes in the order of customer ids, whatever the slices', () => {
    const people = everyone(2_000)
    const ids = people.map(person => person.customerId)
    expect(ids).toEqual([...ids].sort((a, b) => (a < b ? -1 : 1)))
    expect(everyone(2_000, 7)).toEqual(people)
    expect(everyone(2_000, 1_000_000)).toEqual(people)
  })
})

// The guarantee: what is decided about all rules at once is what comparing them two by two says, and what is said about classes holds for
// every combination of values: no overlap, no hiding rule and no gap is missed or made up.

import { describe, expect, test } from 'vitest'
import { KINDS, poolOf, tableOf, xmlOf } from '../../../test/decision/random-table.ts'
import { randomOf, testSeed } from '../../../test/kit/random.ts'
import { LOOKS_MAX, uncovered } from '../check/uncovered.ts'
import { planForCheck } from '../compile/compile-table.ts'
import type { TableColumn, TablePlan } from '../compile/table-plan.ts'
import { readDmn } from '../dmn/read-dmn.ts'
import { partition } from '../sfeel/partition.ts'
import { contains, intersect, isEmptySet, isSubset, meets, type ValueSet } from '../sfeel/value-set.ts'
import { has, membersOf } from './bit-set.ts'
import { type Box, boxesOf, canOverlap, covering, meeting, type Space, spaceOf } from './table-space.ts'

const random = randomOf(testSeed())
const pools = KINDS.map(kind => poolOf(kind, random))

/** Tables of all policies and kinds of columns, some with the same input twice. */
const plans = Array.from({ length: 150 }, (_, index) => {
  const table = tableOf(pools, random)
  const twice = index % 5 === 0
  const columns = twice ? [...table.columns, ...table.columns] : table.columns
  const rules = table.rules.map((rule, at) => {
    const others = table.rules[(at + 1) % table.rules.length]?.cells ?? []
    return twice ? { ...rule, cells: [...rule.cells, ...others] } : rule
  })
  const xml = xmlOf({ ...table, columns, rules }).replaceAll(/>in (\d+)</g, (_found, number) =>
    twice ? `>in ${Number(number) % table.columns.length}<` : `>in ${number}<`,
  )
  const model = readDmn(xml)
  const [decision] = model.decisions
  if (!decision) throw new Error('a table has a decision')
  return planForCheck(model, decision)
})

describe('all rules at once', () => {
  test.each(['possible', 'expected'] as const)('say what two rules by themselves say, of %s values', values => {
    let [met, covered, apart] = [0, 0, 0]
    for (const plan of plans) {
      const space = spaceOf(plan, values)
      const all = boxesOf(space)
      const pairs: [Box, Box][] = []
      for (const a of space.boxes) {
        expect(a.isEmpty).toBe(domains(plan, values).some(domain => isEmptySet(sideOf(plan, a, domain))))
        if (a.isEmpty) continue
        const [near, over] = [meeting(space, a, all), covering(space, a, all)]
        for (const b of space.boxes) {
          if (b.isEmpty) continue
          const sides = domains(plan, values).map(domain => [sideOf(plan, a, domain), sideOf(plan, b, domain)] as const)
          const doMeet = sides.every(([left, right]) => !isEmptySet(intersect(left, right)))
          expect(has(near, b.index)).toBe(doMeet)
          expect(has(over, b.index)).toBe(sides.every(([left, right]) => isSubset(left, right)))
          if (doMeet && a.index < b.index) pairs.push([a, b])
          met += Number(doMeet)
          apart += Number(!doMeet)
          covered += Number(has(over, b.index))
        }
      }
      expect(canOverlap(space)).toBe(pairs.length > 0)
      const parity = (box: Box) => box.index % 2
      expect(canOverlap(space, parity)).toBe(pairs.some(([a, b]) => parity(a) !== parity(b)))
    }
    expect(Math.min(met, covered, apart)).toBeGreaterThan(500)
  })

  test('leave the gaps that going through all combinations of classes leaves', () => {
    let gaps = 0
    for (const plan of plans) {
      const space = spaceOf(plan, 'expected')
      const search = uncovered(space, boxesOf(space), { regionsMax: 1_000_000, budget: { left: LOOKS_MAX } })
      expect([search.isComplete, search.hasAll]).toEqual([true, true])
      for (const point of combinations(space)) {
        const isTaken = space.boxes.some(box => takes(box, point))
        const inGap = search.regions.filter(region =>
          region.every((side, index) => side?.includes(point[index] ?? -1) ?? true),
        )
        expect(inGap).toHaveLength(isTaken ? 0 : 1)
        gaps += inGap.length
      }
    }
    expect(gaps).toBeGreaterThan(500)
  })

  test('leave of one rule what the others do not take', () => {
    for (const plan of plans) {
      const space = spaceOf(plan, 'expected')
      for (const within of space.boxes.slice(0, 4)) {
        if (within.isEmpty) continue
        const others = boxesOf(space, box => box !== within && box.index % 3 !== 0)
        const search = uncovered(space, others, { within, regionsMax: 1, budget: { left: LOOKS_MAX } })
        const isLeft = combinations(space).some(
          point => takes(within, point) && !membersOf(others).some(index => takes(space.boxes[index] ?? within, point)),
        )
        expect(search.regions.length === 1).toBe(isLeft)
      }
    }
  })
})

test('classes of a domain part it, and no set tells apart what is in one', () => {
  for (const plan of plans) {
    for (const [index, column] of plan.columns.entries()) {
      const sets = plan.rules.flatMap(rule => rule.sets[index] ?? [])
      const { classes, classesIn } = partition(column.domain, sets)
      for (const [at, each] of classes.entries()) {
        expect(isEmptySet(each)).toBe(false)
        expect(isSubset(each, column.domain)).toBe(true)
        for (const other of classes.slice(at + 1)) {
          expect(meets(each, other)).toBe(false)
          if (each.hasNull === other.hasNull)
            expect(sets.some(set => isSubset(each, set) !== isSubset(other, set))).toBe(true)
        }
      }
      for (const set of sets) {
        const inside = classesIn(set)
        for (const [at, each] of classes.entries()) {
          expect(isSubset(each, set)).toBe(has(inside, at))
          expect(meets(each, set)).toBe(has(inside, at))
        }
      }
      const limits = [column.domain, ...sets].flatMap(set => set.spans.flatMap(({ low, high }) => [low, high]))
      for (const limit of limits) {
        if (limit === undefined) continue
        expect(classes.some(each => contains(each, limit))).toBe(contains(column.domain, limit))
      }
    }
  }
})

type DomainOf = { readonly domain: ValueSet; readonly columns: readonly number[] }

/** What the columns of one dimension may be, worked out column by column. */
function domains(plan: TablePlan, values: 'possible' | 'expected'): DomainOf[] {
  const key = ({ text, subject }: TableColumn) => `${text} ${subject.guarded?.allowed}`
  return [...new Set(plan.columns.map(key))].map(each => {
    const columns = [...plan.columns.keys()].filter(index => plan.columns[index] && key(plan.columns[index]) === each)
    const parts = columns.flatMap(index => plan.columns[index] ?? [])
    const all = parts.map(part => part.domain).reduce(intersect)
    const hasNull = values === 'possible' ? all.hasNull : parts.every(part => part.expectsNull)
    return { columns, domain: { ...all, hasNull } }
  })
}

function sideOf(plan: TablePlan, box: Box, { domain, columns }: DomainOf): ValueSet {
  return columns.reduce((side, index) => {
    const set = plan.rules[box.index]?.sets[index]
    return set ? intersect(side, set) : side
  }, domain)
}

function takes(box: Box, point: readonly number[]): boolean {
  return box.sides.every((side, index) => side === null || has(side, point[index] ?? -1))
}

function combinations(space: Space): number[][] {
  return space.dimensions.reduce<number[][]>(
    (points, { classes }) => points.flatMap(point => [...classes.keys()].map(each => [...point, each])),
    [[]],
  )
}

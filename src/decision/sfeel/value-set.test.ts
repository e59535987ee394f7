// The guarantee: sets of values obey the laws of sets on every point that matters: each limit, just beside it, and null.

import { expect, test } from 'vitest'
import type { Constant } from './constant.ts'
import { decimalText, parseDecimal } from './decimal.ts'
import { classesOf } from './partition.ts'
import {
  complement,
  contains,
  everything,
  exampleOf,
  intersect,
  isEmptySet,
  isSubset,
  meets,
  type Span,
  setOf,
  unite,
  type ValueSet,
} from './value-set.ts'

const number = (text: string): Constant => {
  const value = parseDecimal(text)
  if (value === null) throw new Error(text)
  return { type: 'number', value }
}

/** Every set over the limits 1 and 2 that has at most two spans. */
function sets(): ValueSet[] {
  const ends = [undefined, number('1'), number('2')]
  const spans: Span[] = ends.flatMap(low =>
    ends.flatMap(high =>
      [true, false].flatMap(lowIncluded =>
        [true, false].map(highIncluded => ({ low, lowIncluded, high, highIncluded })),
      ),
    ),
  )
  const singles = spans.map(span => setOf('number', [span], span.lowIncluded))
  return [
    ...singles,
    ...singles.slice(0, 12).map((set, index) => unite(set, singles[(index * 7 + 3) % singles.length] ?? set)),
  ]
}

const POINTS = ['0', '1', '1.5', '2', '3'].map(number)

test('union, intersection, complement and subset agree with their points', () => {
  const all = sets()
  for (const a of all) {
    const not = complement(a)
    expect(not.hasNull).toBe(!a.hasNull)
    expect(isEmptySet(intersect(a, not))).toBe(true)
    for (const point of POINTS) expect(contains(not, point)).toBe(!contains(a, point))
    for (const b of all) {
      const [or, and] = [unite(a, b), intersect(a, b)]
      // as setOf would have it, so that equal sets have equal forms
      expect(and).toEqual(setOf('number', and.spans, and.hasNull))
      expect(meets(a, b)).toBe(!isEmptySet(and))
      for (const point of POINTS) {
        expect(contains(or, point)).toBe(contains(a, point) || contains(b, point))
        expect(contains(and, point)).toBe(contains(a, point) && contains(b, point))
      }
      const isInside = POINTS.every(point => !contains(a, point) || contains(b, point)) && (!a.hasNull || b.hasNull)
      expect(isSubset(a, b)).toBe(isInside)
    }
  }
})

test('classes are disjoint, cover the domain and are told apart by no set', () => {
  const all = sets().slice(0, 10)
  const classes = classesOf(everything('number'), all)
  for (const [index, one] of classes.entries()) {
    for (const other of classes.slice(index + 1)) expect(isEmptySet(intersect(one, other))).toBe(true)
    for (const set of all) expect(isSubset(one, set) || isEmptySet(intersect(one, set))).toBe(true)
  }
  expect(isSubset(everything('number'), classes.reduce(unite))).toBe(true)
})

test('whole days and dates have no gap between neighbours, numbers have', () => {
  const days = (low: number | undefined, high: number | undefined): ValueSet =>
    setOf('days', [
      {
        low: low === undefined ? undefined : { type: 'days', value: low },
        lowIncluded: false,
        high: high === undefined ? undefined : { type: 'days', value: high },
        highIncluded: true,
      },
    ])
  expect(isSubset({ ...everything('days'), hasNull: false }, unite(days(undefined, 5), days(5, undefined)))).toBe(true)
  expect(
    isEmptySet(
      setOf('days', [
        { low: { type: 'days', value: 5 }, lowIncluded: false, high: { type: 'days', value: 6 }, highIncluded: false },
      ]),
    ),
  ).toBe(true)
  expect(
    isEmptySet(setOf('number', [{ low: number('5'), lowIncluded: false, high: number('6'), highIncluded: false }])),
  ).toBe(false)
})

test('nothing comes before the empty text', () => {
  expect(
    isEmptySet(setOf('string', [{ lowIncluded: false, high: { type: 'string', value: '' }, highIncluded: false }])),
  ).toBe(true)
})

test('an example lies in its set and is simple', () => {
  const open = setOf('number', [{ low: number('5'), lowIncluded: false, high: number('6'), highIncluded: false }])
  const example = exampleOf(open)
  expect(example?.type === 'number' ? decimalText(example.value) : null).toBe('5.5')
  for (const set of sets()) {
    const found = exampleOf(set)
    if (found) expect(contains(set, found)).toBe(true)
    else expect(set.spans).toEqual([])
  }
})

test('beyond the first and the last day that can be written nothing is stepped to', () => {
  const date = (value: string): Constant => ({ type: 'date', value })
  const [first, last] = [date('0001-01-01'), date('9999-12-31')]
  const after = setOf('date', [{ low: last, lowIncluded: false, highIncluded: false }])
  const before = setOf('date', [{ lowIncluded: false, high: first, highIncluded: false }])
  expect(contains(after, last)).toBe(false)
  expect(contains(before, first)).toBe(false)
  // Sums of dates and durations may lie there, so there is something left.
  expect([isEmptySet(after), isEmptySet(before)]).toEqual([false, false])
  expect(complement(after)).toEqual(setOf('date', [{ lowIncluded: false, high: last, highIncluded: true }], true))
  expect(unite(after, complement(after))).toEqual(everything('date'))
  for (const [from, to] of [
    ['0001-01-01', '0001-01-02'],
    ['0099-12-31', '0100-01-01'],
    ['9999-12-30', '9999-12-31'],
  ] as const) {
    const [open, closed] = [
      setOf('date', [{ low: date(from), lowIncluded: false, high: date(to), highIncluded: true }]),
      setOf('date', [{ low: date(to), lowIncluded: true, high: date(to), highIncluded: true }]),
    ]
    expect(open).toEqual(closed)
    expect(
      unite(open, setOf('date', [{ lowIncluded: false, high: date(from), highIncluded: true }])).spans,
    ).toHaveLength(1)
  }
})

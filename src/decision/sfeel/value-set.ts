// Sets of values of one scalar type: unions of intervals, plus null. A cell with constants is such a set, so overlaps,
// gaps and unreachable rows of a table can be decided exactly.

import { addDays, businessDate } from '../../kernel/index.ts'
import { type Constant, compareConstants, type ScalarType } from './constant.ts'
import { addDecimal, multiplyDecimal } from './decimal.ts'

/** An end that is undefined is infinite. */
export type Span = {
  readonly low?: Constant | undefined
  readonly lowIncluded: boolean
  readonly high?: Constant | undefined
  readonly highIncluded: boolean
}

/** Spans are sorted and do not touch. */
export type ValueSet = { readonly type: ScalarType; readonly spans: readonly Span[]; readonly hasNull: boolean }

const FALSE: Constant = { type: 'boolean', value: false }
const TRUE: Constant = { type: 'boolean', value: true }
const EMPTY_TEXT: Constant = { type: 'string', value: '' }

export function pointSpan(constant: Constant): Span {
  return { low: constant, lowIncluded: true, high: constant, highIncluded: true }
}

/** Every value of the type and null. */
export function everything(type: ScalarType): ValueSet {
  return setOf(type, [{ lowIncluded: false, highIncluded: false }], true)
}

export function emptySet(type: ScalarType): ValueSet {
  return { type, spans: [], hasNull: false }
}

export function setOf(type: ScalarType, spans: readonly Span[], hasNull = false): ValueSet {
  const proper = (type === 'boolean' ? spans.flatMap(booleanPoints) : spans.map(span => discrete(type, span))).filter(
    span => !isEmptySpan(span),
  )
  proper.sort((a, b) => compareLow(a, b))
  const merged: Span[] = []
  for (const span of proper) {
    const last = merged.at(-1)
    if (last && touches(last, span)) merged[merged.length - 1] = joined(last, span)
    else merged.push(span)
  }
  return { type, spans: merged, hasNull }
}

export function isEmptySet(set: ValueSet): boolean {
  return !set.hasNull && set.spans.length === 0
}

export function unite(a: ValueSet, b: ValueSet): ValueSet {
  return setOf(a.type, [...a.spans, ...b.spans], a.hasNull || b.hasNull)
}

/** Both sides are sorted and do not touch, so one walk along both finds all common parts, and these do not touch either. */
export function intersect(a: ValueSet, b: ValueSet): ValueSet {
  if (a === b) return a
  const spans: Span[] = []
  walkTogether(a, b, span => {
    spans.push(span)
    return true
  })
  return { type: a.type, spans, hasNull: a.hasNull && b.hasNull }
}

/** Whether the sets have a value in common. */
export function meets(a: ValueSet, b: ValueSet): boolean {
  return (a.hasNull && b.hasNull) || !walkTogether(a, b, () => false)
}

/** Gives `use` every common part in order until it returns false; tells whether it never did. */
function walkTogether(a: ValueSet, b: ValueSet, use: (span: Span) => boolean): boolean {
  let [i, j] = [0, 0]
  for (;;) {
    const [left, right] = [a.spans[i], b.spans[j]]
    if (left === undefined || right === undefined) return true
    const span = overlap(left, right)
    if (!isEmptySpan(span) && !use(span)) return false
    if (compareHigh(left, right) <= 0) i += 1
    else j += 1
  }
}

/** Every value that is not in the set; null is in the complement when it is not in the set. */
export function complement(set: ValueSet): ValueSet {
  const spans: Span[] = []
  let low: Constant | undefined
  let lowIncluded = false
  let open = true
  for (const span of set.spans) {
    if (span.low !== undefined) {
      spans.push({ low, lowIncluded, high: span.low, highIncluded: !span.lowIncluded })
    }
    if (span.high === undefined) {
      open = false
      break
    }
    low = span.high
    lowIncluded = !span.highIncluded
  }
  if (open) spans.push({ low, lowIncluded, highIncluded: false })
  return setOf(set.type, spans, !set.hasNull)
}

/** A span lies in a set when it lies in one of its spans: between two of them there always is a value. */
export function isSubset(a: ValueSet, b: ValueSet): boolean {
  if (a === b) return true
  if (a.hasNull && !b.hasNull) return false
  let j = 0
  return a.spans.every(span => {
    for (let other = b.spans[j]; other !== undefined; other = b.spans[j]) {
      if (compareHigh(span, other) <= 0) return compareLow(span, other) >= 0
      j += 1
    }
    return false
  })
}

export function contains(set: ValueSet, constant: Constant): boolean {
  return meets(set, { type: set.type, spans: [pointSpan(constant)], hasNull: false })
}

function overlap(a: Span, b: Span): Span {
  const low = compareLow(a, b) >= 0 ? a : b
  const high = compareHigh(a, b) <= 0 ? a : b
  return { low: low.low, lowIncluded: low.lowIncluded, high: high.high, highIncluded: high.highIncluded }
}

function isEmptySpan(span: Span): boolean {
  if (span.low === undefined || span.high === undefined) return false
  const order = compareConstants(span.low, span.high)
  return order > 0 || (order === 0 && !(span.lowIncluded && span.highIncluded))
}

function compareLow(a: Span, b: Span): number {
  if (a.low === undefined || b.low === undefined) return a.low === b.low ? 0 : a.low === undefined ? -1 : 1
  return compareConstants(a.low, b.low) || Number(b.lowIncluded) - Number(a.lowIncluded)
}

function compareHigh(a: Span, b: Span): number {
  if (a.high === undefined || b.high === undefined) return a.high === b.high ? 0 : a.high === undefined ? 1 : -1
  return compareConstants(a.high, b.high) || Number(a.highIncluded) - Number(b.highIncluded)
}

/** Whether `b`, which begins not before `a`, continues or overlaps it. */
function touches(a: Span, b: Span): boolean {
  if (a.high === undefined || b.low === undefined) return true
  const order = compareConstants(b.low, a.high)
  if (order === 0) return a.highIncluded || b.lowIncluded
  if (order < 0) return true
  if (!a.highIncluded || !b.lowIncluded) return false
  const next = successor(a.high)
  return next !== null && compareConstants(next, b.low) === 0
}

function joined(a: Span, b: Span): Span {
  const high = compareHigh(a, b) >= 0 ? a : b
  return { low: a.low, lowIncluded: a.lowIncluded, high: high.high, highIncluded: high.highIncluded }
}

/**
 * Whole days, whole months and dates have neighbours: open ends become closed ones, so `> 5 days` meets `<= 5 days`. Nothing comes
 * before the empty text.
 */
function discrete(type: ScalarType, span: Span): Span {
  if (type === 'string' && span.low === undefined) return { ...span, low: EMPTY_TEXT, lowIncluded: true }
  if (type === 'number' || type === 'string' || type === 'boolean') return span
  let { low, lowIncluded, high, highIncluded } = span
  // The last day that we can write has no next one: `> 9999-12-31` stays open and must not become `>= 9999-12-31`.
  const first = low === undefined || lowIncluded ? null : successor(low)
  if (first !== null) [low, lowIncluded] = [first, true]
  const last = high === undefined || highIncluded ? null : predecessor(high)
  if (last !== null) [high, highIncluded] = [last, true]
  return { low, lowIncluded, high, highIncluded }
}

/** The next value of a type with neighbours; null when there is none. */
export function successor(constant: Constant): Constant | null {
  return neighbour(constant, 1)
}

export function predecessor(constant: Constant): Constant | null {
  return neighbour(constant, -1)
}

function neighbour(constant: Constant, step: 1 | -1): Constant | null {
  if (constant.type === 'days' || constant.type === 'months')
    return { type: constant.type, value: constant.value + step }
  if (constant.type !== 'date' || constant.value === (step > 0 ? '9999-12-31' : '0001-01-01')) return null
  return { type: 'date', value: addDays(businessDate(constant.value), step) }
}

function booleanPoints(span: Span): Span[] {
  return [FALSE, TRUE].filter(point => !isEmptySpan(overlap(span, pointSpan(point)))).map(pointSpan)
}

/** A value of the set for people to look at: the simplest one that is easy to find, or null when only null is in it. */
export function exampleOf(set: ValueSet): Constant | null {
  for (const span of set.spans) {
    const found = exampleIn(set.type, span)
    if (found !== null) return found
  }
  return null
}

const ONE = { coefficient: 1n, scale: 0 }
const HALF = { coefficient: 5n, scale: 1 }

function exampleIn(type: ScalarType, span: Span): Constant | null {
  // An empty text says less to a reader than any other text.
  const isWide = span.low?.value === '' && span.high === undefined
  if (span.low !== undefined && span.lowIncluded && !isWide) return span.low
  if (span.high !== undefined && span.highIncluded) return span.high
  const candidates: Constant[] = []
  if (type === 'number') {
    const low = span.low?.type === 'number' ? span.low.value : undefined
    const high = span.high?.type === 'number' ? span.high.value : undefined
    if (low) candidates.push({ type, value: addDecimal(low, ONE) })
    if (high) candidates.push({ type, value: addDecimal(high, { coefficient: -1n, scale: 0 }) })
    if (low && high) candidates.push({ type, value: multiplyDecimal(addDecimal(low, high), HALF) })
    candidates.push({ type, value: { coefficient: 0n, scale: 0 } })
  } else if (type === 'string') {
    if (span.low?.type === 'string')
      candidates.push({ type, value: `${span.low.value} ` }, { type, value: `${span.low.value}\u0001` })
    candidates.push({ type, value: 'other' }, { type, value: '' })
  } else if (type === 'date') candidates.push({ type, value: '2026-01-01' })
  else if (type === 'days' || type === 'months') candidates.push({ type, value: 0 })
  const set = setOf(type, [span])
  return candidates.find(candidate => contains(set, candidate)) ?? candidates[0] ?? null
}

// Sets and examples in words an author reads: FEEL for the set, a fact that can be given to `decision eval`.

import { exactNumber } from '../evaluate/facts.ts'
import { type Constant, compareConstants, constantText, durationOfDays, durationOfMonths } from '../sfeel/constant.ts'
import { decimalText } from '../sfeel/decimal.ts'
import { exampleOf, isSubset, type Span, setOf, type ValueSet } from '../sfeel/value-set.ts'
import type { Dimension, Space } from '../space/table-space.ts'
import type { Region } from './uncovered.ts'

export type ExampleFact = Readonly<Record<string, unknown>>

/** `Days past due (30..60], Product "loan"`; dimensions that take everything are left out. */
export function regionText(space: Space, region: Region): string {
  const parts = space.dimensions.flatMap((dimension, index) => {
    const classes = region[index]
    if (classes === null || classes === undefined) return []
    const set = unionOfClasses(dimension, classes)
    return isSubset(dimension.domain, set) ? [] : [`${dimension.label}: ${setText(set)}`]
  })
  return parts.length === 0 ? 'any facts' : parts.join('; ')
}

/** One fact of the region, with structures nested as facts have them. */
export function exampleFact(space: Space, region: Region): ExampleFact {
  const fact: Record<string, unknown> = {}
  for (const [index, dimension] of space.dimensions.entries()) {
    const classes = region[index]
    const constant = exampleOf(classes ? unionOfClasses(dimension, classes) : dimension.domain)
    put(fact, dimension.text, constant === null ? null : jsonOf(constant))
  }
  return fact
}

/** Classes put together again. */
function unionOfClasses({ domain, classes }: Dimension, indexes: Iterable<number>): ValueSet {
  const parts = [...indexes].flatMap(index => classes[index] ?? [])
  return setOf(
    domain.type,
    parts.flatMap(part => part.spans),
    parts.some(part => part.hasNull),
  )
}

function put(fact: Record<string, unknown>, text: string, value: unknown): void {
  const path = /^[^.()+*/<>="]+(\.[^.()+*/<>="]+)+$/.test(text) ? text.split('.').map(step => step.trim()) : [text]
  let at = fact
  for (const step of path.slice(0, -1)) {
    const inner =
      Object.hasOwn(at, step) && typeof at[step] === 'object' && at[step] !== null
        ? (at[step] as Record<string, unknown>)
        : {}
    at[step] = inner
    at = inner
  }
  at[path.at(-1) ?? text] = value
}

function jsonOf(constant: Constant): unknown {
  switch (constant.type) {
    case 'number': {
      const text = decimalText(constant.value)
      return exactNumber(text)
    }
    case 'days':
      return durationOfDays(constant.value)
    case 'months':
      return durationOfMonths(constant.value)
  }
  // string, boolean, date
  return constant.value
}

/** More parts of a set than a person reads. */
const PARTS_MAX = 12

export function setText(set: ValueSet): string {
  const parts = set.spans.slice(0, PARTS_MAX).map(spanText)
  if (set.spans.length > PARTS_MAX) parts.push(`… (${set.spans.length - PARTS_MAX} more)`)
  if (set.hasNull) parts.push('null')
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

function spanText(span: Span): string {
  const { high } = span
  const low =
    span.low?.value === '' &&
    span.lowIncluded &&
    compareConstants(span.low, high ?? { type: 'string', value: ' ' }) !== 0
      ? undefined
      : span.low
  if (low === undefined && high === undefined) return 'any value'
  if (low === undefined) return `${span.highIncluded ? '<=' : '<'} ${high === undefined ? '' : constantText(high)}`
  if (high === undefined) return `${span.lowIncluded ? '>=' : '>'} ${constantText(low)}`
  if (compareConstants(low, high) === 0) return constantText(low)
  return `${span.lowIncluded ? '[' : '('}${constantText(low)}..${constantText(high)}${span.highIncluded ? ']' : ')'}`
}

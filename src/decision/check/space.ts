// The space of a table: one dimension for every distinct input expression, cut into classes of values that no rule tells
// apart. Over classes, questions about infinitely many facts become finite and exact.

import type { TablePlan, TableRule } from '../compile/table-plan.ts'
import { classesOf, intersect, isSubset, unite, type ValueSet } from '../sfeel/value-set.ts'

export type Dimension = {
  /** The input expression as written. */
  readonly text: string
  readonly label: string
  readonly domain: ValueSet
  readonly classes: readonly ValueSet[]
}

/** A rule as a box: per dimension the classes it takes; `isExact` is false when a cell is not made of constants. */
export type Box = {
  readonly rule: TableRule
  readonly number: number
  /** Per dimension a set of class indexes; null means all. */
  readonly sides: readonly (ReadonlySet<number> | null)[]
  readonly isExact: boolean
  readonly isEmpty: boolean
}

export type Space = { readonly dimensions: readonly Dimension[]; readonly boxes: readonly Box[] }

export function spaceOf(plan: TablePlan): Space {
  const texts = [...new Set(plan.columns.map(column => column.text))]
  const dimensions = texts.map((text): Dimension => {
    const columns = plan.columns.filter(column => column.text === text)
    const [first] = columns
    if (first === undefined) throw new Error('a dimension has a column')
    const domain = columns.reduce((all, column) => intersect(all, column.domain), {
      ...first.domain,
      hasNull: columns.every(column => column.expectsNull),
    })
    const sets = plan.rules.flatMap(rule => {
      const side = sideOf(plan, rule, text, domain)
      return side.set === null ? [] : [side.set]
    })
    return { text, label: first.label, domain, classes: classesOf(domain, sets) }
  })
  const boxes = plan.rules.map((rule, index): Box => {
    const parts = dimensions.map(dimension => ({ dimension, ...sideOf(plan, rule, dimension.text, dimension.domain) }))
    const sides = parts.map(({ dimension, set }) => (set === null ? null : classIndexes(dimension, set)))
    return {
      rule,
      number: index + 1,
      sides,
      isExact: parts.every(part => part.isExact),
      isEmpty: sides.some(side => side?.size === 0),
    }
  })
  return { dimensions, boxes }
}

/** What a rule takes of one dimension; null is all of it. */
function sideOf(
  plan: TablePlan,
  rule: TableRule,
  text: string,
  domain: ValueSet,
): { set: ValueSet | null; isExact: boolean } {
  let set: ValueSet | null = null
  let isExact = true
  for (const [index, column] of plan.columns.entries()) {
    if (column.text !== text) continue
    const cell = rule.sets[index]
    if (cell === null || cell === undefined) isExact = false
    else set = intersect(set ?? domain, cell)
  }
  return { set: set !== null && isSubset(domain, set) ? null : set, isExact }
}

function classIndexes(dimension: Dimension, set: ValueSet): ReadonlySet<number> {
  return new Set(
    [...dimension.classes.keys()].filter(index => isSubset(dimension.classes[index] ?? dimension.domain, set)),
  )
}

/** Classes put together again. */
export function unionOfClasses(dimension: Dimension, indexes: Iterable<number>): ValueSet {
  let set: ValueSet = { ...dimension.domain, spans: [], hasNull: false }
  for (const index of indexes) set = unite(set, dimension.classes[index] ?? set)
  return set
}

// The space of a table: one dimension for every distinct input expression, cut into classes of values that no rule tells
// apart. Over classes, questions about infinitely many facts become finite and exact.

import type { TablePlan, TableRule } from '../compile/table-plan.ts'
import { onceForEach } from '../once-for-each.ts'
import { classesOf, intersect, isSubset, unite, type ValueSet } from '../sfeel/value-set.ts'

export type Dimension = {
  /** The input expression as written. */
  readonly text: string
  readonly label: string
  readonly domain: ValueSet
  readonly classes: readonly ValueSet[]
  /** For each class the boxes that take it, as the sum of their bits. */
  readonly takers: readonly bigint[]
  /** The boxes that take all of it. */
  readonly indifferent: bigint
}

/** A rule as a box: per dimension the classes it takes; `isExact` is false when a cell is not made of constants. */
export type Box = {
  readonly rule: TableRule
  readonly number: number
  /** One bit of its own, so that boxes can be gone through many at a time. */
  readonly bit: bigint
  /** Per dimension a set of class indexes; null means all. */
  readonly sides: readonly (ReadonlySet<number> | null)[]
  readonly isExact: boolean
  readonly isEmpty: boolean
}

export type Space = { readonly dimensions: readonly Dimension[]; readonly boxes: readonly Box[] }

export function spaceOf(plan: TablePlan): Space {
  const bits = plan.rules.map((_, index) => 1n << BigInt(index))
  const dimensions = [...new Set(plan.columns.map(column => column.text))].map(text => cutDimension(plan, text, bits))
  const boxes = plan.rules.map((rule, index): Box => {
    const sides = dimensions.map(dimension => dimension.sides[index] ?? null)
    return {
      rule,
      number: index + 1,
      bit: bits[index] ?? 0n,
      sides,
      isExact: rule.sets.every(set => set !== null),
      isEmpty: sides.some(side => side?.size === 0),
    }
  })
  return { dimensions, boxes }
}

/** A dimension with the side of every rule in it: its classes, or null for all of them. */
function cutDimension(
  plan: TablePlan,
  text: string,
  bits: readonly bigint[],
): Dimension & { readonly sides: readonly (ReadonlySet<number> | null)[] } {
  const columns = [...plan.columns.entries()].filter(([, column]) => column.text === text)
  const [first] = columns
  if (first === undefined) throw new Error('a dimension has a column')
  const domain = columns.reduce((all, [, column]) => intersect(all, column.domain), {
    ...first[1].domain,
    hasNull: columns.every(([, column]) => column.expectsNull),
  })
  const meet = onceForEach((a: ValueSet) => onceForEach((b: ValueSet) => intersect(a, b)))
  const sets = plan.rules.map(rule =>
    columns.reduce((taken, [index]) => {
      const cell = rule.sets[index] ?? null
      return cell === null ? taken : meet(taken)(cell)
    }, domain),
  )
  const classes = classesOf(domain, sets)
  const classIndexes = onceForEach((set: ValueSet): ReadonlySet<number> | null =>
    isSubset(domain, set) ? null : new Set(classes.flatMap((values, index) => (isSubset(values, set) ? [index] : []))),
  )
  const sides = sets.map(classIndexes)
  const boxes = (takes: (side: ReadonlySet<number> | null) => boolean) =>
    sides.reduce((sum, side, index) => (takes(side) ? sum | (bits[index] ?? 0n) : sum), 0n)
  return {
    text,
    label: first[1].label,
    domain,
    classes,
    takers: [...classes.keys()].map(index => boxes(side => side === null || side.has(index))),
    indifferent: boxes(side => side === null),
    sides,
  }
}

/** Classes put together again. */
export function unionOfClasses(dimension: Dimension, indexes: Iterable<number>): ValueSet {
  let set: ValueSet = { ...dimension.domain, spans: [], hasNull: false }
  for (const index of indexes) set = unite(set, dimension.classes[index] ?? set)
  return set
}

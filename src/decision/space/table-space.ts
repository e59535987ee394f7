// The space of a table: one dimension for every distinct input expression, cut into classes of values that no rule tells
// apart. Over classes, questions about infinitely many facts become finite and exact, for the compiler and for the checks.

import type { TableColumn, TablePlan, TableRule } from '../compile/table-plan.ts'
import { onceForEach } from '../once-for-each.ts'
import { partition } from '../sfeel/partition.ts'
import { intersect, isSubset, pointSpan, setOf, type ValueSet } from '../sfeel/value-set.ts'
import {
  addAll,
  addTo,
  type BitSet,
  bitSet,
  forEachMember,
  isEmptyBits,
  keepOnly,
  membersOf,
  removeFrom,
  takeOut,
} from './bit-set.ts'

export type Dimension = {
  /** The input expression as written. */
  readonly text: string
  readonly label: string
  readonly domain: ValueSet
  readonly classes: readonly ValueSet[]
  /** For each class the boxes that take it. */
  readonly takers: readonly BitSet[]
  /** The boxes that take all of it. */
  readonly indifferent: BitSet
  /** The boxes that take a class of this side, and those that take all of them. For sides of boxes only. */
  readonly takersOf: (side: BitSet) => { readonly any: BitSet; readonly all: BitSet }
}

/** A rule as a box: per dimension the classes it takes; `isExact` is false when a cell is not made of constants. */
export type Box = {
  readonly rule: TableRule
  /** Its place among the rules of the table, from 0: the number of the box in sets of boxes. */
  readonly index: number
  /** Per dimension a set of class indexes; null means all. */
  readonly sides: readonly (BitSet | null)[]
  readonly isExact: boolean
  readonly isEmpty: boolean
}

export type Space = { readonly dimensions: readonly Dimension[]; readonly boxes: readonly Box[] }

/**
 * `possible` counts whatever value may ever arrive, which is what an answer must hang on; `expected` leaves out what an author need not
 * think of: null where the allowed values are declared without it, dates that cannot be written.
 */
export type Values = 'possible' | 'expected'

export function spaceOf(plan: TablePlan, values: Values): Space {
  const keys = [...new Set(plan.columns.map(dimensionKey))]
  const cut = keys.map(key => cutDimension(plan, key, values))
  const boxes = plan.rules.map((rule, index): Box => {
    const sides = cut.map(dimension => dimension.sides[index] ?? null)
    return {
      rule,
      index,
      sides,
      isExact: rule.sets.every(set => set !== null),
      isEmpty: sides.some((side, at) => (side === null ? cut[at]?.classes.length === 0 : isEmptyBits(side))),
    }
  })
  return { dimensions: cut, boxes }
}

/** The boxes that are not empty, and perhaps only exact ones. */
export function boxesOf(space: Space, use: (box: Box) => boolean = () => true): BitSet {
  const boxes = bitSet(space.boxes.length)
  for (const box of space.boxes) if (!box.isEmpty && use(box)) addTo(boxes, box.index)
  return boxes
}

/** Of `among`, the boxes that share facts with this one: in every dimension they take a class that it takes. */
export function meeting(space: Space, { sides }: Box, among: BitSet): BitSet {
  const found = among.slice()
  for (const [index, side] of sides.entries()) {
    const dimension = space.dimensions[index]
    if (side !== null && dimension) keepOnly(found, dimension.takersOf(side).any)
  }
  return found
}

/** Of `among`, the boxes that take all facts that this one takes. */
export function covering(space: Space, { sides }: Box, among: BitSet): BitSet {
  const found = among.slice()
  for (const [index, side] of sides.entries()) {
    const dimension = space.dimensions[index]
    if (dimension) keepOnly(found, side === null ? dimension.indifferent : dimension.takersOf(side).all)
  }
  return found
}

/** Whether some facts may hit two rules of different groups; without `groupOf`, any two rules. */
export function canOverlap(space: Space, groupOf: (box: Box) => unknown = box => box): boolean {
  const later = boxesOf(space)
  const groups = new Map<unknown, BitSet>()
  for (const box of space.boxes) {
    const group = groups.get(groupOf(box)) ?? bitSet(space.boxes.length)
    addTo(group, box.index)
    groups.set(groupOf(box), group)
  }
  return space.boxes.some(box => {
    if (box.isEmpty) return false
    removeFrom(later, box.index)
    const others = meeting(space, box, later)
    takeOut(others, groups.get(groupOf(box)) ?? others)
    return !isEmptyBits(others)
  })
}

/** Columns of one text are one dimension, unless they have allowed values of their own: then one may see null where the other does not. */
function dimensionKey({ text, subject }: TableColumn): string {
  return `${text}\u0000${subject.guarded?.allowed ?? ''}`
}

const WRITABLE_DATES = setOf(
  'date',
  [
    {
      ...pointSpan({ type: 'date', value: '0001-01-01' }),
      high: { type: 'date', value: '9999-12-31' },
    },
  ],
  true,
)

/** A dimension with the side of every rule in it: its classes, or null for all of them. */
function cutDimension(
  plan: TablePlan,
  key: string,
  values: Values,
): Dimension & { readonly sides: readonly (BitSet | null)[] } {
  const columns = [...plan.columns.entries()].filter(([, column]) => dimensionKey(column) === key)
  const [first] = columns
  if (first === undefined) throw new Error('a dimension has a column')
  const domain = domainOf(
    columns.map(([, column]) => column),
    values,
  )
  const meet = onceForEach((a: ValueSet) => onceForEach((b: ValueSet) => intersect(a, b)))
  const sets = plan.rules.map(rule =>
    columns.reduce((taken, [index]) => {
      const cell = rule.sets[index] ?? null
      return cell === null ? taken : meet(taken)(cell)
    }, domain),
  )
  const { classes, classesIn } = partition(domain, sets)
  const sideOf = onceForEach((set: ValueSet): BitSet | null => (isSubset(domain, set) ? null : classesIn(set)))
  const sides = sets.map(sideOf)
  const indifferent = bitSet(sides.length)
  for (const [box, side] of sides.entries()) if (side === null) addTo(indifferent, box)
  const takers = classes.map(() => indifferent.slice())
  for (const [box, side] of sides.entries()) {
    if (side !== null) forEachMember(side, index => addTo(takers[index] ?? indifferent, box))
  }
  return {
    text: first[1].text,
    label: first[1].label,
    domain,
    classes,
    takers,
    indifferent,
    takersOf: onceForEach(takersOfSides(takers, indifferent)),
    sides,
  }
}

/** Takers of any and of all classes of a side. Wide sides hold many full words of 32 classes, whose takers are put together once. */
function takersOfSides(takers: readonly BitSet[], none: BitSet): Dimension['takersOf'] {
  const together = (classes: readonly number[]) => {
    const any = none.slice()
    const all = (takers[classes[0] ?? 0] ?? none).slice()
    for (const index of classes) {
      addAll(any, takers[index] ?? none)
      keepOnly(all, takers[index] ?? none)
    }
    return { any, all }
  }
  const ofWord = onceForEach((word: number) => together(Array.from({ length: 32 }, (_, bit) => word * 32 + bit)))
  return side => {
    const parts = [...side.entries()].flatMap(([word, bits]) => {
      if (bits === 0) return []
      return bits === 0xffffffff ? ofWord(word) : together(membersOf(Uint32Array.of(bits)).map(bit => word * 32 + bit))
    })
    const any = none.slice()
    const all = parts[0]?.all.slice() ?? new Uint32Array(none.length)
    for (const part of parts) {
      addAll(any, part.any)
      keepOnly(all, part.all)
    }
    return { any, all }
  }
}

function domainOf(columns: readonly TableColumn[], values: Values): ValueSet {
  const domain = columns.map(column => column.domain).reduce(intersect)
  if (values === 'possible') return domain
  const writable = domain.type === 'date' ? intersect(domain, WRITABLE_DATES) : domain
  return { ...writable, hasNull: columns.every(column => column.expectsNull) }
}

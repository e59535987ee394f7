// Finds values that no box covers. It walks the dimensions, keeping the boxes that still match; parts of the space in which
// the same boxes are left are walked once, and a box that takes all the rest ends the walk. The work is bounded: a table
// that is too entangled is reported as not analysed, never as clean.

import {
  type BitSet,
  bitSet,
  forEachMember,
  has,
  isEmptyBits,
  keepOnly,
  membersOf,
  sizeOf,
  takeOut,
} from '../space/bit-set.ts'
import type { Box, Space } from '../space/table-space.ts'

/** One uncovered part: per dimension the classes it takes; null means all. */
export type Region = readonly (readonly number[] | null)[]

export type Search = {
  readonly regions: readonly Region[]
  /** False when the budget ran out: there may be more. */
  readonly isComplete: boolean
  /** False when more regions exist than were asked for. */
  readonly hasAll: boolean
}

/** How often searches may still look at a class of a box. Several searches may share one, so that a table as a whole is bounded. */
export type Budget = { left: number }

/** About a second. A larger number only makes entangled tables slower to give up on. */
export const LOOKS_MAX = 20_000_000

type Options = { readonly within?: Box; readonly regionsMax: number; readonly budget: Budget }

/** Uncovered regions of `space` (or of one box of it) when only `boxes` take anything, at most `regionsMax`. */
export function uncovered(space: Space, boxes: BitSet, options: Options): Search {
  return new Walk(space, boxes, options).search()
}

/** Classes of one dimension that the same boxes take. They are listed when a region is made of them, which few are. */
type Group = { readonly boxes: readonly number[]; readonly classes: () => readonly number[] }

class Walk {
  private readonly space: Space
  private readonly boxes: BitSet
  private readonly options: Options
  private readonly dimensions: readonly number[]
  /** After `depth` dimensions these boxes ask nothing more. */
  private readonly free: readonly BitSet[]
  private readonly covered: readonly Set<string>[]
  /** Per dimension and class: the group it is in while a place is grouped, 0 in between. */
  private readonly groupOf: readonly Int32Array[]
  private readonly chosen: Group['classes'][] = []
  private readonly regions: Region[] = []
  private hasAll = true
  private isComplete = true

  constructor(space: Space, boxes: BitSet, options: Options) {
    this.space = space
    this.boxes = boxes
    this.options = options
    this.dimensions = orderOfDimensions(space, boxes)
    this.free = freeAfter(space, boxes, this.dimensions)
    this.covered = this.dimensions.map(() => new Set<string>())
    this.groupOf = space.dimensions.map(({ classes }) => new Int32Array(classes.length))
  }

  search(): Search {
    const isSomewhere = this.space.dimensions.every(({ classes }) => classes.length > 0)
    if (isSomewhere && isEmptyBits(this.free[0] ?? this.boxes)) this.walk(0, membersOf(this.boxes))
    const { regions, isComplete, hasAll } = this
    return { regions, isComplete, hasAll }
  }

  /** Whether the boxes that are left cover all that was chosen so far; what they do not goes to the regions. */
  private walk(depth: number, left: readonly number[]): boolean {
    if (left.length === 0) {
      if (this.regions.length < this.options.regionsMax) this.regions.push(this.region())
      else this.hasAll = false
      return false
    }
    const key = String.fromCharCode(...left)
    if (this.covered[depth]?.has(key)) return true
    if (this.options.budget.left <= 0) {
      this.isComplete = false
      return true
    }
    let isCovered = true
    for (const { boxes, classes } of this.groups(depth, left)) {
      if (!this.hasAll || !this.isComplete) break
      this.chosen.push(classes)
      isCovered = this.walk(depth + 1, boxes) && isCovered
      this.chosen.pop()
    }
    if (isCovered && this.isComplete && this.hasAll) this.covered[depth]?.add(key)
    return isCovered
  }

  /** Whether the box takes whatever comes after `depth` dimensions. */
  private isFree(depth: number, box: number): boolean {
    const free = this.free[depth]
    return free !== undefined && has(free, box)
  }

  /** Classes in the order of the dimension, those that no box asks for by itself last. What a box takes whatever comes after is left out. */
  private groups(depth: number, left: readonly number[]): Group[] {
    const index = this.dimensions[depth] ?? 0
    const limit = this.options.within?.sides[index] ?? null
    const groupOf = this.groupOf[index] ?? new Int32Array(0)
    const asked: number[] = []
    // None of these takes whatever comes after: it would have ended the walk before.
    const always: number[] = []
    // Group 0 holds what no box asked for. A box that takes a part of a group makes that part a group of its own.
    const made: { readonly parent: number; readonly box: number }[] = [{ parent: 0, box: 0 }]
    for (const box of left) {
      const side = this.space.boxes[box]?.sides[index] ?? null
      if (side === null) {
        always.push(box)
        continue
      }
      const parts = new Map<number, number>()
      forEachMember(side, values => {
        if (limit !== null && !has(limit, values)) return
        this.options.budget.left -= 1
        const parent = groupOf[values] ?? 0
        if (parent === 0) asked.push(values)
        let part = parts.get(parent)
        if (part === undefined) {
          part = made.push({ parent, box }) - 1
          parts.set(parent, part)
        }
        groupOf[values] = part
      })
    }
    asked.sort((a, b) => a - b)
    const classes = new Map<number, number[]>()
    for (const values of asked) {
      const group = groupOf[values] ?? 0
      const list = classes.get(group)
      if (list) list.push(values)
      else classes.set(group, [values])
      groupOf[values] = 0
    }
    const groups: Group[] = []
    for (const [group, list] of classes) {
      const boxes = [...always]
      let isCovered = false
      for (let at = group; at !== 0 && !isCovered; at = made[at]?.parent ?? 0) {
        const box = made[at]?.box ?? 0
        isCovered = this.isFree(depth + 1, box)
        boxes.push(box)
      }
      this.options.budget.left -= boxes.length
      if (!isCovered) groups.push({ boxes: boxes.sort((a, b) => a - b), classes: () => list })
    }
    const count = limit === null ? groupOf.length : sizeOf(limit)
    if (asked.length === count) return groups
    const others = () => {
      const taken = bitSet(groupOf.length, asked)
      return this.classesWithin(index).filter(values => !has(taken, values))
    }
    return [...groups, { boxes: always, classes: others }]
  }

  private region(): Region {
    return this.space.dimensions.map((dimension, index) => {
      const classes = this.chosen[this.dimensions.indexOf(index)]?.() ?? this.classesWithin(index)
      return classes.length === dimension.classes.length ? null : classes
    })
  }

  private classesWithin(index: number): number[] {
    const side = this.options.within?.sides[index] ?? null
    return side === null ? [...(this.space.dimensions[index]?.classes.keys() ?? [])] : membersOf(side)
  }
}

/** Dimensions that most boxes test come first: they thin out the boxes fastest. */
function orderOfDimensions(space: Space, boxes: BitSet): number[] {
  const tests = space.dimensions.map(({ indifferent }) => {
    const testing = boxes.slice()
    takeOut(testing, indifferent)
    return sizeOf(testing)
  })
  return [...space.dimensions.keys()].sort((a, b) => (tests[b] ?? 0) - (tests[a] ?? 0))
}

function freeAfter(space: Space, boxes: BitSet, dimensions: readonly number[]): BitSet[] {
  const free: BitSet[] = [boxes.slice()]
  for (const index of dimensions.toReversed()) {
    const before = (free[0] ?? boxes).slice()
    keepOnly(before, space.dimensions[index]?.indifferent ?? before)
    free.unshift(before)
  }
  return free
}

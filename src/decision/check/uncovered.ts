// Finds values that no box covers. It walks the dimensions, keeping the boxes that still match; parts of the space in which
// the same boxes are left are walked once, and a box that takes all the rest ends the walk. The work is bounded: a table
// that is too entangled is reported as not analysed, never as clean.

import type { Box, Space } from './space.ts'

/** One uncovered part: per dimension the classes it takes; null means all. */
export type Region = readonly (readonly number[] | null)[]

export type Search = {
  readonly regions: readonly Region[]
  /** False when the budget ran out: there may be more. */
  readonly isComplete: boolean
  /** False when more regions exist than were asked for. */
  readonly hasAll: boolean
}

/** Steps that one search may take: about a second. A larger number only makes entangled tables slower to give up on. */
const STEPS_MAX = 200_000

/** Uncovered regions of `space` (or of one box of it), at most `regionsMax`. */
export function uncovered(space: Space, boxes: readonly Box[], options: { within?: Box; regionsMax: number }): Search {
  const all = boxes.reduce((mask, box) => mask | box.bit, 0n)
  const dimensions = orderOfDimensions(space, boxes)
  // After `depth` dimensions these boxes ask nothing more.
  const free: bigint[] = Array.from({ length: dimensions.length + 1 }, () => all)
  for (const [depth, index] of [...dimensions.entries()].toReversed()) {
    free[depth] = (free[depth + 1] ?? all) & (space.dimensions[index]?.indifferent ?? 0n)
  }
  const covered = dimensions.map(() => new Set<bigint>())
  const regions: Region[] = []
  let steps = 0
  let hasAll = true
  let isComplete = true
  const chosen: (readonly number[])[] = []

  const walk = (depth: number, left: bigint): boolean => {
    if ((left & (free[depth] ?? 0n)) !== 0n) return true
    if (left === 0n) {
      if (regions.length < options.regionsMax) regions.push(regionOf(space, dimensions, chosen, options.within))
      else hasAll = false
      return false
    }
    if (covered[depth]?.has(left)) return true
    steps += 1
    if (steps > STEPS_MAX) {
      isComplete = false
      return true
    }
    const groups = new Map<bigint, number[]>()
    const index = dimensions[depth] ?? 0
    const limit = options.within?.sides[index] ?? null
    for (const [values, takers] of space.dimensions[index]?.takers.entries() ?? []) {
      if (limit !== null && !limit.has(values)) continue
      const rest = left & takers
      const group = groups.get(rest)
      if (group) group.push(values)
      else groups.set(rest, [values])
    }
    let isCovered = true
    for (const [rest, classes] of groups) {
      if (!hasAll || !isComplete) break
      chosen.push(classes)
      isCovered = walk(depth + 1, rest) && isCovered
      chosen.pop()
    }
    if (isCovered && isComplete && hasAll) covered[depth]?.add(left)
    return isCovered
  }
  walk(0, all)
  return { regions, isComplete, hasAll }
}

/** Dimensions that most boxes test come first: they thin out the boxes fastest. */
function orderOfDimensions(space: Space, boxes: readonly Box[]): number[] {
  const tests = space.dimensions.map((_, dimension) => boxes.filter(box => box.sides[dimension] !== null).length)
  return [...space.dimensions.keys()].sort((a, b) => (tests[b] ?? 0) - (tests[a] ?? 0))
}

function regionOf(
  space: Space,
  dimensions: readonly number[],
  chosen: readonly (readonly number[])[],
  within: Box | undefined,
): Region {
  return space.dimensions.map((dimension, index) => {
    const depth = dimensions.indexOf(index)
    const classes = chosen[depth] ?? [...(within?.sides[index] ?? dimension.classes.keys())]
    return classes.length === dimension.classes.length ? null : classes
  })
}

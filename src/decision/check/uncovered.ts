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
  const dimensions = orderOfDimensions(space, boxes)
  const walls = dimensions.map(dimension => {
    const count = space.dimensions[dimension]?.classes.length ?? 0
    return Array.from({ length: count }, (_, index) => maskOf(boxes, box => box.sides[dimension]?.has(index) ?? true))
  })
  // After `depth` dimensions these boxes ask nothing more.
  const free = Array.from({ length: dimensions.length + 1 }, (_, depth) =>
    maskOf(boxes, box => dimensions.slice(depth).every(dimension => box.sides[dimension] === null)),
  )
  const covered = new Set<string>()
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
    const key = `${depth}:${left}`
    if (covered.has(key)) return true
    steps += 1
    if (steps > STEPS_MAX) {
      isComplete = false
      return true
    }
    const groups = new Map<bigint, number[]>()
    const limit = options.within?.sides[dimensions[depth] ?? 0] ?? null
    for (const [index, wall] of (walls[depth] ?? []).entries()) {
      if (limit !== null && !limit.has(index)) continue
      const rest = left & wall
      groups.set(rest, [...(groups.get(rest) ?? []), index])
    }
    let isCovered = true
    for (const [rest, classes] of groups) {
      if (!hasAll || !isComplete) break
      chosen.push(classes)
      isCovered = walk(depth + 1, rest) && isCovered
      chosen.pop()
    }
    if (isCovered && isComplete && hasAll) covered.add(key)
    return isCovered
  }
  walk(
    0,
    maskOf(boxes, () => true),
  )
  return { regions, isComplete, hasAll }
}

/** Dimensions that most boxes test come first: they thin out the boxes fastest. */
function orderOfDimensions(space: Space, boxes: readonly Box[]): number[] {
  const tests = space.dimensions.map((_, dimension) => boxes.filter(box => box.sides[dimension] !== null).length)
  return [...space.dimensions.keys()].sort((a, b) => (tests[b] ?? 0) - (tests[a] ?? 0))
}

function maskOf(boxes: readonly Box[], has: (box: Box) => boolean): bigint {
  let mask = 0n
  for (const [index, box] of boxes.entries()) if (has(box)) mask |= 1n << BigInt(index)
  return mask
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

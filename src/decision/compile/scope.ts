// The names an expression may use, and what they stand for.

import { DecisionFault, type Place } from '../decision-fault.ts'
import { type NameMatcher, nameMatcher } from '../sfeel/tokens.ts'
import type { Value } from './value.ts'

export type Scope = {
  readonly lookup: (name: string) => Value | undefined
  /** What can be looked up, for suggestions. */
  readonly names: readonly string[]
  readonly matchName: NameMatcher
  /** The value of `?` inside a unary test. */
  readonly question?: Value
}

/** A scope of named values; `extraNames` are components that may follow a dot. */
export function scopeOf(values: ReadonlyMap<string, Value>, extraNames: Iterable<string> = []): Scope {
  const names = [...values.keys()]
  return { lookup: name => values.get(name), names, matchName: nameMatcher([...names, ...extraNames]) }
}

/** Runs `work` and tells a fault that knows no file yet where it happened. The innermost place says most, so it wins. */
export function at<T>(place: Place, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof DecisionFault && (error.place.file === undefined || error.place.decision === undefined))
      throw error.within(place)
    throw error
  }
}

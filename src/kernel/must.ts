// A defect is our own mistake, never the world's or the borrower's: it is thrown here and handled nowhere.

export class Defect extends Error {
  override name = 'Defect'
}

/** Returns `value` when it is neither null nor undefined; throws `Defect` with `why` otherwise. */
export function must<T>(value: T | null | undefined, why: string): T {
  if (value === null || value === undefined) throw new Defect(why)
  return value
}

/** Throws `Defect` unless `condition` holds. */
export function mustHold(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Defect(why)
}

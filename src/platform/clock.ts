// The only place that reads the system clock or sets a timer. Everything else takes a `Clock`, so tests can travel in time.
// No business date is ever taken from here: it is always given.

export type Clock = {
  /** The instant now, ISO 8601 in UTC with milliseconds. */
  readonly now: () => string
  /** Milliseconds from an arbitrary start that never run backwards; for measuring. */
  readonly elapsedMs: () => number
  readonly sleep: (ms: number) => Promise<void>
}

export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  elapsedMs: () => performance.now(),
  sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
}

/** The instant so many seconds after 1970 began, as `Clock.now` writes it; null for one that no four digits of a year can name. */
export function instantAt(seconds: number): string | null {
  const isInYears = Number.isSafeInteger(seconds) && seconds >= 0 && seconds < Date.UTC(10_000, 0) / 1_000
  return isInYears ? new Date(seconds * 1_000).toISOString() : null
}

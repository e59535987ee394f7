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

// The program's own log: one JSON line an event on standard error, ids but never personal data, never secrets.
// A log line is not evidence and evidence is not a log.

import type { Clock } from './clock.ts'

export type LogCategory = 'database' | 'evidence' | 'import' | 'night' | 'web' | 'command'
export type Log = (
  category: LogCategory,
  event: string,
  fields?: Readonly<Record<string, string | number | boolean>>,
) => void

/** A log that writes to `stream`; fields are printed as they are, so callers pass counts, ids and codes only. */
export function jsonLog(clock: Clock, stream: { write: (text: string) => unknown }): Log {
  return (category, event, fields = {}) => {
    stream.write(`${JSON.stringify({ at: clock.now(), category, event, ...fields })}\n`)
  }
}

export const silentLog: Log = () => undefined

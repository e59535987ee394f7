// Keeps the log beside whatever else a program does. What passes by itself is tried again; what a person must look at stops the log, not the program:
// entries go on being recorded, and wait.

import { Fault } from '../../kernel/index.ts'
import { connectionFault, type Database, type Log } from '../../platform/index.ts'
import { keepAnchors } from '../anchors/keep-anchors.ts'
import { type KeepOptions, keepLog } from './keep-log.ts'

/** What keeps the log from growing. */
export type LogTrouble = { readonly code: string; readonly message: string }

export type LogKeeper = {
  /** Null while the log grows. */
  readonly trouble: () => LogTrouble | null
  /** Takes in and signs what waits, then ends. */
  readonly stop: () => Promise<void>
}

const RETRY_EVERY_MS = 5_000

export function startLogKeeper(
  db: Database,
  options: Omit<KeepOptions, 'stopping' | 'onKept' | 'onIndexFailure'> & { readonly log: Log },
): LogKeeper {
  const stopping = new AbortController()
  const stopped = new Promise<void>(resolve => stopping.signal.addEventListener('abort', () => resolve()))
  let trouble: LogTrouble | null = null
  const onKept = () => {
    trouble = null
  }
  const onIndexFailure = (error: unknown) =>
    options.log('evidence', 'the index of the day was not made', troubleOf(connectionFault(error)))
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await keepLog(db, { ...options, stopping: stopping.signal, onKept, onIndexFailure })
      } catch (error) {
        const fault = connectionFault(error)
        const found = troubleOf(fault)
        if (trouble?.code !== found.code) options.log('evidence', 'the log stands still', found)
        trouble = found
        // Only what a person must mend ends it; everything else may be gone the next time.
        if (fault instanceof Fault && !fault.retryable) return
        await Promise.race([options.clock.sleep(RETRY_EVERY_MS), stopped])
      }
    }
  }
  const running = Promise.all([
    run(),
    keepAnchors(db, options.anchors ?? [], { clock: options.clock, stopping: stopping.signal }),
  ])
  return {
    trouble: () => trouble,
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

function troubleOf(error: unknown): LogTrouble {
  return error instanceof Fault
    ? { code: error.code, message: error.message }
    : { code: 'evidence.defect', message: String(error) }
}

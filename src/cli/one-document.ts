// Standard output of one command under --json: exactly one JSON document, whatever happens. What the command writes is kept until it has
// ended, so that a fault on the way out takes the place of the answer instead of following it.

import type { DecisionFault } from '../decision/index.ts'
import { Defect, Fault } from '../kernel/index.ts'
import type { ExitCode } from './command.ts'

type Stream = { readonly write: (text: string) => unknown }

/** What `--json` prints when a command is refused or fails; the same keys for every command. */
export type ErrorDocument = {
  readonly error: {
    /** `module.condition`; 'cli.usage' for a wrong command line, 'curebook.defect' for what should not happen. */
    readonly code: string
    readonly message: string
    /** Where in a DMN file the reason stands, as far as it is known. */
    readonly place?: DecisionFault['place']
  }
}

export type OneDocument = {
  readonly stdout: Stream
  /** The command ended by itself. Throws `Defect` when it ends with 1 and its document does not say why. */
  readonly end: (exit: ExitCode) => void
  /** The command ended by a fault. */
  readonly fail: (error: unknown) => void
}

/** `isHeld` false is for commands that stay up: their document is written at once. */
export function oneDocument(out: Stream, { isHeld }: { readonly isHeld: boolean }): OneDocument {
  let held = ''
  let isWritten = false
  const write = (text: string) => {
    isWritten = true
    out.write(text)
  }
  return {
    stdout: {
      write: text => {
        if (isHeld) held += text
        else write(text)
      },
    },
    end: exit => {
      if (isHeld && exit !== 0 && !saysWhy(held)) throw new Defect(`exit code ${exit} without an error in the document`)
      if (isHeld) write(held)
    },
    fail: error => {
      if (!isWritten) write(`${JSON.stringify(errorDocument(error))}\n`)
    },
  }
}

export function errorDocument(error: unknown): ErrorDocument {
  const code = error instanceof Fault ? error.code : 'curebook.defect'
  const message = error instanceof Error ? error.message : String(error)
  return { error: { code, message, ...(isPlaced(error) ? { place: error.place } : {}) } }
}

function saysWhy(text: string): boolean {
  const document: unknown = JSON.parse(text)
  return typeof document === 'object' && document !== null && 'error' in document
}

/** By its shape: loading the decision module for its class would cost every command more than the rest of its start. */
function isPlaced(error: unknown): error is DecisionFault {
  return error instanceof Fault && 'place' in error
}

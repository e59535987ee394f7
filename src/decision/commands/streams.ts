// What the commands need of their surroundings, and how they say no.

import { readFileSync } from 'node:fs'
import { Fault } from '../../kernel/index.ts'
import { DecisionFault } from '../decision-fault.ts'
import type { DmnModel } from '../dmn/model.ts'
import { readDmn } from '../dmn/read-dmn.ts'

export type Stream = { readonly write: (text: string) => unknown }

/** Answers go to `stdout` (one JSON document with --json), reasons to `stderr`. */
export type Streams = { readonly stdout: Stream; readonly stderr: Stream }

/** 0 done, 1 refused or failed with a reason. */
export type CommandExit = 0 | 1

export function readDmnFile(path: string): DmnModel {
  return readDmn(decode(readFile(path), path), { file: path })
}

export function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : String(error)
    throw new Fault('decision.file', `${path}: ${reason}`, { cause: error })
  }
}

/** The text of an XML file in the encoding it declares. */
function decode(bytes: Uint8Array, path: string): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const declared = /^<\?xml[^>]*encoding=["']([\w.:-]+)["']/.exec(start)?.[1]
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : (declared ?? 'utf-8')
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new DecisionFault('decision.xml', `the file is not in the encoding '${encoding}'`, { file: path })
  }
}

/** Runs a command; a fault is printed as its sentence and ends with exit code 1. */
export async function orReason(streams: Streams, work: () => Promise<CommandExit> | CommandExit): Promise<CommandExit> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Fault) || !error.code.startsWith('decision.')) throw error
    streams.stderr.write(`${error.message}\n`)
    return 1
  }
}

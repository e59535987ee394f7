// What the commands need of their surroundings. They say no by throwing a `Fault`, which the command line prints; only what is known in
// part (findings, some decisions of a file) is printed here and ends with exit code 1.

import { readFileSync } from 'node:fs'
import { Fault } from '../../kernel/index.ts'
import { DecisionFault } from '../decision-fault.ts'
import type { DmnModel } from '../dmn/model.ts'
import { readDmn } from '../dmn/read-dmn.ts'

export type Stream = { readonly write: (text: string) => unknown }

/** Answers go to `stdout` (one JSON document with --json, with an `error` when the exit code is 1), remarks to `stderr`. */
export type Streams = { readonly stdout: Stream; readonly stderr: Stream }

/** 0 done, 1 refused or failed with a reason. */
export type CommandExit = 0 | 1

/** Throws `Fault` 'decision.file', `DecisionFault`. */
export function readDmnFile(path: string): DmnModel {
  return readDmn(readDmnText(path), { file: path })
}

/** The text of a DMN file, whatever encoding it is in. Throws `Fault` 'decision.file', `DecisionFault`. */
export function readDmnText(path: string): string {
  return decode(readFile(path), path)
}

/** Throws `Fault` 'decision.file'. */
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

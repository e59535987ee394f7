// What the commands need of their surroundings. They say no by throwing a `Fault`, which the command line prints; only what is known in
// part (findings, some decisions of a file) is printed here and ends with exit code 1.

import { readFileSync } from 'node:fs'
import { Fault } from '../../kernel/index.ts'
import { DecisionFault } from '../decision-fault.ts'
import type { DmnModel } from '../dmn/model.ts'
import { notDmn, readDmn } from '../dmn/read-dmn.ts'

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
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = REASONS[code] ?? String(error)
    throw new Fault('decision.file', `${path}: ${reason}`, { cause: error })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder, where a file is expected',
  EACCES: 'it may not be read',
}

/** What people take for a table, by its first bytes. */
const SIGNATURES: Readonly<Record<string, string>> = {
  '%PDF-': 'a PDF document',
  'PK\u0003\u0004': 'a ZIP archive (as spreadsheets and text documents are)',
  '\u001f\u008b': 'a gzip archive',
  '\u0089PNG': 'a picture',
  '\u00d0\u00cf\u0011\u00e0': 'an old office document',
}

/** The text of an XML file in the encoding it declares. */
function decode(bytes: Uint8Array, path: string): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const other = Object.entries(SIGNATURES).find(([signature]) => start.startsWith(signature))?.[1]
  if (other !== undefined) throw notDmn(other, path)
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
    if (start.includes('\0')) throw notDmn('binary content', path)
    throw new DecisionFault('decision.xml', `the file is not in the encoding '${encoding}'`, { file: path })
  }
}

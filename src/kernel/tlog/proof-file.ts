// A proof that one leaf is in a log, as a text file of its own (C2SP tlog-proof@v1): index, path, and the signed checkpoint that the path leads to.

import { fromBase64, toBase64 } from './base64.ts'
import { fromUtf8, utf8 } from './signed-note.ts'
import { HASH_BYTES } from './tree-hasher.ts'

const HEADER = 'c2sp.org/tlog-proof@v1'
/** A path is never longer than the bits of an index. */
const PATH_MAX = 63

export type LogProof = {
  readonly index: number
  /** Siblings from the leaf up. */
  readonly path: readonly Uint8Array[]
  /** The signed checkpoint, byte for byte. */
  readonly checkpoint: Uint8Array
}

export function printProof({ index, path, checkpoint }: LogProof): Uint8Array {
  const siblings = path.map(hash => `${toBase64(hash)}\n`).join('')
  return utf8(`${HEADER}\nindex ${index}\n${siblings}\n${fromUtf8(checkpoint) ?? ''}`)
}

/** Null for anything that is not written exactly so. The optional `extra` line proves nothing and is refused. */
export function parseProof(bytes: Uint8Array): LogProof | null {
  const text = fromUtf8(bytes)
  const end = text?.indexOf('\n\n') ?? -1
  if (text === null || end < 0) return null
  const [header, second = '', ...siblings] = text.slice(0, end).split('\n')
  const digits = /^index (0|[1-9][0-9]*)$/.exec(second)?.[1]
  const path = siblings.map(fromBase64)
  if (header !== HEADER || digits === undefined || !Number.isSafeInteger(Number(digits)) || path.length > PATH_MAX)
    return null
  if (!path.every(hash => hash?.length === HASH_BYTES)) return null
  return { index: Number(digits), path: path.flatMap(hash => hash ?? []), checkpoint: utf8(text.slice(end + 2)) }
}

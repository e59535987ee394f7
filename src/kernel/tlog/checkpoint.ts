// A checkpoint (C2SP tlog-checkpoint): origin, size and root of a log in a signed note; and the witnesses' signatures on it (C2SP tlog-cosignature).

import { fromBase64, toBase64 } from './base64.ts'
import {
  COSIGNATURE_ED25519,
  concat,
  type NoteKey,
  parseNote,
  type SignedNote,
  signaturesOf,
  utf8,
  type VerifyEd25519,
} from './signed-note.ts'
import { HASH_BYTES } from './tree-hasher.ts'

export type Checkpoint = {
  /** Name of the log: an address without scheme, no spaces, no plus. */
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

/** The three lines that are signed. No line more: what nobody can check has no place there. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/** Null for anything else than exactly three such lines. */
export function parseCheckpointText(text: string): Checkpoint | null {
  const [, origin, digits, encoded = ''] = /^([^\n]+)\n(0|[1-9][0-9]*)\n([^\n]+)\n$/.exec(text) ?? []
  const root = fromBase64(encoded)
  if (origin === undefined || !Number.isSafeInteger(Number(digits)) || root?.length !== HASH_BYTES) return null
  return { origin, size: Number(digits), root }
}

export type OpenedCheckpoint = { readonly checkpoint: Checkpoint; readonly note: SignedNote }

/** Opens a checkpoint that the log's key signed. Returns a sentence when it is none: no checkpoint, another log's, or not signed with this key. */
export function openCheckpoint(bytes: Uint8Array, key: NoteKey, verify: VerifyEd25519): OpenedCheckpoint | string {
  const note = parseNote(bytes)
  const checkpoint = note && parseCheckpointText(note.text)
  if (!note || !checkpoint) return 'it is not a checkpoint: origin, size and root, an empty line, signatures'
  if (checkpoint.origin !== key.name) return `it is of the log '${checkpoint.origin}', not of '${key.name}'`
  const signatures = signaturesOf(note, key)
  if (signatures.length === 0) return `it is not signed with the key of '${key.name}'`
  const message = utf8(note.text)
  if (!signatures.every(({ signature }) => verify(key.publicKey, message, signature)))
    return `its signature by '${key.name}' is not over this text`
  return { checkpoint, note }
}

const TIME_BYTES = 8

/** What a witness signs: that at this time (seconds since 1970) this was the largest consistent tree that it had seen of the log. */
export function cosignatureMessage(text: string, seconds: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${seconds}\n${text}`)
}

export function cosignatureBytes(seconds: number, signature: Uint8Array): Uint8Array {
  const time = new Uint8Array(TIME_BYTES)
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds))
  return concat(time, signature)
}

/** Seconds since 1970 at which the witness cosigned the note; null when it did not, or when a signature of its key is not over this text. */
export function cosignedAt(note: SignedNote, witness: NoteKey, verify: VerifyEd25519): number | null {
  const times = signaturesOf(note, witness).map(({ signature }) => {
    if (witness.kind !== COSIGNATURE_ED25519 || signature.length !== TIME_BYTES + 64) return null
    const seconds = Number(new DataView(signature.buffer, signature.byteOffset, TIME_BYTES).getBigUint64(0))
    const message = cosignatureMessage(note.text, seconds)
    return verify(witness.publicKey, message, signature.subarray(TIME_BYTES)) ? seconds : null
  })
  return times.length === 0
    ? null
    : times.reduce((last, time) => (last === null || time === null ? null : Math.max(last, time)))
}

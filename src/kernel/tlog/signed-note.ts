// Signed notes (C2SP signed-note): a text, an empty line, and signature lines that name their key. Whoever opens a note ignores keys that it does not
// know, and refuses the whole note when a key that it knows did not sign it.

import { fromBase64, toBase64, toHex } from './base64.ts'
import { type Sha256, sameBytes } from './tree-hasher.ts'

/** Kinds of key, by the byte that the registry of C2SP gives them. */
export const ED25519 = 0x01
/** A witness's key: it signs a time and a checkpoint (C2SP tlog-cosignature). */
export const COSIGNATURE_ED25519 = 0x04

const KEY_BYTES = 32
const KEY_ID_BYTES = 4

export type NoteKey = {
  readonly name: string
  readonly id: Uint8Array
  readonly kind: typeof ED25519 | typeof COSIGNATURE_ED25519
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array
}

export type NoteSignature = { readonly name: string; readonly id: Uint8Array; readonly signature: Uint8Array }

export type SignedNote = {
  /** Signed text with its last line feed. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** Whether `signature` over `message` was made with the raw Ed25519 public key. */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean

/** Key ID = the first 4 bytes of SHA-256(name ‖ 0x0A ‖ kind ‖ public key). */
export function noteKey(sha256: Sha256, name: string, publicKey: Uint8Array, kind: NoteKey['kind'] = ED25519): NoteKey {
  if (!isKeyName(name)) throw new RangeError(`'${name}' is no name of a key: not empty, no spaces, no plus`)
  if (publicKey.length !== KEY_BYTES) throw new RangeError(`an Ed25519 public key has ${KEY_BYTES} bytes`)
  const bytes = concat(utf8(`${name}\n`), Uint8Array.of(kind), publicKey)
  return { name, id: sha256(bytes).slice(0, KEY_ID_BYTES), kind, publicKey }
}

/** The one-line form that keys are published in: `name+hex key ID+base64(kind ‖ public key)`. */
export function printVerifierKey({ name, id, kind, publicKey }: NoteKey): string {
  return `${name}+${toHex(id)}+${toBase64(concat(Uint8Array.of(kind), publicKey))}`
}

/** Null when the text (without a line feed) is no such key, or its key ID does not belong to it. */
export function parseVerifierKey(sha256: Sha256, text: string): NoteKey | null {
  const [, name = '', id, encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  const bytes = fromBase64(encoded)
  const kind = bytes?.[0]
  if (!bytes || bytes.length !== 1 + KEY_BYTES || (kind !== ED25519 && kind !== COSIGNATURE_ED25519)) return null
  const key = noteKey(sha256, name, bytes.subarray(1), kind)
  return toHex(key.id) === id ? key : null
}

export function printSignatureLine({ name, id, signature }: NoteSignature): string {
  return `— ${name} ${toBase64(concat(id, signature))}\n`
}

/** Null unless the line is written exactly so; with its line feed. */
export function parseSignatureLine(line: string): NoteSignature | null {
  const [, name, encoded = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)\n$/.exec(line) ?? []
  const bytes = fromBase64(encoded)
  if (name === undefined || !bytes || bytes.length <= KEY_ID_BYTES) return null
  return { name, id: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) }
}

export function printNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(printSignatureLine).join('')}`
}

/** More than any log needs: the specification asks readers for at least 16. */
const SIGNATURES_MAX = 100

/** Null when the bytes are no signed note: not UTF-8, control characters, no empty line before the signatures, a line that is no signature. */
export function parseNote(bytes: Uint8Array): SignedNote | null {
  const whole = fromUtf8(bytes)
  if (whole === null || !whole.endsWith('\n') || Array.from(whole).some(isControl)) return null
  const end = whole.lastIndexOf('\n\n')
  if (end < 0) return null
  const lines = whole.slice(end + 2).match(/.*\n/g) ?? []
  const signatures = lines.flatMap(line => parseSignatureLine(line) ?? [])
  if (signatures.length === 0 || signatures.length !== lines.length || lines.length > SIGNATURES_MAX) return null
  return { text: whole.slice(0, end + 1), signatures }
}

/** Signatures of the note that claim to be of this key. */
export function signaturesOf(note: SignedNote, key: NoteKey): readonly NoteSignature[] {
  return note.signatures.filter(({ name, id }) => name === key.name && sameBytes(id, key.id))
}

const ENCODER = new TextEncoder()
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function utf8(text: string): Uint8Array {
  return ENCODER.encode(text)
}

export function fromUtf8(bytes: Uint8Array): string | null {
  try {
    return DECODER.decode(bytes)
  } catch {
    return null
  }
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function isControl(character: string): boolean {
  return character < ' ' && character !== '\n'
}

function isKeyName(name: string): boolean {
  return name !== '' && !/[\s+]/u.test(name)
}

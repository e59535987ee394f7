// What Curebook writes into a leaf of the log: who did what when to which dossier, in commitments only. Nothing personal stands in a leaf, so nothing of it
// ever has to be erased. The bytes are made once, by the sequencer, and from then on only read.

import { canonicalBytes } from './canonical.ts'
import * as tlog from './tlog/index.ts'

export type EntryLeaf = {
  /** The dossier: 16 random bytes, base64url. Whose it is stands outside the log. */
  readonly did: string
  /** Place in the dossier, from 0 without gaps. */
  readonly seq: number
  /** Leaf hash of the entry before it in the dossier, base64url; empty for the first. */
  readonly prev: string
  readonly type: string
  /** UTC with milliseconds, `2026-11-22T00:00:01.000Z`. */
  readonly t: string
  /** A pseudonym. */
  readonly actor: string
  /** HMAC-SHA-256 over the payload, keyed with its salt, base64url. */
  readonly c: string
  /** Commitments to attachments, base64url: as `c`, over the SHA-256 of the file, so that a large one need not be held in memory. */
  readonly files: readonly string[]
  /** Rows that the entry vouches for: how many, and the root (RFC 6962) of the tree over them, base64url. */
  readonly rows?: { readonly count: number; readonly root: string }
}

const VERSION = 1
export const SALT_BYTES = 32
const DID_BYTES = 16

export type HmacSha256 = (key: Uint8Array, message: Uint8Array) => Uint8Array

/** The commitment `c`. The salt must have 32 bytes: HMAC fills shorter keys up, so that two salts would open to the same value. */
export function commitment(hmac: HmacSha256, salt: Uint8Array, payload: Uint8Array): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes, not ${salt.length}`)
  return hmac(salt, payload)
}

export function printLeaf(leaf: EntryLeaf): Uint8Array {
  return canonicalBytes({ v: VERSION, ...leaf, files: [...leaf.files], rows: leaf.rows && { ...leaf.rows } })
}

/** Reads a leaf, or says in a sentence why the bytes are none. */
export function parseLeaf(bytes: Uint8Array): EntryLeaf | string {
  const text = tlog.fromUtf8(bytes) ?? ''
  const [, actor = '', c = '', did = '', prev = '', seq, t = '', type = ''] = PLAIN.exec(text) ?? []
  if (seq !== undefined && (seq === '0') === (prev === ''))
    return { did, seq: Number(seq), prev, type, t, actor, c, files: [] }
  return parseAnyLeaf(text)
}

/** A leaf without files and rows, as almost all are, in one look: a log of millions is checked by it. */
const PLAIN =
  /^\{"actor":"([^"\\]+)","c":"([\w-]{42}[AEIMQUYcgkosw048])","did":"([\w-]{21}[AQgw])","files":\[\],"prev":"((?:[\w-]{42}[AEIMQUYcgkosw048])?)","seq":(0|[1-9]\d{0,14}),"t":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)","type":"([a-z][a-z_]*(?:\.[a-z_]+)+)","v":1\}$/

function parseAnyLeaf(text: string): EntryLeaf | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'it is not JSON'
  }
  if (typeof value !== 'object' || value === null) return 'it is not a JSON object'
  const { v, did, seq, prev, type, t, actor, c, files, rows } = value as Readonly<Record<string, unknown>>
  if (v !== VERSION) return `its version is ${JSON.stringify(v)}, and this program reads version ${VERSION}`
  if (!isBytes(did, DID_BYTES)) return 'did is not 16 bytes in base64url'
  if (!isCount(seq)) return 'seq is not a whole number'
  if (seq === 0 ? prev !== '' : !isBytes(prev, tlog.HASH_BYTES))
    return seq === 0 ? 'prev of the first entry is not empty' : 'prev is not a hash'
  if (typeof type !== 'string' || !/^[a-z][a-z_]*(\.[a-z_]+)+$/.test(type)) return 'type is not two words with a point'
  if (typeof t !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(t))
    return 't is not a time in UTC with milliseconds'
  if (typeof actor !== 'string' || actor === '') return 'actor is missing'
  if (!isBytes(c, tlog.HASH_BYTES)) return 'c is not a commitment'
  if (!Array.isArray(files) || !files.every(file => isBytes(file, tlog.HASH_BYTES))) return 'files are not commitments'
  const leaf = { did, seq, prev: seq === 0 ? '' : String(prev), type, t, actor, c, files }
  if (rows === undefined) return leaf
  const { count, root } = rows as Readonly<Record<string, unknown>>
  return isCount(count) && isBytes(root, tlog.HASH_BYTES)
    ? { ...leaf, rows: { count, root } }
    : 'rows are not a count and a root'
}

/** By the text alone: decoding every field of every leaf would cost more than hashing it. The last character has no spare bits. */
const BYTES: Readonly<Record<number, RegExp>> = {
  [DID_BYTES]: /^[\w-]{21}[AQgw]$/,
  [tlog.HASH_BYTES]: /^[\w-]{42}[AEIMQUYcgkosw048]$/,
}

function isBytes(value: unknown, length: number): value is string {
  return typeof value === 'string' && BYTES[length]?.test(value) === true
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

// The place of encrypted chunks: recordings and documents. An object is written once and never altered, so whoever holds its hash can read it
// anywhere. What the bytes are, and whether they are still those that were put, is the caller's to know: the caller has their hash, a store has not.

import { Fault, mustHold } from '../../kernel/index.ts'
import type { Looked } from '../check.ts'

/**
 * A folder or a bucket. Every method throws a `Fault`: 'platform.object_store_unreachable' (retryable: no answer, or the store says later),
 * '…_refused' (credentials, rights, no such bucket), '…_full' or '…_broken' (an answer that makes no sense). A key or size that
 * breaks the rules below is a defect of the caller.
 */
export type ObjectStore = {
  /** Where it is, for people and logs; holds no secret. */
  readonly place: string
  /**
   * Resolves when the object survives a loss of power. The same bytes again change nothing. Other bytes under a key that is there are never
   * written: `Fault` 'platform.object_taken'.
   */
  readonly put: (key: string, bytes: Uint8Array) => Promise<void>
  /** The bytes as the store has them, or null: nothing was put there. */
  readonly get: (key: string) => Promise<Uint8Array | null>
  /** Whether it was there. Once it resolves it is gone for good, also after a loss of power. */
  readonly delete: (key: string) => Promise<boolean>
  /** The keys under a prefix ('' or whole segments with a '/' at the end), in the order of their characters. */
  readonly list: (prefix: string) => AsyncIterable<string>
  /** What `db doctor` should say of it. Writes nothing. */
  readonly check: () => Promise<Looked>
}

/**
 * Callers cut what they store into chunks of 1 to 8 MiB: an object is held whole in memory, sent again whole when a connection breaks, and is
 * below the size from which S3 wants several parts. The 1,024 bytes more are for the envelope of the encryption.
 */
export const OBJECT_BYTES_MAX = 8 * 1024 ** 2 + 1024

/** S3 takes 1,024 bytes; the rest is left to the prefix of the bucket and to the folder that the keys are in. */
const KEY_LENGTH_MAX = 512

/**
 * Lower case, because some file systems hold 'A' and 'a' for one name. No dot: so no '..', and the ending that a folder gives to its files can
 * be no part of a key. Nothing that an address or an XML document would have to escape.
 */
const SEGMENT = '[a-z0-9][a-z0-9_-]{0,127}'
const KEY = new RegExp(`^${SEGMENT}(/${SEGMENT})*$`)
const PREFIX = new RegExp(`^(${SEGMENT}/)*$`)

/** True for what may be a key: segments of a-z, 0-9, '_' and '-', beginning with a letter or digit, parted by '/'. */
export function isObjectKey(text: string): boolean {
  return text.length <= KEY_LENGTH_MAX && KEY.test(text)
}

/** Throws `Defect`: keys are made by code, never typed. */
export function mustBeKey(key: string): void {
  mustHold(isObjectKey(key), `${JSON.stringify(key)} is no key of an object`)
}

/** Throws `Defect` unless it is '' or ends a segment with '/': half a segment would find other people's objects. */
export function mustBePrefix(prefix: string): void {
  const isPrefix = prefix.length <= KEY_LENGTH_MAX && PREFIX.test(prefix)
  mustHold(isPrefix, `${JSON.stringify(prefix)} is no prefix of objects`)
}

/** Throws `Defect`. No bytes at all are no object: that is what a file looks like whose content was lost. */
export function mustFit(key: string, bytes: Uint8Array): void {
  const fits = bytes.length > 0 && bytes.length <= OBJECT_BYTES_MAX
  mustHold(fits, `object ${key} has ${bytes.length} bytes; 1 to ${OBJECT_BYTES_MAX} fit`)
}

/** What is stored under the key is compared with what should have been. Throws `Fault` 'platform.object_taken' when it differs. */
export function mustBeSame(place: string, key: string, stored: Uint8Array, bytes: Uint8Array): void {
  if (Buffer.compare(stored, bytes) === 0) return
  const message = `Object ${key} is in ${place} already, with other content (${stored.length} bytes there, ${bytes.length} new).`
  throw new Fault('platform.object_taken', `${message} Nothing was written.`)
}

/** What is wrong with a store. The code says who can do something about it. */
export type StoreTrouble = 'unreachable' | 'refused' | 'full' | 'broken'

/** `sentence` names the object and the place; a secret never stands in it, and no `cause` may hold one. */
export function storeFault(trouble: StoreTrouble, sentence: string, cause?: unknown): Fault {
  // room can be made while a job waits, and an outage ends; rights and nonsense stay until somebody acts
  const retryable = trouble === 'unreachable' || trouble === 'full'
  return new Fault(`platform.object_store_${trouble}`, sentence, { retryable, cause })
}

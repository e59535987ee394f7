// Published files, and ways to tamper with them.

import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { rawEd25519, sha256 } from '../../src/evidence/node-crypto.ts'
import { must, tlog } from '../../src/kernel/index.ts'

/** Runs the work while a file is another, and puts it back. */
export function withFile<T>(path: string, change: (bytes: Buffer) => Uint8Array, work: () => T): T {
  const whole = readFileSync(path)
  const changed = change(Buffer.from(whole))
  must(whole.equals(changed) ? null : changed, 'a change changes something')
  writeFileSync(path, changed)
  try {
    return work()
  } finally {
    writeFileSync(path, whole)
  }
}

/** Turns one bit of the byte at a part of the length. */
export function turned(bytes: Buffer, part: number): Buffer {
  const at = Math.floor(bytes.length * part)
  bytes[at] = (bytes[at] ?? 0) ^ 0x10
  return bytes
}

/** Another text of as many bytes in the place of the first one. */
export function replaced(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1')
}

/** The base64 text of other bytes: a bit of the last character may mean nothing, and some readers do not look at it. */
export function otherBase64(text: string): string {
  const bytes = Buffer.from(text, 'base64')
  return turned(bytes, 0.7).toString('base64')
}

/** The published key of somebody else who gave his log the same name. */
export function foreignKey(name: string): string {
  const key = tlog.noteKey(sha256, name, rawEd25519(generateKeyPairSync('ed25519').publicKey))
  return `${tlog.printVerifierKey(key)}\n`
}

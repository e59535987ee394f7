// The key of the account that pays for the transactions. It is read for every attempt, so that one that was put right needs no restart.

import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { Fault } from '../../../kernel/index.ts'

/** 32 bytes in hexadecimal from a file that only its owner may read. Throws `Fault` that names the file and never repeats what stands in it. */
export function readAccountKey(name: string, keyFile: string): `0x${string}` {
  const { text, mode } = read(name, keyFile)
  if ((mode & 0o077) !== 0)
    throw new Fault(
      'evidence.anchor_key_open',
      `${keyFile}, the key of ${name}, may be read by others: whoever has it spends the account's money. \`chmod 600\` it, or use a new key.`,
    )
  const [, digits] = /^(?:0x)?([0-9a-fA-F]{64})$/.exec(text.trim()) ?? []
  if (digits === undefined)
    throw new Fault(
      'evidence.anchor_key_damaged',
      `${keyFile}, the key of ${name}, does not hold 64 hexadecimal digits.`,
    )
  return `0x${digits}`
}

function read(name: string, keyFile: string): { readonly text: string; readonly mode: number } {
  try {
    const file = openSync(keyFile, 'r')
    try {
      return { mode: fstatSync(file).mode, text: readFileSync(file, 'utf8') }
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    throw new Fault('evidence.anchor_key_unreadable', `${keyFile}, the key of ${name}, cannot be read.`, { cause })
  }
}

// What was signed for a chain, remembered in a file before it is sent: after a crash the same bytes are sent again, and the same bytes with the same number
// (nonce) are one transaction for the chain, however often it is told. In the home and not in the database, because a database that is put back must not
// forget what may still be under way.

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../../kernel/index.ts'
import { writeDurably } from '../../../platform/index.ts'

const HEX = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]*$/)])

const SENT = z.strictObject({
  chainId: z.number().int(),
  /** The account that pays. */
  from: HEX,
  nonce: z.number().int(),
  /** All with this nonce, so the chain takes one of them at most. A later one offers more, and attests what was the newest checkpoint then. */
  transactions: z.array(z.strictObject({ raw: HEX, hash: HEX, text: z.string() })).min(1),
})

export type Sent = z.infer<typeof SENT>

export function sentPath(home: string, name: string): string {
  return join(home, 'anchors', `${name}.json`)
}

/** Null when nothing was ever sent. Throws `Fault` 'evidence.anchor_memory_damaged'. */
export function readSent(path: string): Sent | null {
  if (!existsSync(path)) return null
  try {
    return SENT.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new Fault(
      'evidence.anchor_memory_damaged',
      `${path}, which remembers the transaction sent last, cannot be read. Remove it; at worst one checkpoint is paid for twice.`,
      { cause },
    )
  }
}

export function rememberSent(path: string, sent: Sent): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeDurably(path, `${JSON.stringify(sent)}\n`)
}

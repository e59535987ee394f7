// What the lender could make who wrote his log anew: a checkpoint that his own key signed, of a tree that is not in the database.

import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { SignedCheckpoint } from '../../../src/evidence/index.ts'
import { logKeyPath } from '../../../src/evidence/log/log-key.ts'
import { tlog } from '../../../src/kernel/index.ts'

export function anotherTree(home: string, { name, id }: tlog.NoteKey, size: number): SignedCheckpoint {
  const root = Buffer.alloc(tlog.HASH_BYTES, 7)
  const text = tlog.checkpointText({ origin: name, size, root })
  const signature = sign(null, tlog.utf8(text), createPrivateKey(readFileSync(logKeyPath(home))))
  const note = tlog.utf8(tlog.printNote({ text, signatures: [{ name, id, signature }] }))
  return { origin: name, size, root, note }
}

// What a witness gave, checked before it is kept: a line by its key, over our checkpoint. Behind the note, the line makes the cosigned checkpoint.

import { tlog } from '../../../kernel/index.ts'
import { instantAt } from '../../../platform/index.ts'
import { verifyEd25519 } from '../../node-crypto.ts'

export type Cosigned = {
  /** The lines of this witness, byte for byte. */
  readonly lines: Uint8Array
  /** ISO 8601 in UTC. */
  readonly at: string
}

/** What holds of the answer, or a sentence why nothing does. Lines of keys that we do not know say nothing, and are left out. */
export function checkCosignature(note: Uint8Array, answer: string, witness: tlog.NoteKey): Cosigned | string {
  const lines = answer.match(/.*\n/g) ?? []
  if (lines.length === 0 || lines.join('') !== answer) return 'it is no signature line'
  const own = lines.filter(line => {
    const read = tlog.parseSignatureLine(line)
    return read?.name === witness.name && tlog.sameBytes(read.id, witness.id)
  })
  if (own.length === 0) return `it is not signed by ${witness.name} with the key of the settings`
  const cosigned = tlog.utf8(own.join(''))
  const opened = tlog.parseNote(tlog.concat(note, cosigned))
  const seconds = opened && tlog.cosignedAt(opened, witness, verifyEd25519)
  const at = seconds === null ? null : instantAt(seconds)
  return at === null ? `the signature of ${witness.name} is not over this checkpoint` : { lines: cosigned, at }
}

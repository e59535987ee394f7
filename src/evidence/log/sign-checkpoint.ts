// Signs the tree as it is committed, never one that may still roll back: the same size always has the same root, so a crash between the two is harmless.

import { must, tlog } from '../../kernel/index.ts'
import type { Database, Sql } from '../../platform/index.ts'
import { sha256 } from '../node-crypto.ts'
import { asSequencerRole } from './as-sequencer-role.ts'
import { type Memory, refuseForgetful, rememberSigned } from './last-signed.ts'
import type { LogSigner } from './log-key.ts'
import { treeState } from './sequencer.ts'

export type SignedCheckpoint = tlog.Checkpoint & {
  /** The signed note, byte for byte. */
  readonly note: Uint8Array
}

/** Signs the tree as it stands, once; the same tree again answers the same note. Throws what `refuseForgetful` throws. */
export async function signCheckpoint(
  db: Database,
  home: string,
  signer: LogSigner,
  memories: readonly Memory[],
): Promise<SignedCheckpoint> {
  const { size, root } = await treeState(db)
  await refuseForgetful(db, size, memories)
  const origin = signer.key.name
  const text = tlog.checkpointText({ origin, size, root })
  const { name, id } = signer.key
  const note = tlog.utf8(tlog.printNote({ text, signatures: [{ name, id, signature: signer.sign(tlog.utf8(text)) }] }))
  // First, because from the moment that it is stored others may see it, and whoever forgets it could sign another.
  await rememberSigned(home, signer.key, size, note)
  if (size > 0)
    await asSequencerRole(db, tx =>
      tx.query(
        'insert into evidence.checkpoint (size, log_key_id, note) values ($1, $2, $3) on conflict (size, log_key_id) do nothing',
        [size, signer.logKeyId, note],
      ),
    )
  return { origin, size, root, note }
}

/** The newest signed checkpoint of the newest log that signed one, or null before the first. */
export async function latestCheckpoint(sql: Sql): Promise<SignedCheckpoint | null> {
  return (await latestSigned(sql))?.checkpoint ?? null
}

/** The newest that one key signed. */
export async function latestOfKey(sql: Sql, logKeyId: number): Promise<SignedCheckpoint | null> {
  const [row] = await sql.query<{ note: Uint8Array }>(
    'select note from evidence.checkpoint where log_key_id = $1 order by size desc limit 1',
    [logKeyId],
  )
  return row ? readCheckpoint(row.note) : null
}

/** The newest signed checkpoint with the key that signed it, which may not be the newest key: a log that was begun anew has one before it signs. */
export async function latestSigned(
  sql: Sql,
): Promise<{ readonly checkpoint: SignedCheckpoint; readonly key: tlog.NoteKey } | null> {
  const [row] = await sql.query<{ note: Uint8Array; origin: string; public_key: Uint8Array }>(
    `select note, origin, public_key from evidence.checkpoint join evidence.log_key using (log_key_id)
     order by log_key_id desc, size desc limit 1`,
  )
  return row ? { checkpoint: readCheckpoint(row.note), key: tlog.noteKey(sha256, row.origin, row.public_key) } : null
}

function readCheckpoint(note: Uint8Array): SignedCheckpoint {
  const text = must(tlog.parseNote(note), 'what was stored as a note is one').text
  return { ...must(tlog.parseCheckpointText(text), 'what was signed is a checkpoint'), note }
}

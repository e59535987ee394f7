// Has one anchor attest one signed checkpoint, and keeps what it gave. Attesting again after a crash is harmless: an attestation more; where that costs money, the
// anchor itself remembers what it sent.

import { Fault, tlog } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import { asSequencerRole } from '../log/as-sequencer-role.ts'
import { proveConsistency } from '../log/prove.ts'
import { treeState } from '../log/sequencer.ts'
import type { SignedCheckpoint } from '../log/sign-checkpoint.ts'
import type { Anchor, Attestation } from './anchor.ts'
import { keepFailure } from './anchor-failures.ts'

/** The anchor attested a later checkpoint meanwhile, for another program: that is no trouble. */
export const OVERTAKEN = 'evidence.anchor_overtaken'

/** What the anchor attested of this checkpoint, now or before; or of the earlier one that its attestation names, which was still under way. Null when it did
 * not do it: why is kept for whoever looks, and the next time may work. */
export async function attestCheckpoint(
  db: Database,
  anchor: Anchor,
  checkpoint: SignedCheckpoint,
  stopping: AbortSignal,
): Promise<Attestation | null> {
  const kept = await keptAttestation(db, anchor, checkpoint)
  if (kept) return kept
  try {
    const attestation = await anchor.attest(checkpoint, {
      stopping,
      attestedSize: await attestedSize(db, anchor, checkpoint),
      proveFrom: size => proveConsistency(db, size, checkpoint.size),
      logSize: async () => (await treeState(db)).size,
    })
    await keepAttestation(db, anchor, { attests: tlog.checkpointText(checkpoint), ...attestation })
    return attestation
  } catch (error) {
    if (!(error instanceof Fault) || stopping.aborted) throw error
    if (error.code === OVERTAKEN) return null
    await keepFailure(db, anchor.name, error.message)
    return null
  }
}

/** Under the checkpoint that it is about, if this database has signed that one. */
async function keepAttestation(
  db: Database,
  { name, kind }: Anchor,
  attestation: Required<Attestation>,
): Promise<void> {
  const { attests, request, response, attestedAt } = attestation
  const size = tlog.parseCheckpointText(attests)?.size
  const stored = await asSequencerRole(db, tx =>
    tx.query(
      `insert into evidence.anchor (name, kind, size, log_key_id, request, response, attested_at)
       select $1, $2, size, log_key_id, $5, $6, $7 from evidence.checkpoint
       where size = $3 and substring(note for octet_length($4::bytea)) = $4 order by log_key_id desc limit 1
       returning anchor_id`,
      [name, kind, size, tlog.utf8(attests), request, response, attestedAt],
    ),
  )
  if (stored.length === 0)
    throw new Fault(
      'evidence.anchor_attests_other',
      `${name} attests a checkpoint of ${size} entries that this database never signed. Was it put back from a backup?`,
    )
}

async function attestedSize(db: Database, { name, kind }: Anchor, { size }: SignedCheckpoint): Promise<number> {
  const [row] = await db.query<{ size: bigint }>(
    'select coalesce(max(size), 0) as size from evidence.anchor where name = $1 and kind = $2 and size <= $3',
    [name, kind, size],
  )
  return Number(row?.size ?? 0n)
}

async function keptAttestation(
  db: Database,
  { name, kind }: Anchor,
  { size, note }: SignedCheckpoint,
): Promise<Attestation | null> {
  const [row] = await db.query<Attestation>(
    `select request, response, to_char(attested_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "attestedAt"
     from evidence.anchor join evidence.checkpoint using (size, log_key_id)
     where name = $1 and kind = $2 and size = $3 and note = $4 order by anchor_id desc limit 1`,
    [name, kind, size, note],
  )
  return row ?? null
}

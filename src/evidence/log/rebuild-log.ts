// Puts back into the database what a published copy of its log has and the database lost: after an old backup was put back, the log goes on where it was, and
// nobody who knew it finds another one. What the lost entries said is not in a copy; they stand as entries whose content is gone.

import { Fault, tlog } from '../../kernel/index.ts'
import type { Database, Sql } from '../../platform/index.ts'
import { hasher, verifyEd25519 } from '../node-crypto.ts'
import { asSequencerRole } from './as-sequencer-role.ts'
import { homeMemory, type Remembered, rememberSigned } from './last-signed.ts'
import { currentLogKey, type LogSigner } from './log-key.ts'
import { type CopiedEntry, copiedBundles, copiedEntry, damaged, type ReadPublished } from './published-copy.ts'
import { asSequencer, type TreeState, treeState } from './sequencer.ts'
import { leaveOutbox, storeLeaves, storeTree, subjectOf } from './take-entries.ts'
import { readTreeEdge } from './tree-edge.ts'

export type Rebuilt = {
  /** Entries before and after. */
  readonly from: number
  readonly to: number
  /** Entries that waited to be taken in and are in the copy: what they say is still there. */
  readonly known: number
  /** Entries that the home remembers to have been signed: more than `to` after a copy that is not the newest. */
  readonly signed: number
}

/**
 * Looks at the whole copy first, then writes in one transaction: all of it is put back or nothing. Throws `Fault` 'evidence.copy_of_other_log' when the copy is not
 * signed by the key of the log, 'evidence.copy_damaged' when its entries are not those of its checkpoint, 'evidence.copy_forked' when they do not go on from what
 * the database has, 'evidence.copy_behind' when there are no more of them than that.
 */
export async function rebuildLog(db: Database, read: ReadPublished, home: string): Promise<Rebuilt> {
  return asSequencer(db, async () => {
    const copy = await openCopy(db, read)
    const memory = await homeMemory(home, copy.signer.key).latest()
    const state = await treeState(db)
    if (copy.size <= state.size)
      throw new Fault(
        'evidence.copy_behind',
        `The copy has ${copy.size} entries, the database ${state.size}: there is nothing to put back. Look for a newer copy if the log stands still all the same.`,
      )
    const waiting = await readWaiting(db)
    const owners = await survey(copy, state, memory, waiting)
    const known = await asSequencerRole(db, tx => putBack(tx, copy, state, waiting, owners))
    // Never back: what was signed once must not be signed otherwise, whatever the copy has.
    if (copy.size > (memory?.size ?? 0)) await rememberSigned(home, copy.signer.key, copy.size, copy.note)
    return { from: state.size, to: copy.size, known, signed: Math.max(memory?.size ?? 0, copy.size) }
  })
}

type Copy = TreeState & {
  readonly signer: Omit<LogSigner, 'sign'>
  readonly note: Uint8Array
  readonly read: ReadPublished
}

async function openCopy(sql: Sql, read: ReadPublished): Promise<Copy> {
  const signer = await currentLogKey(sql)
  const note = (await read('checkpoint')) ?? new Uint8Array(0)
  const opened = signer && tlog.openCheckpoint(note, signer.key, verifyEd25519)
  if (!signer || !opened || typeof opened === 'string')
    throw new Fault(
      'evidence.copy_of_other_log',
      `The copy is not one of the log that this database signs${signer ? `, '${signer.key.name}'` : ''}. Nothing was put back.`,
    )
  const { size, root } = opened.checkpoint
  return { signer, note, read, size, root }
}

/** An entry in the outbox: one that the copy has too is known by its commitment, and by it whose its dossier is. */
type Waiting = {
  readonly entry_id: bigint
  readonly commitment: Uint8Array
  readonly customer_id: bigint | null
  readonly loan_id: bigint | null
  readonly portfolio_id: number | null
}

async function readWaiting(sql: Sql): Promise<Map<string, Waiting>> {
  const rows = await sql.query<Waiting>(
    'select entry_id, commitment, customer_id, loan_id, portfolio_id from evidence.outbox',
  )
  return new Map(rows.map(row => [tlog.toBase64Url(row.commitment), row]))
}

type Owners = ReadonlyMap<string, { readonly did: Uint8Array; readonly row: Waiting | undefined }>

/** Reads all of the copy: whether it is what its checkpoint says and goes on from what the database and the home know, and whose its dossiers are. */
async function survey(
  copy: Copy,
  state: TreeState,
  memory: Remembered | null,
  waiting: ReadonlyMap<string, Waiting>,
): Promise<Owners> {
  const edge = new tlog.TileEdge(hasher)
  const owners = new Map<string, { readonly did: Uint8Array; readonly row: Waiting | undefined }>()
  const roots = new Map([[0, edge.root()]])
  for await (const leaves of copiedBundles(copy.read, 0, copy.size))
    for (const leaf of leaves) {
      edge.push(leaf.hash)
      if (edge.size === state.size || edge.size === memory?.size) roots.set(edge.size, edge.root())
      if (leaf.place < state.size) continue
      const { entry, did } = copiedEntry(leaf)
      owners.set(entry.did, { did, row: owners.get(entry.did)?.row ?? waiting.get(entry.c) })
    }
  if (!tlog.sameBytes(edge.root(), copy.root)) throw damaged('The entries of the copy are not those of its checkpoint')
  mustGoOn(roots, state, 'the database')
  if (memory) mustGoOn(roots, memory, 'the home')
  return owners
}

/** Whoever knows more than the copy has is not contradicted by it. */
function mustGoOn(roots: ReadonlyMap<number, Uint8Array>, { size, root }: Remembered, whose: string): void {
  const found = roots.get(size)
  if (found && root && !tlog.sameBytes(found, root))
    throw new Fault(
      'evidence.copy_forked',
      `The copy does not go on from the ${size} entries that ${whose} knows: one of them was changed. Nothing was put back.`,
    )
}

/** Bundles that are stored by one statement: as many entries as a batch of the sequencer. */
const BUNDLES_A_WRITE = 8

/** Returns how many of the entries waited. */
async function putBack(
  tx: Sql,
  copy: Copy,
  state: TreeState,
  waiting: ReadonlyMap<string, Waiting>,
  owners: Owners,
): Promise<number> {
  await openDossiers(tx, [...owners.values()])
  const edge = await readTreeEdge(tx, state.size)
  let known = 0
  const store = async (entries: readonly CopiedEntry[]) => {
    const tiles = entries.flatMap(({ hash }) => edge.push(hash))
    const found = entries.flatMap(({ entry }) => waiting.get(entry.c)?.entry_id ?? [])
    await storeLeaves(
      tx,
      entries[0]?.place ?? 0,
      entries.map(leaf => storedLeaf(leaf, waiting)),
    )
    await storeTree(tx, tiles, edge)
    await leaveOutbox(tx, found)
    known += found.length
  }
  let entries: CopiedEntry[] = []
  for await (const leaves of copiedBundles(copy.read, state.size, copy.size)) {
    entries.push(...leaves.filter(({ place }) => place >= state.size).map(copiedEntry))
    if (entries.length < BUNDLES_A_WRITE * tlog.TILE_WIDTH) continue
    await store(entries)
    entries = []
  }
  if (entries.length > 0) await store(entries)
  // Read twice, so it could have changed in between; and what the database has was never read at all.
  if (!tlog.sameBytes(edge.root(), copy.root))
    throw damaged('The copy changed while it was read, or the hashes in the database are not those of its entries')
  await tx.query(
    'insert into evidence.checkpoint (size, log_key_id, note) values ($1, $2, $3) on conflict do nothing',
    [copy.size, copy.signer.logKeyId, copy.note],
  )
  return known
}

/** One whose entry still waits keeps its entry; of the others only the leaf is left, under a number below 0 that no entry has. */
function storedLeaf({ place, bytes, hash, entry, did }: CopiedEntry, waiting: ReadonlyMap<string, Waiting>) {
  const { seq, type: kind, t, c } = entry
  return { entryId: waiting.get(c)?.entry_id ?? BigInt(-place - 1), did, seq, kind, t, bytes, hash }
}

/** Whose a dossier is that the database does not know, an entry that still waits tells; of the rest nobody knows it any more. */
async function openDossiers(
  tx: Sql,
  owners: readonly { readonly did: Uint8Array; readonly row: Waiting | undefined }[],
): Promise<void> {
  await tx.query(OPEN, [
    owners.map(({ did }) => did),
    owners.map(({ did, row }) => (row ? subjectOf(row) : `lost/${tlog.toHex(did)}`)),
    owners.map(({ row }) => row?.customer_id ?? null),
    owners.map(({ row }) => row?.loan_id ?? null),
    owners.map(({ row }) => row?.portfolio_id ?? null),
  ])
}

const OPEN = `
  insert into evidence.dossier (did, subject, customer_id, loan_id, portfolio_id)
  select * from unnest($1::bytea[], $2::text[], $3::bigint[], $4::bigint[], $5::integer[])
  on conflict (did) do nothing`

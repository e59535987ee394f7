// The daily index: one entry that vouches for how many entries every dossier has and what its last one is. Links from entry to entry show that nothing is
// missing in the middle of a dossier; the index shows that its end was not cut off.

import { canonicalBytes, Fault, must, tlog } from '../../kernel/index.ts'
import type { Database, Sql, Tx } from '../../platform/index.ts'
import type { RowSeal } from '../entry-writer.ts'
import { hasher } from '../node-crypto.ts'
import { recorded } from '../recorded.ts'
import { partPath, type RowPath, rowPath, sealParts, sealRows } from '../row-tree.ts'

/** Dossiers are spread over parts by the first byte of their random name, so that a proof reads one part. */
const PARTS = 256
/** Two megabytes of a million dossiers. */
const PARTS_A_WRITE = 16

/** Any constant would do; it only has to be the same in every version of the program. */
const INDEX_LOCK = 7_210_004

export type IndexRow = { readonly did: string; readonly count: number; readonly head: string }

/** The bytes of a dossier's row in the index; it has no salt, because nobody can guess a did. */
export function indexRow({ did, count, head }: IndexRow): Uint8Array {
  return canonicalBytes({ did, count, head })
}

/** Records the index of the log as it stands, unless there is one of this day already. `day` is a date in UTC. */
export function recordIndex(db: Database, day: string): Promise<boolean> {
  return recorded(
    db,
    async (tx, append) => {
      // A server and a command may both be first at midnight.
      await tx.query('select pg_advisory_xact_lock($1)', [INDEX_LOCK])
      const [taken] = await tx.query('select from evidence.index_snapshot where day = $1', [day])
      const [tree] = await tx.query<{ size: bigint }>('select max(size) as size from evidence.tree')
      if (taken || !tree?.size) return false
      const parts = await readParts(tx, tree.size)
      const rows = sealParts(parts.map(({ seal }) => seal))
      const entryId = await append({ kind: 'index.snapshot', body: { day, size: tree.size }, rows })
      await tx.query('insert into evidence.index_snapshot (entry_id, day, size) values ($1, $2, $3)', [
        entryId,
        day,
        tree.size,
      ])
      for (let from = 0; from < PARTS; from += PARTS_A_WRITE) {
        const some = parts.slice(from, from + PARTS_A_WRITE)
        await tx.query(ADD_PARTS, [
          entryId,
          some.map((_, at) => from + at),
          some.map(({ seal }) => seal.count),
          some.map(({ seal }) => seal.root),
          some.map(({ hashes }) => hashes),
        ])
      }
      return true
    },
    { wroteNothing: isNew => !isNew },
  )
}

const ADD_PARTS = `
  insert into evidence.index_part (entry_id, part, row_count, root, hashes)
  select $1, * from unnest($2::integer[], $3::bigint[], $4::bytea[], $5::bytea[])`

type Part = {
  /** Of its rows, dossiers in order of their names. */
  readonly hashes: Uint8Array
  readonly seal: RowSeal
}

/** A statement a part, so that the program does other things in between. */
async function readParts(tx: Tx, size: bigint): Promise<Part[]> {
  const parts: Part[] = []
  for (let part = 0; part < PARTS; part += 1) {
    const first = Buffer.of(part, ...Buffer.alloc(15))
    const last = Buffer.of(part, ...Buffer.alloc(15, 0xff))
    const rows = await tx.query<{ did: Uint8Array; seq: number; hash: Uint8Array }>(HEADS, [first, last, size])
    const hashes = tlog.concat(...rows.map(({ did, seq, hash }) => hasher.leaf(indexRow(rowOf(did, seq, hash)))))
    parts.push({ hashes, seal: sealRows(hashes) })
  }
  return parts
}

function rowOf(did: Uint8Array, seq: number, hash: Uint8Array): IndexRow {
  return { did: base64Url(did), count: seq + 1, head: base64Url(hash) }
}

/** As tlog.toBase64Url writes it. Node's own is ten times as fast, and an index asks for it twice a dossier. */
function base64Url({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('base64url')
}

/** The last entry of each dossier of a part among so many: one look into an index for each, however many entries it has. */
export const HEADS = `
  select dossier.did, head.seq, head.hash from evidence.dossier
  cross join lateral (
    select seq, hash from evidence.leaf where leaf.did = dossier.did and leaf_index < $3 order by seq desc limit 1
  ) as head
  where dossier.did between $1 and $2 order by dossier.did`

export type IndexProof = {
  /** The entry of the index. */
  readonly entryId: bigint
  readonly row: IndexRow
  /** From the row to the root of its part, from there to the root in the entry. */
  readonly paths: readonly [RowPath, RowPath]
}

/** What the newest index in the log says of a dossier; null when there is none yet, or the dossier is newer. */
export async function proveInIndex(sql: Sql, did: Uint8Array): Promise<IndexProof | null> {
  const [snapshot] = await sql.query<{ entry_id: bigint; size: bigint }>(
    `select entry_id, size from evidence.index_snapshot join evidence.leaf using (entry_id) order by entry_id desc limit 1`,
  )
  if (!snapshot) return null
  const [head] = await sql.query<{ seq: number; hash: Uint8Array }>(
    'select seq, hash from evidence.leaf where did = $1 and leaf_index < $2 order by seq desc limit 1',
    [did, snapshot.size],
  )
  if (!head) return null
  const row = rowOf(did, head.seq, head.hash)
  const number = must(did[0], 'a did has 16 bytes')
  const parts = await sql.query<{ row_count: bigint; root: Uint8Array }>(
    'select row_count, root from evidence.index_part where entry_id = $1 order by part',
    [snapshot.entry_id],
  )
  const [part] = await sql.query<{ hashes: Uint8Array }>(
    'select hashes from evidence.index_part where entry_id = $1 and part = $2',
    [snapshot.entry_id, number],
  )
  const hashes = must(part, 'an index has all its parts').hashes
  const place = indexOfHash(hashes, hasher.leaf(indexRow(row)))
  if (place < 0)
    throw new Fault(
      'evidence.index_damaged',
      `The daily index of entry ${snapshot.entry_id} does not have dossier ${row.did} as the log has it. Somebody changed the database past the program: check it (evidence verify).`,
    )
  const seals: RowSeal[] = parts.map(({ row_count: count, root }) => ({ count: Number(count), root }))
  return { entryId: snapshot.entry_id, row, paths: [rowPath(hashes, place), partPath(seals, number)] }
}

/** Where a hash stands among others; -1 when it is not there. */
export function indexOfHash(hashes: Uint8Array, hash: Uint8Array): number {
  for (let at = 0; at < hashes.length; at += tlog.HASH_BYTES)
    if (tlog.sameBytes(hashes.subarray(at, at + tlog.HASH_BYTES), hash)) return at / tlog.HASH_BYTES
  return -1
}

// One batch of the sequencer, inside its transaction: the entries that wait become leaves, in the order of their ids, each linked to the entry before it in
// its dossier. Nothing here signs anything.

import { randomBytes } from 'node:crypto'
import { Defect, must, printLeaf, tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { hasher } from '../node-crypto.ts'
import { entrySubject } from '../subject.ts'

type Waiting = {
  readonly entry_id: bigint
  readonly kind: string
  readonly customer_id: bigint | null
  readonly loan_id: bigint | null
  readonly portfolio_id: number | null
  readonly actor: string
  readonly t: string
  readonly commitment: Uint8Array
  readonly files: readonly Uint8Array[]
  readonly row_count: bigint | null
  readonly row_root: Uint8Array | null
}

type Head = { readonly did: Uint8Array; seq: number; hash: Uint8Array }

/** Takes up to `limit` entries into the log behind `edge`, which grows with them; returns how many. */
export async function takeEntries(sql: Sql, edge: tlog.TileEdge, limit: number): Promise<number> {
  const waiting = await sql.query<Waiting>(WAITING, [limit])
  if (waiting.length === 0) return 0
  const heads = await headsOf(sql, waiting)
  const tiles: tlog.FullTile[] = []
  const first = edge.size
  const leaves = waiting.map(entry => {
    const head = must(heads.get(subjectOf(entry)), 'every subject has its dossier')
    const bytes = leafOf(entry, head)
    head.seq += 1
    head.hash = hasher.leaf(bytes)
    tiles.push(...edge.push(head.hash))
    return { entry, did: head.did, seq: head.seq, bytes, hash: head.hash }
  })
  await storeLeaves(
    sql,
    first,
    leaves.map(({ entry: { entry_id: entryId, kind, t }, ...leaf }) => ({ ...leaf, entryId, kind, t })),
  )
  await storeTree(sql, tiles, edge)
  await leaveOutbox(
    sql,
    waiting.map(entry => entry.entry_id),
  )
  return waiting.length
}

export type StoredLeaf = {
  readonly entryId: bigint
  readonly did: Uint8Array
  readonly seq: number
  readonly kind: string
  /** As it stands in the leaf. */
  readonly t: string
  readonly bytes: Uint8Array
  readonly hash: Uint8Array
}

/** Stores leaves from number `first` on. Their dossiers are there already. */
export async function storeLeaves(sql: Sql, first: number, leaves: readonly StoredLeaf[]): Promise<void> {
  await sql.query(ADD_LEAVES, [
    first,
    leaves.map(({ entryId }) => entryId),
    leaves.map(({ did }) => did),
    leaves.map(({ seq }) => seq),
    leaves.map(({ kind }) => kind),
    leaves.map(({ t }) => t),
    leaves.map(({ bytes }) => bytes),
    leaves.map(({ hash }) => hash),
  ])
}

/** Stores the tiles that are full by the leaves of a batch, and the tree after it. */
export async function storeTree(sql: Sql, tiles: readonly tlog.FullTile[], edge: tlog.TileEdge): Promise<void> {
  if (tiles.length > 0)
    await sql.query(ADD_TILES, [
      tiles.map(({ level }) => level),
      tiles.map(({ index }) => index),
      tiles.map(({ hashes }) => hashes),
      tiles.map(({ root }) => root),
    ])
  await sql.query('insert into evidence.tree (size, root) values ($1, $2)', [edge.size, edge.root()])
}

/** Entries leave the outbox by being leaves; a trigger sees to it. */
export async function leaveOutbox(sql: Sql, entryIds: readonly bigint[]): Promise<void> {
  const gone = await sql.write('delete from evidence.outbox where entry_id = any ($1)', [entryIds])
  if (gone !== entryIds.length) throw new Defect(`${entryIds.length} entries were taken and ${gone} left the outbox`)
}

const WAITING = `
  select entry_id, kind, customer_id, loan_id, portfolio_id, actor,
    to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as t, commitment, files, row_count, row_root
  from evidence.outbox order by entry_id limit $1`

const ADD_LEAVES = `
  insert into evidence.leaf (leaf_index, entry_id, did, seq, kind, recorded_at, bytes, hash)
  select $1::bigint + place - 1, entry_id, did, seq, kind, recorded_at, bytes, hash
  from unnest($2::bigint[], $3::bytea[], $4::integer[], $5::text[], $6::timestamptz[], $7::bytea[], $8::bytea[])
    with ordinality as leaf (entry_id, did, seq, kind, recorded_at, bytes, hash, place)
  order by place`

const ADD_TILES = `
  insert into evidence.tile (level, tile_index, hashes, root)
  select * from unnest($1::smallint[], $2::bigint[], $3::bytea[], $4::bytea[])`

function leafOf(entry: Waiting, head: Head): Uint8Array {
  const bytes = printLeaf({
    did: tlog.toBase64Url(head.did),
    seq: head.seq + 1,
    prev: tlog.toBase64Url(head.hash),
    type: entry.kind,
    t: entry.t,
    actor: entry.actor,
    c: tlog.toBase64Url(entry.commitment),
    files: entry.files.map(tlog.toBase64Url),
    ...(entry.row_root && { rows: { count: Number(entry.row_count), root: tlog.toBase64Url(entry.row_root) } }),
  })
  if (bytes.length > tlog.LEAF_BYTES_MAX)
    throw new Defect(`entry ${entry.entry_id} makes a leaf of ${bytes.length} bytes`)
  return bytes
}

/** The name of the dossier that an entry belongs to. */
export function subjectOf({
  customer_id: customerId,
  loan_id: loanId,
  portfolio_id: portfolioId,
}: Pick<Waiting, 'customer_id' | 'loan_id' | 'portfolio_id'>): string {
  return entrySubject({ customerId, loanId, portfolioId })
}

/** The last entry of each dossier that the batch writes into; a dossier that has none yet is opened. */
async function headsOf(sql: Sql, waiting: readonly Waiting[]): Promise<Map<string, Head>> {
  const subjects = new Map(waiting.map(entry => [subjectOf(entry), entry]))
  const heads = await readHeads(sql, [...subjects.keys()])
  const fresh = [...subjects].filter(([subject]) => !heads.has(subject))
  if (fresh.length === 0) return heads
  const opened = fresh.map(([subject, entry]) => ({ subject, entry, did: randomBytes(16) }))
  await sql.query(OPEN_DOSSIERS, [
    opened.map(({ did }) => did),
    opened.map(({ subject }) => subject),
    opened.map(({ entry }) => entry.customer_id),
    opened.map(({ entry }) => entry.loan_id),
    opened.map(({ entry }) => entry.portfolio_id),
  ])
  for (const { subject, did } of opened) heads.set(subject, { did, ...NO_ENTRY })
  return heads
}

const NO_ENTRY = { seq: -1, hash: new Uint8Array(0) }

const OPEN_DOSSIERS = `
  insert into evidence.dossier (did, subject, customer_id, loan_id, portfolio_id)
  select * from unnest($1::bytea[], $2::text[], $3::bigint[], $4::bigint[], $5::integer[])`

async function readHeads(sql: Sql, subjects: readonly string[]): Promise<Map<string, Head>> {
  const rows = await sql.query<{ subject: string; did: Uint8Array; seq: number | null; hash: Uint8Array | null }>(
    HEADS,
    [subjects],
  )
  return new Map(
    rows.map(({ subject, did, seq, hash }) => [
      subject,
      { did, seq: seq ?? NO_ENTRY.seq, hash: hash ?? NO_ENTRY.hash },
    ]),
  )
}

const HEADS = `
  select subject, dossier.did, head.seq, head.hash
  from unnest($1::text[]) as asked (subject) join evidence.dossier using (subject)
  left join lateral (select seq, hash from evidence.leaf where leaf.did = dossier.did order by seq desc limit 1) as head on true`

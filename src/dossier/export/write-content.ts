// The part of a bundle that comes from the log: the dossier's entries with their proofs, what vouches for its other lines, the signed checkpoint and the key.

import { indexRow, proveEntries, proveInIndex, readPayloads, type SignedCheckpoint } from '../../evidence/index.ts'
import { must, tlog } from '../../kernel/index.ts'
import type { Database, ObjectStore } from '../../platform/index.ts'
import type { Dossier } from '../dossier.ts'
import type { FoundLoan } from '../read/find-loan.ts'
import { BUNDLE_FORMAT, type BundleEntry, entryName, type Manifest, provedRow, type SupportEntry } from './bundle.ts'
import { type BundleFiles, json } from './bundle-files.ts'
import { proveDecisions, type RowProof } from './prove-decisions.ts'
import { writeAttachments } from './write-attachments.ts'

/** What the bundle is about: all proofs lead to the checkpoint. */
export type BundleSubject = {
  readonly loan: FoundLoan
  readonly dossier: Dossier
  readonly checkpoint: SignedCheckpoint
  /** The entry that tells how many entries the dossier has. */
  readonly headedBy?: bigint
  /** Where the content of attachments lies; left out, none is shown. */
  readonly store?: ObjectStore
}

/** Tells of a kind of entry whether its content stays closed. */
export type IsClosed = (kind: string) => boolean

/** Writes the part and answers what the manifest says of it. */
export async function writeContent(
  db: Database,
  bundle: BundleFiles,
  subject: BundleSubject,
  key: tlog.NoteKey,
  isClosed: IsClosed,
): Promise<Omit<Manifest, 'hasDocument' | 'anchors'>> {
  const { dossier, checkpoint } = subject
  const [entries, decisions] = await Promise.all([
    writeEntries(db, bundle, subject, isClosed),
    proveDecisions(db, subject.loan),
  ])
  const { support, rows, hasIndex, headed } = await writeSupport(db, bundle, subject, decisions, isClosed)
  bundle.write('log.vkey', `${tlog.printVerifierKey(key)}\n`)
  bundle.write('checkpoint', checkpoint.note)
  return {
    format: BUNDLE_FORMAT,
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: tlog.toBase64(checkpoint.root),
    did: dossier.did,
    portfolio: dossier.loan.portfolio.code,
    loan: dossier.loan.loanNumber,
    entries,
    support,
    rows,
    hasIndex,
    headed,
  }
}

async function writeEntries(
  db: Database,
  bundle: BundleFiles,
  { loan, dossier: { did }, checkpoint, store }: BundleSubject,
  isClosed: IsClosed,
): Promise<BundleEntry[]> {
  if (did === null) return []
  const rows = await db.query<EntryRow & { seq: number }>(
    'select leaf_index, entry_id, kind, seq from evidence.leaf where did = $1 and leaf_index < $2 order by seq',
    [tlog.fromBase64Url(did), checkpoint.size],
  )
  const written = await writeProved(db, bundle, rows, checkpoint, isClosed, row => entryName(row.seq))
  const entries = rows.map((row, at) => ({ n: row.seq, ...must(written[at], 'every entry is written') }))
  return store ? writeAttachments(db, bundle, store, loan, rows, entries) : entries
}

/** Entries that vouch for lines of the dossier without being of its chain: imports, what was done about the customer as a whole, seals of nights with the rows
 * of this loan, the daily index. */
async function writeSupport(
  db: Database,
  bundle: BundleFiles,
  { dossier, checkpoint, headedBy }: BundleSubject,
  decisions: readonly RowProof[],
  isClosed: IsClosed,
): Promise<Pick<Manifest, 'support' | 'rows' | 'hasIndex' | 'headed'>> {
  const index = dossier.did === null ? null : await proveInIndex(db, must(tlog.fromBase64Url(dossier.did), 'a did'))
  const lines = dossier.timeline.flatMap(({ entry }) =>
    entry === null || entry.vouches === 'row' ? [] : entry.entryId,
  )
  const ends = [...(index ? [index.entryId] : []), ...(headedBy === undefined ? [] : [headedBy])]
  const ids = [...new Set([...lines, ...decisions.map(({ entryId }) => entryId), ...ends])]
  const rows = await db.query<EntryRow>(
    'select leaf_index, entry_id, kind from evidence.leaf where entry_id = any ($1) and leaf_index < $2 and did is distinct from $3 order by leaf_index',
    [ids, checkpoint.size, dossier.did && tlog.fromBase64Url(dossier.did)],
  )
  // The seal of a night tells of the whole book: its rows are shown, its content is nobody's business.
  const written = await writeProved(
    db,
    bundle,
    rows,
    checkpoint,
    kind => kind === 'run.sealed' || isClosed(kind),
    row => `support/${row.leaf_index}`,
  )
  const numbers = new Map(rows.map(row => [row.entry_id, Number(row.leaf_index)]))
  const shown = decisions.flatMap(({ entryId, salt, row, paths }) => {
    const number = numbers.get(entryId)
    return number === undefined ? [] : provedRow(number, salt, row, paths)
  })
  if (shown.length > 0) bundle.write('rows.json', json(shown))
  const number = index && numbers.get(index.entryId)
  if (index && number !== undefined && number !== null)
    bundle.write('index.json', json(provedRow(number, new Uint8Array(0), indexRow(index.row), index.paths)))
  return {
    support: written,
    rows: shown.length,
    hasIndex: number !== undefined && number !== null,
    headed: headedBy === undefined ? null : (numbers.get(headedBy) ?? null),
  }
}

type EntryRow = { readonly leaf_index: bigint; readonly entry_id: bigint; readonly kind: string }

async function writeProved<T extends EntryRow>(
  db: Database,
  bundle: BundleFiles,
  rows: readonly T[],
  checkpoint: SignedCheckpoint,
  mayClose: IsClosed,
  nameOf: (row: T) => string,
): Promise<SupportEntry[]> {
  const payloads = await readPayloads(
    db,
    rows.map(row => row.entry_id),
  )
  const proofs = await proveEntries(
    db,
    rows.map(row => Number(row.leaf_index)),
    checkpoint,
  )
  const written: SupportEntry[] = []
  for (const [at, row] of rows.entries()) {
    const { index, leaf, proof } = must(proofs[at], 'every entry is proved')
    const name = nameOf(row)
    bundle.write(`${name}.bin`, leaf)
    bundle.write(`${name}.tlog-proof`, proof)
    const payload = payloads.get(row.entry_id) ?? 'damaged'
    const isClosed = mayClose(row.kind)
    if (typeof payload === 'object' && !isClosed) {
      bundle.write(`${name}.payload`, payload.content)
      bundle.write(`${name}.salt`, payload.salt)
    }
    written.push({
      index,
      type: row.kind,
      content: typeof payload === 'string' ? payload : isClosed ? 'closed' : 'shown',
    })
  }
  return written
}

// Writes the court bundle of a loan: everything that a stranger needs to check the dossier offline, and the dossier itself to read.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  currentCheckpoint,
  currentLogKey,
  indexRow,
  type LogHome,
  proveEntry,
  proveInIndex,
  readPayloads,
  recordIndex,
  type SignedCheckpoint,
  sha256,
} from '../../evidence/index.ts'
import { Fault, must, tlog } from '../../kernel/index.ts'
import { type Clock, type Database, writeDurably } from '../../platform/index.ts'
import type { Dossier } from '../dossier.ts'
import type { FoundLoan } from '../read/find-loan.ts'
import { readDossier } from '../read/read-dossier.ts'
import { BUNDLE_FORMAT, type BundleEntry, entryName, type Manifest, rowFile, type SupportEntry } from './bundle.ts'
import { proveDecisions } from './prove-decisions.ts'

export type ExportOptions = {
  readonly folder: string
  readonly logHome: LogHome
  readonly clock: Clock
  /** Kinds of entries whose content stays closed: they are proved, and nobody reads what they say. */
  readonly closed?: readonly string[]
}

export type Exported = {
  readonly manifest: Manifest
  readonly files: number
  /** SHA-256 of SHA256SUMS in hexadecimal: names the whole bundle. */
  readonly bundleSha256: string
}

/** Throws `Fault` 'dossier.folder_not_empty', and what reading the loan and keeping the log throw. */
export async function exportBundle(db: Database, loan: FoundLoan, options: ExportOptions): Promise<Exported> {
  refuseFilledFolder(options.folder)
  const checkpoint = await indexedCheckpoint(db, options)
  const { key } = must(await currentLogKey(db), 'a log that was signed has a key')
  const dossier = await readDossier(db, loan, { isOpened: true })
  const bundle = new BundleFiles(options.folder)
  const closed = new Set(options.closed)
  const entries = await writeEntries(db, bundle, dossier, checkpoint, closed)
  const { support, rows, hasIndex } = await writeSupport(db, bundle, loan, dossier, checkpoint, closed)
  bundle.write('log.vkey', `${tlog.printVerifierKey(key)}\n`)
  bundle.write('checkpoint', checkpoint.note)
  bundle.write('dossier.json', json(dossier))
  const { origin, size, root } = checkpoint
  const manifest: Manifest = {
    format: BUNDLE_FORMAT,
    origin,
    size,
    root: tlog.toBase64(root),
    did: dossier.did,
    portfolio: dossier.loan.portfolio.code,
    loan: dossier.loan.loanNumber,
    entries,
    support,
    rows,
    hasIndex,
  }
  bundle.write('manifest.json', json(manifest))
  return { manifest, ...bundle.seal() }
}

/** The newest checkpoint, with an index of today in the log under it. */
async function indexedCheckpoint(db: Database, { logHome, clock }: ExportOptions): Promise<SignedCheckpoint> {
  const checkpoint = await currentCheckpoint(db, logHome, clock)
  return (await recordIndex(db, clock.now().slice(0, 10))) ? currentCheckpoint(db, logHome, clock) : checkpoint
}

function refuseFilledFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Fault(
      'dossier.folder_not_empty',
      `${folder} is not empty. A bundle is written into a folder of its own: name another with --to.`,
    )
}

async function writeEntries(
  db: Database,
  bundle: BundleFiles,
  { did }: Dossier,
  checkpoint: SignedCheckpoint,
  closed: ReadonlySet<string>,
): Promise<BundleEntry[]> {
  if (did === null) return []
  const rows = await db.query<EntryRow & { seq: number }>(
    'select leaf_index, entry_id, kind, seq from evidence.leaf where did = $1 and leaf_index < $2 order by seq',
    [tlog.fromBase64Url(did), checkpoint.size],
  )
  const written = await writeProved(db, bundle, rows, checkpoint, closed, row => entryName(row.seq))
  return rows.map((row, at) => ({ n: row.seq, ...must(written[at], 'every entry is written') }))
}

/** Entries that vouch for lines of the dossier without being of its chain: imports, what was done about the customer as a whole, seals of nights with the rows
 * of this loan, the daily index. */
async function writeSupport(
  db: Database,
  bundle: BundleFiles,
  loan: FoundLoan,
  dossier: Dossier,
  checkpoint: SignedCheckpoint,
  closed: ReadonlySet<string>,
): Promise<Pick<Manifest, 'support' | 'rows' | 'hasIndex'>> {
  const decisions = await proveDecisions(db, loan)
  const index = dossier.did === null ? null : await proveInIndex(db, must(tlog.fromBase64Url(dossier.did), 'a did'))
  const lines = dossier.timeline.flatMap(({ entry }) =>
    entry === null || entry.vouches === 'row' ? [] : entry.entryId,
  )
  const ids = [...new Set([...lines, ...decisions.map(({ entryId }) => entryId), ...(index ? [index.entryId] : [])])]
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
    new Set([...closed, 'run.sealed']),
    row => `support/${row.leaf_index}`,
  )
  const numbers = new Map(rows.map(row => [row.entry_id, Number(row.leaf_index)]))
  const shown = decisions.filter(({ entryId }) => numbers.has(entryId))
  for (const [at, { entryId, salt, row, paths }] of shown.entries())
    bundle.write(`rows/${entryName(at)}.json`, json(rowFile(numbers.get(entryId) ?? 0, salt, row, paths)))
  const number = index && numbers.get(index.entryId)
  if (index && number !== undefined && number !== null)
    bundle.write('index.json', json(rowFile(number, new Uint8Array(0), indexRow(index.row), index.paths)))
  return { support: written, rows: shown.length, hasIndex: number !== undefined && number !== null }
}

type EntryRow = { readonly leaf_index: bigint; readonly entry_id: bigint; readonly kind: string }

async function writeProved<T extends EntryRow>(
  db: Database,
  bundle: BundleFiles,
  rows: readonly T[],
  checkpoint: SignedCheckpoint,
  closed: ReadonlySet<string>,
  nameOf: (row: T) => string,
): Promise<SupportEntry[]> {
  const payloads = await readPayloads(
    db,
    rows.map(row => row.entry_id),
  )
  const written: SupportEntry[] = []
  for (const row of rows) {
    const { index, leaf, proof } = await proveEntry(db, Number(row.leaf_index), checkpoint)
    const name = nameOf(row)
    bundle.write(`${name}.bin`, leaf)
    bundle.write(`${name}.tlog-proof`, proof)
    const payload = closed.has(row.kind) ? undefined : payloads.get(row.entry_id)
    const isDisclosed = typeof payload === 'object'
    if (isDisclosed) {
      bundle.write(`${name}.payload`, payload.content)
      bundle.write(`${name}.salt`, payload.salt)
    }
    written.push({ index, type: row.kind, isDisclosed })
  }
  return written
}

/** Files of one bundle, and the sums over them. */
class BundleFiles {
  private readonly folder: string
  private readonly sums: string[] = []

  constructor(folder: string) {
    this.folder = folder
    for (const part of ['', 'support', 'rows']) mkdirSync(join(folder, part), { recursive: true })
  }

  write(path: string, content: string | Uint8Array): void {
    writeFileSync(join(this.folder, path), content)
    this.sums.push(`${tlog.toHex(sha256(Buffer.from(content)))}  ${path}\n`)
  }

  /** Writes SHA256SUMS, in the form that `sha256sum -c` reads, last: a bundle without it was never finished. */
  seal(): Pick<Exported, 'files' | 'bundleSha256'> {
    const text = this.sums.sort((one, other) => (one.slice(66) < other.slice(66) ? -1 : 1)).join('')
    writeDurably(join(this.folder, 'SHA256SUMS'), text)
    return { files: this.sums.length + 1, bundleSha256: tlog.toHex(sha256(Buffer.from(text))) }
  }
}

/** For people too: indented, numbers too large for JSON as text. */
function json(value: unknown): string {
  return `${JSON.stringify(value, (_, field: unknown) => (typeof field === 'bigint' ? field.toString() : field), 2)}\n`
}

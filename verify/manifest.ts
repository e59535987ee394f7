// The list of a bundle's files, read strictly: a bundle is checked against what it says that it holds, and what it says is printed on terminals and pages.

import { tlog } from '../src/kernel/index.ts'
import { type Fields, isCount, isDid, isName, isType, listOf, parseObject } from './parse.ts'

/** What became of an entry's content: it is in the bundle; it was left out; the person was erased; it is not what was recorded any more. */
export type ContentState = 'shown' | 'closed' | 'erased' | 'damaged'

const CONTENT_STATES: readonly unknown[] = ['shown', 'closed', 'erased', 'damaged'] satisfies ContentState[]

export type ListedEntry = { readonly index: number; readonly type: string; readonly content: ContentState }

/** A file that an entry commits to: its content and the salt, by their paths. */
export type ListedFile = { readonly name: string; readonly path: string; readonly salt: string }

export type Manifest = {
  readonly origin: string
  readonly size: number
  readonly did: string | null
  readonly portfolio: string
  readonly loan: string
  readonly entries: readonly (ListedEntry & { readonly file?: ListedFile })[]
  readonly support: readonly ListedEntry[]
  readonly rows: number
  readonly hasIndex: boolean
  /** Number in the log of the support entry that tells how many entries the dossier has; null where there is none. */
  readonly headed: number | null
  readonly hasDocument: boolean
  readonly anchors: readonly ListedAttestation[]
}

/** What an outsider says of the checkpoint. */
export type ListedAttestation = {
  readonly name: string
  readonly kind: 'rfc3161' | 'witness' | 'evm'
  /** As the outsider says, ISO 8601 in UTC. */
  readonly attestedAt: string
  readonly files: readonly string[]
}

/** The endings of the files that each kind of outsider gives, in this order. The question to a time-stamp authority may be left out. */
const ATTESTATION_FILES: Readonly<Record<ListedAttestation['kind'], RegExp>> = {
  rfc3161: /^(tsq )?tsr ca\.pem$/,
  witness: /^cosigned witness\.vkey$/,
  evm: /^evm\.json$/,
}

/** The list, or null when it is none. */
export function parseManifest(bytes: Uint8Array): Manifest | null {
  const value = parseObject(bytes)
  if (value?.['format'] !== 'curebook/bundle/1') return null
  const { origin, size, did, portfolio, loan, rows, hasIndex, headed, hasDocument } = value
  const entries = listOf(value['entries'], entryOfDossier)
  const support = listOf(value['support'], listedEntry)
  const anchors = listOf(value['anchors'], listedAttestation)
  if (!entries || !support || !anchors || !isRising(entries) || !isRising(support)) return null
  if (!isName(origin) || !isName(portfolio) || !isName(loan) || !isCount(size) || !isCount(rows)) return null
  if (!(did === null ? entries.length === 0 && hasIndex === false && headed === null : isDid(did))) return null
  if (typeof hasIndex !== 'boolean' || typeof hasDocument !== 'boolean') return null
  if (!(headed === null ? !hasDocument : isCount(headed))) return null
  const indices = [...entries, ...support].map(({ index }) => index)
  const paths = anchors.flatMap(({ files }) => files)
  if (new Set(indices).size < indices.length || new Set(paths).size < paths.length) return null
  return {
    origin,
    size,
    did: did as string | null,
    portfolio,
    loan,
    entries,
    support,
    rows,
    hasIndex,
    headed: headed as number | null,
    hasDocument,
    anchors,
  }
}

/** In the order of the log, each once. */
function isRising(entries: readonly ListedEntry[]): boolean {
  return entries.every(({ index }, at) => at === 0 || index > (entries[at - 1]?.index ?? 0))
}

function listedEntry(value: Fields): ListedEntry | null {
  const { index, type, content } = value
  return isCount(index) && isType(type) && CONTENT_STATES.includes(content)
    ? { index, type, content: content as ContentState }
    : null
}

function entryOfDossier(value: Fields, place: number): Manifest['entries'][number] | null {
  const entry = listedEntry(value)
  const { n, file } = value
  if (!entry || n !== place) return null
  if (file === undefined) return entry
  const listed = listedFile(file, place)
  return listed && { ...entry, file: listed }
}

function listedFile(value: unknown, place: number): ListedFile | null {
  const { name, path, salt } = (value ?? {}) as Fields
  const stem = `files/${String(place).padStart(4, '0')}`
  if (!isName(name) || typeof path !== 'string' || salt !== `${stem}.salt`) return null
  const [, ending] = path.startsWith(`${stem}.`) ? (/^\.([a-z0-9]{1,8})$/.exec(path.slice(stem.length)) ?? []) : []
  return ending === undefined || ending === 'salt' ? null : { name, path, salt }
}

function listedAttestation({ name, kind, attestedAt, files }: Fields): ListedAttestation | null {
  if (typeof name !== 'string' || !/^[a-z0-9][a-z0-9-]{0,62}$/.test(name) || !isKind(kind)) return null
  if (typeof attestedAt !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(attestedAt)) return null
  const paths = Array.isArray(files) ? (files as unknown[]).map(String) : []
  // each either plain or under the name of the outsider, where two gave files of one kind
  const stem = paths.every(path => path.startsWith(`checkpoint.${name}.`)) ? `checkpoint.${name}.` : 'checkpoint.'
  const endings = paths.map(path => (path.startsWith(stem) ? path.slice(stem.length) : '')).join(' ')
  return ATTESTATION_FILES[kind].test(endings) ? { name, kind, attestedAt, files: paths } : null
}

function isKind(value: unknown): value is ListedAttestation['kind'] {
  return typeof value === 'string' && Object.hasOwn(ATTESTATION_FILES, value)
}

/** A row, and how it is shown to be one of those that an entry seals. */
export type ProvedRow = {
  readonly entry: number
  /** 32 bytes; none for a row of the daily index. */
  readonly salt: Uint8Array
  readonly row: Uint8Array
  /** From the row to the root of its part, from there to the root in the entry. */
  readonly paths: readonly [RowPath, RowPath]
}

export type RowPath = { readonly index: number; readonly size: number; readonly path: readonly Uint8Array[] }

export function parseRow(value: Fields): ProvedRow | null {
  const { entry, salt, row } = value
  const [first, second, ...more] = listOf(value['paths'], rowPath) ?? []
  const saltBytes = typeof salt === 'string' ? tlog.fromBase64(salt) : null
  if (!first || !second || more.length > 0 || !isCount(entry) || !saltBytes || typeof row !== 'string') return null
  return { entry, salt: saltBytes, row: tlog.utf8(row), paths: [first, second] }
}

function rowPath({ index, size, path }: Fields): RowPath | null {
  const hashes = Array.isArray(path) ? (path as unknown[]).map(hashOf) : [null]
  if (!isCount(index) || !isCount(size) || hashes.includes(null)) return null
  return { index, size, path: hashes.flatMap(hash => hash ?? []) }
}

function hashOf(value: unknown): Uint8Array | null {
  const bytes = typeof value === 'string' ? tlog.fromBase64(value) : null
  return bytes?.length === tlog.HASH_BYTES ? bytes : null
}

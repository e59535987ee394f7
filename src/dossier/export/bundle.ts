// What a court bundle is made of: files by their path in the folder. `verify/` reads the same layout; docs/evidence describes it.

import type { AnchorKind, RowPath } from '../../evidence/index.ts'
import { tlog } from '../../kernel/index.ts'

export const BUNDLE_FORMAT = 'curebook/bundle/1'

/** The dossier to read. It names the bundle by the sum of SHA256SUMS, so it cannot stand in that list; its own sum is in a file beside it. */
export const DOCUMENT_FILE = 'dossier.pdf'
export const DOCUMENT_SUM_FILE = 'dossier.pdf.sha256'

/** What became of an entry's content: it is shown; it was left out; the person was erased; it is not what was recorded any more. */
export type ContentState = 'shown' | 'closed' | 'erased' | 'damaged'

/** An entry of the dossier: `NNNN.bin` and `NNNN.tlog-proof`, and when its content is shown `NNNN.payload` and `NNNN.salt`. */
export type BundleEntry = {
  /** Place in the dossier. */
  readonly n: number
  /** Number in the log. */
  readonly index: number
  readonly type: string
  readonly content: ContentState
  /** The file that the entry commits to, where it is shown. */
  readonly file?: BundleFile
}

/** A file of the record: its content and the salt of the commitment, by their paths in the bundle. */
export type BundleFile = { readonly name: string; readonly path: string; readonly salt: string }

/** An entry that is not of the dossier but vouches for something in it: the same files under `support/INDEX`. */
export type SupportEntry = Omit<BundleEntry, 'n' | 'file'>

export type Manifest = {
  readonly format: typeof BUNDLE_FORMAT
  readonly origin: string
  /** Of the tree that all proofs lead to. */
  readonly size: number
  /** Base64. */
  readonly root: string
  /** Name of the dossier in the log; null when no entry is about this loan alone. */
  readonly did: string | null
  readonly portfolio: string
  readonly loan: string
  readonly entries: readonly BundleEntry[]
  readonly support: readonly SupportEntry[]
  /** How many rows `rows.json` lists, each of which a support entry vouches for; without one there is no such file. */
  readonly rows: number
  /** `index.json`, what the daily index says of the dossier; false when there is no index that knows it. */
  readonly hasIndex: boolean
  /** Number in the log of the support entry that tells how many entries the dossier had when this copy was made; null in what a page checks. */
  readonly headed: number | null
  /** `dossier.pdf` and its sum. */
  readonly hasDocument: boolean
  /** Outsiders who attest `checkpoint`. */
  readonly anchors: readonly BundleAttestation[]
}

/** What one outsider says of the checkpoint, as the files to check it with. */
export type BundleAttestation = {
  /** The lender's name for the outsider. */
  readonly name: string
  readonly kind: AnchorKind
  /** As the outsider says, ISO 8601 in UTC. */
  readonly attestedAt: string
  readonly files: readonly string[]
}

/** A row with its way to the root that an entry holds. */
export type ProvedRow = {
  /** Number in the log of the entry that holds the root. */
  readonly entry: number
  /** Base64; empty for a row that needs none. */
  readonly salt: string
  /** The row, byte for byte. */
  readonly row: string
  readonly paths: readonly { readonly index: number; readonly size: number; readonly path: readonly string[] }[]
}

export function entryName(n: number): string {
  return String(n).padStart(4, '0')
}

export function provedRow(entry: number, salt: Uint8Array, row: Uint8Array, paths: readonly RowPath[]): ProvedRow {
  return {
    entry,
    salt: tlog.toBase64(salt),
    row: tlog.fromUtf8(row) ?? '',
    paths: paths.map(({ index, size, path }) => ({ index, size, path: path.map(tlog.toBase64) })),
  }
}

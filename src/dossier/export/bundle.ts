// What a court bundle is made of: files by their path in the folder. `verify/` reads the same layout; docs/evidence describes it.

import type { RowPath } from '../../evidence/index.ts'
import { tlog } from '../../kernel/index.ts'

export const BUNDLE_FORMAT = 'curebook/bundle/1'

/** An entry of the dossier: `NNNN.bin` and `NNNN.tlog-proof`, and when it is disclosed `NNNN.payload` and `NNNN.salt`. */
export type BundleEntry = {
  /** Place in the dossier. */
  readonly n: number
  /** Number in the log. */
  readonly index: number
  readonly type: string
  readonly isDisclosed: boolean
}

/** An entry that is not of the dossier but vouches for something in it: the same files under `support/INDEX`. */
export type SupportEntry = Omit<BundleEntry, 'n'>

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
  /** Rows `rows/NNNN.json` that a support entry vouches for. */
  readonly rows: number
  /** `index.json`, what the daily index says of the dossier; false when there is no index that knows it. */
  readonly hasIndex: boolean
}

/** A row with its way to the root that an entry holds, as the file of it. */
export type RowFile = {
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

export function rowFile(entry: number, salt: Uint8Array, row: Uint8Array, paths: readonly RowPath[]): RowFile {
  return {
    entry,
    salt: tlog.toBase64(salt),
    row: tlog.fromUtf8(row) ?? '',
    paths: paths.map(({ index, size, path }) => ({ index, size, path: path.map(tlog.toBase64) })),
  }
}

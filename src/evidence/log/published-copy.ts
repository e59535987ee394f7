// A published copy of the log, read entry by entry.

import { type EntryLeaf, Fault, must, parseLeaf, tlog } from '../../kernel/index.ts'
import { hasher } from '../node-crypto.ts'

/** Files of a published log by their path; null for one that is not there. */
export type ReadPublished = (path: string) => Promise<Uint8Array | null>

export type CopiedLeaf = {
  readonly place: number
  readonly bytes: Uint8Array
  readonly hash: Uint8Array
}

/** The leaves from the bundle that holds number `from` on, up to `size`, bundle by bundle. Throws `Fault` 'evidence.copy_damaged'. */
export async function* copiedBundles(read: ReadPublished, from: number, size: number): AsyncGenerator<CopiedLeaf[]> {
  for (let index = Math.floor(from / tlog.TILE_WIDTH); index * tlog.TILE_WIDTH < size; index += 1) {
    const first = index * tlog.TILE_WIDTH
    const width = Math.min(tlog.TILE_WIDTH, size - first)
    const path = tlog.tilePath({ level: 'entries', index, width })
    const bytes = await read(path)
    const leaves = bytes && tlog.decodeBundle(bytes)
    if (leaves?.length !== width) throw damaged(`${path} of the copy is missing or damaged`)
    yield leaves.map((leaf, at) => ({ place: first + at, bytes: leaf, hash: hasher.leaf(leaf) }))
  }
}

export type CopiedEntry = CopiedLeaf & { readonly entry: EntryLeaf; readonly did: Uint8Array }

/** What a leaf says. Throws `Fault` 'evidence.copy_damaged'. */
export function copiedEntry(leaf: CopiedLeaf): CopiedEntry {
  const entry = parseLeaf(leaf.bytes)
  if (typeof entry === 'string') throw damaged(`Entry ${leaf.place} of the copy is none: ${entry}`)
  return { ...leaf, entry, did: must(tlog.fromBase64Url(entry.did), 'a leaf names its dossier') }
}

export function damaged(what: string): Fault {
  return new Fault('evidence.copy_damaged', `${what}. Nothing was put back.`)
}

// The list of a bundle's files, read strictly: a bundle is checked against what it says that it holds.

import { tlog } from '../src/kernel/index.ts'

export type ListedEntry = { readonly index: number; readonly type: string; readonly isDisclosed: boolean }

export type Manifest = {
  readonly origin: string
  readonly size: number
  readonly did: string | null
  readonly portfolio: string
  readonly loan: string
  readonly entries: readonly (ListedEntry & { readonly n: number })[]
  readonly support: readonly ListedEntry[]
  readonly rows: number
  readonly hasIndex: boolean
}

export type RowFile = {
  readonly entry: number
  readonly salt: Uint8Array
  readonly row: Uint8Array
  readonly paths: readonly { readonly index: number; readonly size: number; readonly path: readonly Uint8Array[] }[]
}

type Fields = Readonly<Record<string, unknown>>

export function parseManifest(bytes: Uint8Array): Manifest | null {
  const value = parseObject(bytes)
  if (value?.['format'] !== 'curebook/bundle/1') return null
  const { origin, size, did, portfolio, loan, entries, support, rows, hasIndex } = value
  if (typeof origin !== 'string' || !isCount(size) || !isCount(rows) || typeof hasIndex !== 'boolean') return null
  if (typeof portfolio !== 'string' || typeof loan !== 'string' || !(did === null || typeof did === 'string'))
    return null
  if (!Array.isArray(entries) || !Array.isArray(support)) return null
  const listed = (entries as unknown[]).map(entry => {
    const known = listedEntry(entry)
    const n = (entry as Fields | null)?.['n']
    return known && isCount(n) ? { ...known, n } : null
  })
  const supporting = (support as unknown[]).map(listedEntry)
  if (listed.includes(null) || supporting.includes(null)) return null
  return {
    origin,
    size,
    did,
    portfolio,
    loan,
    entries: listed.flatMap(entry => entry ?? []),
    support: supporting.flatMap(entry => entry ?? []),
    rows,
    hasIndex,
  }
}

export function parseRowFile(bytes: Uint8Array): RowFile | null {
  const value = parseObject(bytes)
  if (!value) return null
  const { entry, salt, row, paths } = value
  const saltBytes = typeof salt === 'string' ? tlog.fromBase64(salt) : null
  if (!isCount(entry) || !saltBytes || typeof row !== 'string' || !Array.isArray(paths)) return null
  const ways = (paths as (Fields | null)[]).map(way => {
    const { index, size, path } = way ?? {}
    const hashes = Array.isArray(path)
      ? path.map(hash => (typeof hash === 'string' ? tlog.fromBase64(hash) : null))
      : [null]
    return isCount(index) && isCount(size) && !hashes.includes(null)
      ? { index, size, path: hashes.flatMap(hash => hash ?? []) }
      : null
  })
  if (ways.includes(null)) return null
  return { entry, salt: saltBytes, row: tlog.utf8(row), paths: ways.flatMap(way => way ?? []) }
}

function listedEntry(value: unknown): ListedEntry | null {
  const { index, type, isDisclosed } = (value ?? {}) as Fields
  return isCount(index) && typeof type === 'string' && typeof isDisclosed === 'boolean'
    ? { index, type, isDisclosed }
    : null
}

function parseObject(bytes: Uint8Array): Fields | null {
  try {
    const value: unknown = JSON.parse(tlog.fromUtf8(bytes) ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
  } catch {
    return null
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

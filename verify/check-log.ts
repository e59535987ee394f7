// Checks a published log from its files alone (C2SP tlog-tiles): every leaf is hashed again, every tile compared, the root worked out and compared with the
// one that is signed, and every dossier followed from its first entry to its last.

import { parseLeaf, tlog } from '../src/kernel/index.ts'
import { Chains } from './chains.ts'
import type { Crypto } from './crypto.ts'
import { type Finding, Findings, type ReadFile } from './finding.ts'
import { openSigned, type UsedKey } from './open-signed.ts'

export type LogCheck = {
  readonly kind: 'log'
  readonly ok: boolean
  readonly origin: string | null
  readonly size: number
  /** Hex. */
  readonly root: string | null
  readonly dossiers: number
  readonly key: UsedKey | null
  readonly findings: readonly Finding[]
}

export type LogCheckOptions = {
  /** The log's key as its owner published it elsewhere; left out, the one that lies beside the log is believed. */
  readonly vkey?: string
  readonly onProgress?: (leaves: number, size: number) => void
}

export async function checkLog(read: ReadFile, crypto: Crypto, options: LogCheckOptions = {}): Promise<LogCheck> {
  const findings = new Findings()
  const opened = await openSigned(read, crypto, options.vkey, findings)
  if (!opened)
    return {
      kind: 'log',
      ok: false,
      origin: null,
      size: 0,
      root: null,
      dossiers: 0,
      key: null,
      findings: findings.list,
    }
  const { origin, size, root } = opened.checkpoint
  const hasher = tlog.treeHasher(crypto.sha256)
  const edge = new tlog.TileEdge(hasher)
  const chains = new Chains(findings)
  for (let index = 0; index * tlog.TILE_WIDTH < size && !findings.isFull; index += 1) {
    const width = Math.min(tlog.TILE_WIDTH, size - index * tlog.TILE_WIDTH)
    const path = tlog.tilePath({ level: 'entries', index, width })
    const leaves = wholeBundle(await read(path), path, width, findings)
    // nothing to the right of what is missing can be computed
    if (!leaves) break
    const full: tlog.FullTile[] = []
    for (const [place, bytes] of leaves.entries()) {
      const where = `${index * tlog.TILE_WIDTH + place}`
      const hash = hasher.leaf(bytes)
      full.push(...edge.push(hash))
      const leaf = parseLeaf(bytes)
      if (typeof leaf === 'string')
        findings.add(
          'leaf.unreadable',
          where,
          `entry ${where} is no leaf: ${leaf}`,
          `第 ${where} 条不是有效的存证条目：${leaf}`,
        )
      else chains.add(where, leaf, hash)
    }
    await compare(read, full, findings)
    options.onProgress?.(index * tlog.TILE_WIDTH + width, size)
  }
  if (edge.size === size) await compare(read, edge.partialTiles(), findings)
  if (findings.list.length === 0 && !tlog.sameBytes(edge.root(), root))
    findings.add(
      'tree.other_root',
      'checkpoint',
      'the entries do not make the root that is signed',
      '各条目算出的根与签名的根不同',
    )
  return {
    kind: 'log',
    ok: findings.list.length === 0,
    origin,
    size,
    root: tlog.toHex(root),
    dossiers: chains.count,
    key: opened.key,
    findings: findings.list,
  }
}

function wholeBundle(bytes: Uint8Array | null, path: string, width: number, findings: Findings): Uint8Array[] | null {
  const leaves = bytes && tlog.decodeBundle(bytes)
  if (leaves?.length === width) return leaves
  findings.add(
    'bundle.damaged',
    path,
    bytes ? `the file does not hold ${width} entries` : 'the file is missing',
    bytes ? `文件中不是 ${width} 条条目` : '文件缺失',
  )
  return null
}

/** Compares published tiles with those that the entries make. */
async function compare(read: ReadFile, tiles: readonly tlog.HashTile[], findings: Findings): Promise<void> {
  for (const tile of tiles) {
    const path = tlog.tilePath(tile)
    const found = await read(path)
    if (found && tlog.sameBytes(found, tile.hashes)) continue
    findings.add(
      'tile.other_hashes',
      path,
      found ? 'the tile does not hold the hashes of the entries' : 'the tile is missing',
      found ? '该分块与条目的哈希不符' : '分块缺失',
    )
  }
}

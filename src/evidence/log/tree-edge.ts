// The right edge of the tree in memory: at each level the hashes that do not fill a tile yet. All that the sequencer needs to let the tree grow.

import { tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { hasher } from '../node-crypto.ts'
import { levelHashes } from './level-hashes.ts'

export type FullTile = {
  readonly level: number
  readonly index: number
  readonly hashes: Uint8Array
  readonly root: Uint8Array
}

export class TreeEdge {
  private readonly levels: Uint8Array[][]
  private leaves: number

  private constructor(size: number, levels: Uint8Array[][]) {
    this.leaves = size
    this.levels = levels
  }

  /** The edge of the tree of this size, from what is stored. */
  static async read(sql: Sql, size: number): Promise<TreeEdge> {
    const levels: Uint8Array[][] = []
    for (let level = 0; tlog.hashesAtLevel(size, level) > 0; level += 1) {
      const count = tlog.hashesAtLevel(size, level)
      const from = count - (count % tlog.TILE_WIDTH)
      levels.push(split(await levelHashes(sql, level, from, count)))
    }
    return new TreeEdge(size, levels)
  }

  get size(): number {
    return this.leaves
  }

  /** Adds a leaf; returns the tiles that are full by it. */
  push(leafHash: Uint8Array): FullTile[] {
    const full: FullTile[] = []
    this.leaves += 1
    let hash = leafHash
    for (let level = 0; ; level += 1) {
      const hashes = (this.levels[level] ??= [])
      hashes.push(hash)
      if (hashes.length < tlog.TILE_WIDTH) return full
      const bytes = tlog.concat(...hashes)
      hash = tlog.tileRoot(hasher, bytes)
      full.push({
        level,
        index: tlog.hashesAtLevel(this.leaves, level) / tlog.TILE_WIDTH - 1,
        hashes: bytes,
        root: hash,
      })
      this.levels[level] = []
    }
  }

  root(): Uint8Array {
    return tlog.treeRoot(hasher, this.leaves, (height, index) => {
      // the complete subtrees that make up the tree lie all in its partial tiles
      const { level, from, to } = tlog.nodeInTiles(height, index)
      return tlog.tileRoot(hasher, tlog.concat(...(this.levels[level] ?? []).slice(from, to)))
    })
  }
}

function split(hashes: Uint8Array): Uint8Array[] {
  return Array.from({ length: hashes.length / tlog.HASH_BYTES }, (_, index) =>
    hashes.slice(index * tlog.HASH_BYTES, (index + 1) * tlog.HASH_BYTES),
  )
}

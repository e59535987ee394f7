// The right edge of a tree of tiles: at each level the hashes that do not fill a tile yet. All that is needed to let the tree grow and to know its root.

import { concat } from './signed-note.ts'
import { hashesAtLevel, nodeInTiles, TILE_WIDTH, type TileId, tileRoot } from './tiles.ts'
import type { TreeHasher } from './tree-hasher.ts'
import { treeRoot } from './tree-ranges.ts'

export type HashTile = TileId & { readonly level: number; readonly hashes: Uint8Array }
export type FullTile = HashTile & {
  /** The hash of this tile in the level above. */
  readonly root: Uint8Array
}

export class TileEdge {
  private readonly hasher: TreeHasher
  private readonly levels: Uint8Array[][]
  private leaves: number

  /** The edge of a tree of `size` leaves: `levels` has the last (size / 256^level) mod 256 hashes of each level. */
  constructor(hasher: TreeHasher, size = 0, levels: Uint8Array[][] = []) {
    this.hasher = hasher
    this.leaves = size
    this.levels = levels
  }

  get size(): number {
    return this.leaves
  }

  /** Adds a leaf; returns the tiles that are full by it. */
  push(leafHash: Uint8Array): readonly FullTile[] {
    this.leaves += 1
    let full: FullTile[] = NONE
    let hash = leafHash
    for (let level = 0; ; level += 1) {
      const at = this.levels[level] ?? []
      at.push(hash)
      this.levels[level] = at.length < TILE_WIDTH ? at : []
      if (at.length < TILE_WIDTH) return full
      const hashes = concat(...at)
      hash = tileRoot(this.hasher, hashes)
      const index = hashesAtLevel(this.leaves, level) / TILE_WIDTH - 1
      full = [...full, { level, index, width: TILE_WIDTH, hashes, root: hash }]
    }
  }

  /** The tiles at the right that are not full; none of them is empty. */
  partialTiles(): HashTile[] {
    return this.levels.flatMap((hashes, level) =>
      hashes.length === 0
        ? []
        : [
            {
              level,
              index: Math.floor(hashesAtLevel(this.leaves, level) / TILE_WIDTH),
              width: hashes.length,
              hashes: concat(...hashes),
            },
          ],
    )
  }

  root(): Uint8Array {
    return treeRoot(this.hasher, this.leaves, (height, index) => {
      // the complete subtrees that make up the tree lie all in its partial tiles
      const { level, from, to } = nodeInTiles(height, index)
      return tileRoot(this.hasher, concat(...(this.levels[level] ?? []).slice(from, to)))
    })
  }
}

/** Shared by the 255 of 256 leaves that fill no tile. */
const NONE: FullTile[] = []

// The tree cut into tiles of 256 hashes, as files of the C2SP tlog-tiles layout name them. A hash at level L+1 is the root of one full tile of level L.

import { mustHold } from '../must.ts'
import { HASH_BYTES, type TreeHasher } from './tree-hasher.ts'

/** Hashes in a full tile, and leaves in a full bundle. */
export const TILE_WIDTH = 256
/** Levels of nodes that one tile stands for: 2^8 = 256. */
const TILE_HEIGHT = 8

export type TileId = {
  /** 'entries' holds the leaves themselves, level 0 their hashes. */
  readonly level: number | 'entries'
  readonly index: number
  /** 1 to 256; less than 256 only for the last one of a level. */
  readonly width: number
}

/** `tile/1/x001/234.p/17` and `tile/entries/x001/x234/067`. */
export function tilePath({ level, index, width }: TileId): string {
  const groups = [String(index % 1000).padStart(3, '0')]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

const PATH = /^tile\/(entries|[0-9]|[1-5][0-9]|6[0-3])\/((?:x[0-9]{3}\/)*)([0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/

/** The tile that a path names, or null for a path that is none or is not written the one way. */
export function parseTilePath(path: string): TileId | null {
  const [, level = '', groups = '', last = '', width] = PATH.exec(path) ?? []
  if (level === '') return null
  const tile: TileId = {
    level: level === 'entries' ? level : Number(level),
    index: Number(`${groups.replaceAll(/[x/]/g, '')}${last}`),
    width: width === undefined ? TILE_WIDTH : Number(width),
  }
  const isSmall = tile.width >= 1 && tile.width <= TILE_WIDTH
  return isSmall && Number.isSafeInteger(tile.index) && tilePath(tile) === path ? tile : null
}

/** Hashes that a level has in a tree of `size` leaves: floor(size / 256^level). */
export function hashesAtLevel(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}

/** Every tile that a tree of this size has, level by level from the leaves up; of each level the last may be partial. Nothing for an empty tree. */
export function* tilesOfTree(size: number): Generator<TileId & { readonly level: number }> {
  for (let level = 0; hashesAtLevel(size, level) > 0; level += 1) {
    const hashes = hashesAtLevel(size, level)
    for (let index = 0; index * TILE_WIDTH < hashes; index += 1)
      yield { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) }
  }
}

/** Root over the hashes of a tile, which must be 2^n of them. */
export function tileRoot(hasher: TreeHasher, hashes: Uint8Array): Uint8Array {
  const count = hashes.length / HASH_BYTES
  if (count === 1) return hashes
  mustHold(Number.isInteger(Math.log2(count)), `no complete tree has ${count} hashes`)
  return hasher.node(
    tileRoot(hasher, hashes.subarray(0, hashes.length / 2)),
    tileRoot(hasher, hashes.subarray(hashes.length / 2)),
  )
}

/** Where the hash of a complete subtree lies: the tile, and the 2^n hashes in it whose root it is. */
export function nodeInTiles(height: number, index: number): { level: number; tile: number; from: number; to: number } {
  const level = Math.floor(height / TILE_HEIGHT)
  const count = 2 ** (height % TILE_HEIGHT)
  const first = index * count
  const tile = Math.floor(first / TILE_WIDTH)
  return { level, tile, from: first % TILE_WIDTH, to: (first % TILE_WIDTH) + count }
}

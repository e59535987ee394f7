// The tree of RFC 6962 against a second way of computing it, straight from the definition; and the values that RFC 6962 logs publish as known answers.

import { describe, expect, it } from 'vitest'
import { hasher, sha256 } from '../../src/evidence/node-crypto.ts'
import { tlog } from '../../src/kernel/index.ts'

const { concat, toHex } = tlog

/** MTH(D[n]) word for word. */
function definedRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves
  if (!first) return sha256(new Uint8Array(0))
  if (leaves.length === 1) return sha256(concat(Uint8Array.of(0), first))
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(concat(Uint8Array.of(1), definedRoot(leaves.slice(0, split)), definedRoot(leaves.slice(split))))
}

const leaves = Array.from({ length: 70 }, (_, index) => tlog.utf8(`leaf ${index}`))
/** Hash of any complete subtree, from the definition. */
const read: tlog.NodeReader = (height, index) =>
  definedRoot(leaves.slice(index * 2 ** height, (index + 1) * 2 ** height))

describe('the tree', () => {
  it('has the known roots of the eight test leaves of Certificate Transparency', () => {
    const inputs = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ].map(hex => Buffer.from(hex, 'hex'))
    const roots = [
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]
    const frontier = new tlog.Frontier(hasher)
    expect(toHex(frontier.root())).toBe(roots[0])
    for (const [index, input] of inputs.entries()) {
      frontier.push(hasher.leaf(input))
      expect(toHex(frontier.root())).toBe(roots[index + 1])
    }
  })

  it('has the root of the definition at every size, however it is computed', () => {
    const frontier = new tlog.Frontier(hasher)
    for (let size = 0; size <= leaves.length; size += 1) {
      const root = toHex(definedRoot(leaves.slice(0, size)))
      expect(toHex(frontier.root()), `frontier, ${size}`).toBe(root)
      expect(toHex(tlog.treeRoot(hasher, size, read)), `ranges, ${size}`).toBe(root)
      if (size < leaves.length) frontier.push(hasher.leaf(leaves[size] ?? new Uint8Array()))
    }
  })

  it('proves every leaf at every size, and nothing else', () => {
    for (let size = 1; size <= leaves.length; size += 1) {
      const root = toHex(definedRoot(leaves.slice(0, size)))
      for (let index = 0; index < size; index += 1) {
        const path = tlog.inclusionPath(hasher, index, size, read)
        const leaf = hasher.leaf(leaves[index] ?? new Uint8Array())
        const led = (proof: { index: number; size: number; path: readonly Uint8Array[] }, hash = leaf) => {
          const found = tlog.rootOfInclusion(hasher, hash, proof)
          const short = proof.path.map(sibling => sibling.subarray(1))
          if (short.length > 0) expect(tlog.rootOfInclusion(hasher, hash, { ...proof, path: short })).toBeNull()
          return found && toHex(found)
        }
        expect(led({ index, size, path })).toBe(root)
        expect(led({ index, size, path }, hasher.leaf(tlog.utf8('another')))).not.toBe(root)
        expect(led({ index: index + 1, size, path })).not.toBe(root)
        expect(led({ index, size, path: [...path, leaf] })).toBeNull()
        if (path.length > 0) expect(led({ index, size, path: path.slice(1) })).not.toBe(root)
      }
    }
  })

  it('proves that every size goes on from every smaller one, and nothing else', () => {
    for (let size = 0; size <= 40; size += 1) {
      const newer = { size, root: definedRoot(leaves.slice(0, size)) }
      for (let old = 0; old <= size; old += 1) {
        const older = { size: old, root: definedRoot(leaves.slice(0, old)) }
        const path = tlog.consistencyPath(hasher, old, size, read)
        expect(tlog.isConsistent(hasher, older, newer, path), `${old} to ${size}`).toBe(true)
        const forged = { size: old, root: hasher.leaf(tlog.utf8('forged')) }
        expect(tlog.isConsistent(hasher, forged, newer, path), `forged ${old} to ${size}`).toBe(false)
        expect(tlog.isConsistent(hasher, older, newer, [...path, older.root])).toBe(false)
        if (path.length > 0) expect(tlog.isConsistent(hasher, older, newer, path.slice(1))).toBe(false)
      }
    }
  })
})

describe('tiles', () => {
  it('of 70,000 leaves are 274, 2 and 1', () => {
    const tiles = [...tlog.tilesOfTree(70_000)]
    const width = (level: number) => tiles.filter(tile => tile.level === level).map(tile => tile.width)
    expect([width(0).length, width(1), width(2)]).toEqual([274, [256, 17], [1]])
    expect(width(0).at(-1)).toBe(112)
    expect([...tlog.tilesOfTree(256)]).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ])
    expect([...tlog.tilesOfTree(0)]).toEqual([])
  })

  it.each([
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 63, index: 0, width: 1 }, 'tile/63/000.p/1'],
    [{ level: 'entries', index: 999, width: 255 }, 'tile/entries/999.p/255'],
    [{ level: 1, index: 1000, width: 256 }, 'tile/1/x001/000'],
  ] as const)('%j is %s', (tile, path) => {
    expect(tlog.tilePath(tile)).toBe(path)
    expect(tlog.parseTilePath(path)).toEqual(tile)
  })

  it.each([
    'tile/64/000',
    'tile/01/000',
    'tile/0/0',
    'tile/0/x000/001',
    'tile/0/000.p/256',
    'tile/0/000.p/0',
    'tile/0/001/000',
    'tile/entries/000.p/01',
    'tile/0/../000',
    '/tile/0/000',
  ])('%s names none', path => expect(tlog.parseTilePath(path)).toBeNull())

  it('lead to every complete subtree', () => {
    const hashes = leaves.slice(0, 64).map(hasher.leaf)
    for (let height = 0; height <= 6; height += 1)
      for (let index = 0; index < 64 / 2 ** height; index += 1) {
        const { level, tile, from, to } = tlog.nodeInTiles(height, index)
        expect([level, tile]).toEqual([0, 0])
        expect(toHex(tlog.tileRoot(hasher, concat(...hashes.slice(from, to))))).toBe(toHex(read(height, index)))
      }
    expect(tlog.nodeInTiles(9, 300)).toEqual({ level: 1, tile: 2, from: 88, to: 90 })
  })
})

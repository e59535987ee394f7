// The way of a row from its surroundings alone leads where the way from all rows leads.

import { expect, it } from 'vitest'
import { tlog } from '../kernel/index.ts'
import { hasher } from './node-crypto.ts'
import { ROW_GROUP, rowPath, rowPathOf, sealGroups, sealRows } from './row-tree.ts'

it.each([1, 2, 15, 16, 17, 33, 255, 256, 257, 511, 512, 600, 1024, 1100, 4096, 4400])(
  'the way of each of %i rows needs its group, what is around it, and the roots of the blocks',
  size => {
    const hashes = tlog.concat(
      ...Array.from({ length: size }, (_, at) => hasher.leaf(Uint8Array.of(at >> 8, at & 255))),
    )
    const part = (all: Uint8Array, from: number, to: number) => all.subarray(from * 32, to * 32)
    const around = (all: Uint8Array, index: number) => {
      const [own, count] = [index - (index % ROW_GROUP), all.length / 32]
      return { own: part(all, own, own + ROW_GROUP), rest: part(all, count - (count % ROW_GROUP), count) }
    }
    const { root, groups, blocks } = sealGroups(hashes)
    expect(tlog.sameBytes(root, sealRows(hashes).root)).toBe(true)
    for (let index = 0; index < size; index += size > 300 ? 7 : 1) {
      const rows = around(hashes, index)
      const way = rowPathOf({ index, size, rows, groups: around(groups, Math.floor(index / ROW_GROUP)), blocks })
      expect(way.path.map(tlog.toHex)).toEqual(rowPath(hashes, index).path.map(tlog.toHex))
      const led = tlog.rootOfInclusion(hasher, part(hashes, index, index + 1), way)
      expect(led && tlog.toHex(led)).toBe(tlog.toHex(root))
    }
  },
)

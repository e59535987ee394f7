// The way of a row from its group alone leads where the way from all rows leads.

import { expect, it } from 'vitest'
import { tlog } from '../kernel/index.ts'
import { hasher } from './node-crypto.ts'
import { ROW_GROUP, rowGroups, rowPath, rowPathOf, sealRows } from './row-tree.ts'

it.each([1, 2, 15, 16, 17, 33, 256, 257, 511, 512, 600, 1024, 1100])(
  'the way of each of %i rows needs its group, the rest and the roots of the groups',
  size => {
    const hashes = tlog.concat(
      ...Array.from({ length: size }, (_, at) => hasher.leaf(Uint8Array.of(at >> 8, at & 255))),
    )
    const part = (from: number, to: number) => hashes.subarray(from * 32, to * 32)
    const { root } = sealRows(hashes)
    for (let index = 0; index < size; index += size > 300 ? 7 : 1) {
      const [own, rest] = [index - (index % ROW_GROUP), size - (size % ROW_GROUP)]
      const way = rowPathOf({
        index,
        size,
        groups: rowGroups(hashes),
        group: part(own, Math.min(own + ROW_GROUP, size)),
        rest: part(rest, size),
      })
      expect(way.path.map(tlog.toHex)).toEqual(rowPath(hashes, index).path.map(tlog.toHex))
      expect(tlog.rootOfInclusion(hasher, part(index, index + 1), way)).toEqual(root)
    }
  },
)

// The published log satisfies tools that nobody here wrote: Go's own packages for transparency logs, and the consistency check of Tessera. And each of them
// refuses a log that was tampered with, so that its consent means something.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bringLogUpToDate, currentLogKey, publishLog } from '../../src/evidence/index.ts'
import { must, tlog } from '../../src/kernel/index.ts'
import { recordEntries } from '../evidence/small-log.ts'
import { outsideTool, testDatabase, testFolder } from '../kit/index.ts'
import { foreignKey, otherBase64, replaced, turned, withFile } from './published.ts'

const ORIGIN = 'log.example/1'
/** Around each width of a tile, and the last with two full tiles and a part. */
const SIZES = [1, 2, 255, 256, 257, 512, 700]
const LAST = 700
const BUNDLES = ['tile/entries/000', 'tile/entries/001', 'tile/entries/002.p/188']

const xmod = outsideTool('xmod-check')
const tessera = outsideTool('tessera-fsck')

describe.each([
  { by: 'golang.org/x/mod', tool: xmod, check: (folder: string, vkey: string) => xmod.complaint('log', folder, vkey) },
  { by: 'fsck of Tessera', tool: tessera, check: tessera.complaint },
])('a published log, checked by $by $tool.reason', ({ tool, check }) => {
  describe.skipIf(tool.absent)('', () => {
    const test = testDatabase()
    const home = testFolder()
    const folder = testFolder()
    const vkey = join(folder, 'log.vkey')
    const complaint = () => check(folder, vkey)
    const complaintWith = (path: string, change: (bytes: Buffer) => Uint8Array) =>
      withFile(join(folder, path), change, complaint)

    async function publishAt(size: number): Promise<void> {
      const bring = () => bringLogUpToDate(test.db, { home, origin: ORIGIN })
      await recordEntries(test.db, size - (await bring()).size)
      const { key } = must(await currentLogKey(test.db), 'the log is signed')
      await publishLog(test.db, folder, await bring(), key)
    }
    const found = new Map<number, string | null>()
    beforeAll(async () => {
      for (const size of SIZES) {
        await publishAt(size)
        found.set(size, complaint())
      }
    })

    it('holds at every size', () => {
      expect(readFileSync(join(folder, 'checkpoint'), 'utf8')).toContain(`\n${LAST}\n`)
      expect([...found]).toEqual(SIZES.map(size => [size, null]))
    })

    it('does not hold with a byte of any tile or of any bundle of entries changed', () => {
      const tiles = [...tlog.tilesOfTree(LAST)].map(tlog.tilePath)
      expect(tiles).toEqual(['tile/0/000', 'tile/0/001', 'tile/0/002.p/188', 'tile/1/000.p/2'])
      const unseen = [...tiles, ...BUNDLES].flatMap(path =>
        [0.1, 0.5, 0.999]
          .filter(part => complaintWith(path, bytes => turned(bytes, part)) === null)
          .map(part => `${path} at ${part}`),
      )
      expect(unseen).toEqual([])
      expect(complaint()).toBeNull()
    })

    it('does not hold with an entry altered as a person would, left out, or in the place of another', () => {
      const path = 'tile/entries/001'
      expect(complaintWith(path, bytes => replaced(bytes, '"seq":40,', '"seq":41,'))).not.toBeNull()
      const first = (bytes: Buffer) => 2 + bytes.readUInt16BE(0)
      expect(complaintWith(path, bytes => bytes.subarray(first(bytes)))).not.toBeNull()
      expect(
        complaintWith(path, bytes => Buffer.concat([bytes.subarray(first(bytes)), bytes.subarray(0, first(bytes))])),
      ).not.toBeNull()
      expect(complaint()).toBeNull()
    })

    it('does not hold with a file missing', () => {
      for (const path of ['checkpoint', 'tile/0/001', 'tile/1/000.p/2', 'tile/entries/000']) {
        const whole = readFileSync(join(folder, path))
        rmSync(join(folder, path))
        expect(complaint(), path).not.toBeNull()
        writeFileSync(join(folder, path), whole)
      }
      expect(complaint()).toBeNull()
    })

    it('does not hold under another name, size, root or signature', () => {
      const [, , root = '', , line = ''] = readFileSync(join(folder, 'checkpoint'), 'utf8').split('\n')
      const signature = line.split(' ').at(-1) ?? ''
      for (const [from, to] of [
        [ORIGIN, 'log.example/2'],
        [`\n${LAST}\n`, '\n256\n'],
        [root, otherBase64(root)],
        [signature, otherBase64(signature)],
      ] as const)
        expect(
          complaintWith('checkpoint', bytes => replaced(bytes, from, to)),
          from,
        ).not.toBeNull()
      expect(complaint()).toBeNull()
    })

    it('does not hold for another key of the same name', () => {
      const other = join(testFolder(), 'other.vkey')
      writeFileSync(other, foreignKey(ORIGIN))
      expect(check(folder, other)).not.toBeNull()
      expect(complaint()).toBeNull()
    })
  })
})

// The published log: what is in the folder checks without the database, and a change of any bit of any file of it is found.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bringLogUpToDate, currentLogKey, proveEntry, publishLog } from '../../src/evidence/index.ts'
import { proveConsistency } from '../../src/evidence/log/prove.ts'
import { readTreeEdge } from '../../src/evidence/log/tree-edge.ts'
import { hasher } from '../../src/evidence/node-crypto.ts'
import { must, tlog } from '../../src/kernel/index.ts'
import { checkLog, nodeCrypto, readFolder } from '../../verify/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { randomOf, testSeed } from '../kit/random.ts'
import { recordEntries } from './small-log.ts'

const FLIPS = 600

describe('the published log', () => {
  const test = testDatabase()
  const home = testFolder()
  const folder = testFolder()

  async function publish(to = folder) {
    const checkpoint = await bringLogUpToDate(test.db, { home, origin: 'log.example/1' })
    const { key } = must(await currentLogKey(test.db), 'the log is signed')
    return publishLog(test.db, to, checkpoint, key)
  }
  const check = (from = folder) => checkLog(readFolder(from), nodeCrypto)

  beforeAll(async () => {
    await recordEntries(test.db, 300)
  })

  it('checks from its files alone', async () => {
    expect(await publish()).toMatchObject({ origin: 'log.example/1', size: 300 })
    expect(await check()).toMatchObject({ ok: true, size: 300, dossiers: 7, findings: [] })
    expect(files(folder)).toEqual([
      'checkpoint',
      'log.vkey',
      'tile/0/000',
      'tile/0/001.p/44',
      'tile/1/000.p/1',
      'tile/entries/000',
      'tile/entries/001.p/44',
    ])
  })

  it(`does not check with any bit of any file changed (${FLIPS} changes, seed ${testSeed()}, CUREBOOK_TEST_SEED)`, async () => {
    const whole = new Map(files(folder).map(path => [path, readFileSync(join(folder, path))]))
    const random = randomOf(testSeed())
    const unseen: string[] = []
    const names = [...whole.keys()]
    for (let at = 0; at < FLIPS; at += 1) {
      // every file in turn, the small ones as often as the large
      const path = names[at % names.length] ?? ''
      const bytes = Buffer.from(must(whole.get(path), 'the file is there'))
      const bit = random.below(bytes.length * 8)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const { ok } = await checkLog(async asked => (asked === path ? bytes : (whole.get(asked) ?? null)), nodeCrypto)
      if (ok) unseen.push(`${path}, bit ${bit}`)
    }
    expect(unseen).toEqual([])
  })

  it('does not check with a file missing, cut off, or put in the place of another', async () => {
    const whole = new Map(files(folder).map(path => [path, readFileSync(join(folder, path))]))
    for (const path of whole.keys()) {
      const bytes = must(whole.get(path), 'the file is there')
      for (const [what, other] of [
        ['missing', null],
        // two bytes: a key may end without its line feed
        ['cut off', bytes.subarray(0, -2)],
        ['longer', Buffer.concat([bytes, Buffer.from([0])])],
        ['another', whole.get(path === 'tile/0/000' ? 'tile/entries/000' : 'tile/0/000') ?? null],
      ] as const) {
        const { findings } = await checkLog(
          async asked => (asked === path ? other : (whole.get(asked) ?? null)),
          nodeCrypto,
        )
        expect(findings, `${path} ${what}`).not.toEqual([])
      }
    }
  })

  it('is that of its owner: a key from elsewhere shows a log that somebody else made', async () => {
    const { key } = must(await currentLogKey(test.db), 'the log is signed')
    const vkey = tlog.printVerifierKey(key)
    expect(await checkLog(readFolder(folder), nodeCrypto, { vkey })).toMatchObject({ ok: true })
    const other = tlog.printVerifierKey(tlog.noteKey(nodeCrypto.sha256, key.name, Buffer.alloc(32, 7)))
    const { findings } = await checkLog(readFolder(folder), nodeCrypto, { vkey: other })
    expect(findings.map(({ code }) => code)).toEqual(['key.other', 'checkpoint.not_signed'])
  })

  it('grows in the same folder, and what was there keeps its bytes', async () => {
    const before = readFileSync(join(folder, 'tile/0/000'))
    await recordEntries(test.db, 500)
    expect(await publish()).toMatchObject({ size: 800 })
    expect(await check()).toMatchObject({ ok: true, size: 800, dossiers: 7 })
    expect(readFileSync(join(folder, 'tile/0/000')).equals(before)).toBe(true)
  })

  it('shows that it only grew', async () => {
    const at = async (size: number) => ({ size, root: (await readTreeEdge(test.db, size)).root() })
    for (const old of [1, 255, 256, 300, 512, 799]) {
      const path = await proveConsistency(test.db, old, 800)
      expect(tlog.isConsistent(hasher, await at(old), await at(800), path), `from ${old}`).toBe(true)
    }
  })

  it('is not mixed with another log', async () => {
    const other = testFolder()
    writeFileSync(join(other, 'log.vkey'), 'other.example+00000000+AA==\n')
    await expect(publish(other)).rejects.toMatchObject({ code: 'evidence.folder_of_other_log' })
    rmSync(join(other, 'log.vkey'))
    expect(await publish(other)).toMatchObject({ size: 800 })
  })

  it('has a proof for every entry, which leads to the signed root', async () => {
    const checkpoint = await bringLogUpToDate(test.db, { home, origin: undefined })
    for (const index of [0, 1, 255, 256, 511, 512, 767, 768, 799]) {
      const { leaf, proof } = await proveEntry(test.db, index, checkpoint)
      const parsed = must(tlog.parseProof(proof), 'our own proof reads')
      const root = tlog.rootOfInclusion(hasher, hasher.leaf(leaf), { ...parsed, size: checkpoint.size })
      expect(root && tlog.toHex(root)).toBe(tlog.toHex(checkpoint.root))
      expect(Buffer.from(parsed.checkpoint).equals(checkpoint.note)).toBe(true)
    }
    await expect(proveEntry(test.db, 800, checkpoint)).rejects.toMatchObject({ code: 'evidence.entry_unknown' })
  })
})

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

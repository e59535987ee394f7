// The published log: what is in the folder checks without the database, and a change of any bit of any file of it is found.

import { spawn } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bringLogUpToDate, currentLogKey, proveEntry, publishLog } from '../../src/evidence/index.ts'
import { proveConsistency } from '../../src/evidence/log/prove.ts'
import { readTreeEdge } from '../../src/evidence/log/tree-edge.ts'
import { hasher } from '../../src/evidence/node-crypto.ts'
import { must, tlog } from '../../src/kernel/index.ts'
import type { Database } from '../../src/platform/index.ts'
import { checkLog, nodeCrypto, readFolder } from '../../verify/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { randomOf, testSeed } from '../kit/random.ts'
import { anotherTree } from './anchors/another-tree.ts'
import { asSuperuser } from './put-back.ts'
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

  describe('published where something is already', () => {
    const bytesOf = (path: string) => readFileSync(join(folder, path))
    const copyOf = () => {
      const copy = testFolder()
      cpSync(folder, copy, { recursive: true })
      return copy
    }
    const same = (one: string) =>
      expect(files(one).map(path => [path, readFileSync(join(one, path)).equals(bytesOf(path))])).toEqual(
        files(folder).map(path => [path, true]),
      )

    it('writes anew what was cut off, and clears away what was never finished', async () => {
      const copy = copyOf()
      // as a program leaves it that was killed while it wrote without care, or a copy that broke off
      writeFileSync(join(copy, 'tile/0/001'), bytesOf('tile/0/001').subarray(0, 4_000))
      writeFileSync(join(copy, 'tile/0/002'), '')
      writeFileSync(join(copy, 'tile/entries/001'), bytesOf('tile/entries/001').subarray(0, -1))
      writeFileSync(join(copy, 'tile/entries/002'), '')
      rmSync(join(copy, 'tile/entries/000'))
      writeFileSync(join(copy, 'tile/0/000.0123456789ab.draft'), 'half')
      writeFileSync(join(copy, 'checkpoint.0123456789ab.draft'), 'half')
      // not of the log: it is nobody's business here
      writeFileSync(join(copy, 'letter.0123456789ab.draft'), 'Dear Ben')
      expect((await check(copy)).ok).toBe(false)
      await publish(copy)
      expect(await check(copy)).toMatchObject({ ok: true, size: 800 })
      expect(readFileSync(join(copy, 'letter.0123456789ab.draft'), 'utf8')).toBe('Dear Ben')
      rmSync(join(copy, 'letter.0123456789ab.draft'))
      same(copy)
    })

    it.each(['tile/0/001', 'tile/entries/001'])('refuses where %s says something else, and leaves it', async path => {
      const copy = copyOf()
      // without its checkpoint: what an interrupted publication of another log would leave
      rmSync(join(copy, 'checkpoint'))
      const other = bytesOf(path)
      other[100] = (other[100] ?? 0) ^ 1
      for (const bytes of [other, Buffer.concat([bytesOf(path), Buffer.of(1)]), other.subarray(0, 4_000)]) {
        writeFileSync(join(copy, path), bytes)
        await expect(publish(copy)).rejects.toMatchObject({
          code: 'evidence.publish_forked',
          message: expect.stringContaining(path),
        })
        expect(readFileSync(join(copy, path)).equals(bytes)).toBe(true)
      }
      expect(existsSync(join(copy, 'checkpoint'))).toBe(false)
    })

    it('broken off between any two statements leaves whole files, and no checkpoint that promises more than is there', async () => {
      const checkpoint = await bringLogUpToDate(test.db, { home, origin: undefined })
      const { key } = must(await currentLogKey(test.db), 'the log is signed')
      for (const statements of [1, 2, 3, 4]) {
        const to = testFolder()
        let left = statements
        const failing: Database = {
          ...test.db,
          query: (...query) => {
            left -= 1
            return left < 0 ? Promise.reject(new Error('power failed')) : test.db.query(...query)
          },
        }
        await expect(publishLog(failing, to, checkpoint, key)).rejects.toThrow('power failed')
        for (const path of files(to)) expect(readFileSync(join(to, path)).equals(bytesOf(path)), path).toBe(true)
        expect(existsSync(join(to, 'checkpoint'))).toBe(false)
        await publish(to)
        for (const path of files(to)) expect(readFileSync(join(to, path)).equals(bytesOf(path)), path).toBe(true)
        expect((await check(to)).ok).toBe(true)
      }
    })

    it.each([1, 3, 6, 9])(
      'killed when it had written %i files leaves each whole, and the next makes it whole',
      async count => {
        const to = testFolder()
        const child = spawn(process.execPath, [join(import.meta.dirname, 'publish-child.ts'), test.url, to], {
          stdio: ['ignore', 'ignore', 'inherit'],
        })
        const end = new Promise(resolve => child.on('exit', resolve))
        const whole = () => files(to).filter(path => !path.endsWith('.draft'))
        while (child.exitCode === null && whole().length < count) await new Promise(resolve => setImmediate(resolve))
        child.kill('SIGKILL')
        await end
        const left = whole()
        expect(left.length).toBeGreaterThanOrEqual(count)
        const read = new Map(left.map(path => [path, readFileSync(join(to, path))]))
        await publish(to)
        expect(await check(to)).toMatchObject({ ok: true })
        for (const [path, bytes] of read) expect(readFileSync(join(to, path)).equals(bytes), path).toBe(true)
        expect(whole()).toEqual(files(to))
      },
    )

    it('never goes back: a folder that knows more of the log is left as it is', async () => {
      const { key } = must(await currentLogKey(test.db), 'the log is signed')
      const older = await bringLogUpToDate(test.db, { home, origin: undefined })
      const copy = copyOf()
      await recordEntries(test.db, 10)
      const newer = await bringLogUpToDate(test.db, { home, origin: undefined })
      await publishLog(test.db, copy, newer, key)
      await expect(publishLog(test.db, copy, older, key)).rejects.toMatchObject({
        code: 'evidence.publish_behind',
        message: expect.stringContaining(`has ${newer.size} entries of this log already, and ${older.size} would`),
      })
      expect(readFileSync(join(copy, 'checkpoint')).equals(newer.note)).toBe(true)
      expect(await check(copy)).toMatchObject({ ok: true, size: newer.size })
    })

    it('two at once leave the newer, whichever began first', async () => {
      const { key } = must(await currentLogKey(test.db), 'the log is signed')
      const older = await bringLogUpToDate(test.db, { home, origin: undefined })
      await recordEntries(test.db, 10)
      const newer = await bringLogUpToDate(test.db, { home, origin: undefined })
      for (const both of [
        [older, newer],
        [newer, older],
      ]) {
        const to = testFolder()
        const ends = await Promise.allSettled(both.map(checkpoint => publishLog(test.db, to, checkpoint, key)))
        for (const end of ends)
          if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'evidence.publish_behind' })
        expect(readFileSync(join(to, 'checkpoint')).equals(newer.note)).toBe(true)
        expect(await check(to)).toMatchObject({ ok: true, size: newer.size })
        expect(files(to).filter(path => path.endsWith('.draft'))).toEqual([])
      }
    })

    it('refuses another tree under the same name, of the same size or a smaller one, and another log', async () => {
      const { key } = must(await currentLogKey(test.db), 'the log is signed')
      const checkpoint = await bringLogUpToDate(test.db, { home, origin: undefined })
      for (const size of [checkpoint.size, checkpoint.size - 1]) {
        const copy = copyOf()
        writeFileSync(join(copy, 'checkpoint'), anotherTree(home, key, size).note)
        await expect(publish(copy)).rejects.toMatchObject({ code: 'evidence.publish_forked' })
      }
      const copy = copyOf()
      for (const note of [
        anotherTree(home, { ...key, name: 'log.example/2' }, 1).note,
        Buffer.from('cut'),
        Buffer.alloc(0),
      ]) {
        writeFileSync(join(copy, 'checkpoint'), note)
        await expect(publish(copy)).rejects.toMatchObject({ code: 'evidence.folder_of_other_log' })
        expect(readFileSync(join(copy, 'checkpoint')).equals(note)).toBe(true)
      }
    })

    it('says in a sentence that a folder is a file, or cannot be written', async () => {
      const file = join(testFolder(), 'log')
      writeFileSync(file, 'a file')
      await expect(publish(file)).rejects.toMatchObject({
        code: 'platform.folder_unwritable',
        message: `${file} is a file. Name a folder with --to.`,
      })
      await expect(publish(join(file, 'log'))).rejects.toMatchObject({ code: 'platform.folder_unwritable' })
      const blocked = testFolder()
      writeFileSync(join(blocked, 'tile'), 'in the way')
      await expect(publish(blocked)).rejects.toMatchObject({
        code: 'platform.folder_unwritable',
        message: expect.stringMatching(/cannot be written: .*(EEXIST|ENOTDIR)/),
      })
      expect(files(blocked)).toEqual(['tile'])
    })

    it('writes nothing of a log whose leaves are not those of its tree', async () => {
      const to = testFolder()
      await asSuperuser(
        test.db,
        'create table public.kept as select * from evidence.leaf where leaf_index = 300',
        `update evidence.leaf set bytes = bytes || '\x20' where leaf_index = 300`,
      )
      await expect(publish(to)).rejects.toMatchObject({
        code: 'evidence.log_damaged',
        message: expect.stringContaining('256 to 511'),
      })
      expect(existsSync(join(to, 'checkpoint'))).toBe(false)
      await asSuperuser(
        test.db,
        'update evidence.leaf set bytes = kept.bytes from public.kept where leaf.leaf_index = kept.leaf_index',
      )
      await publish(to)
      expect((await check(to)).ok).toBe(true)
    })
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
    await expect(proveEntry(test.db, checkpoint.size, checkpoint)).rejects.toMatchObject({
      code: 'evidence.entry_unknown',
    })
  })
})

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

// Witnesses of the log: what one cosigns is kept byte for byte and holds; what does not hold is never kept; and one that knows more of the log than the
// database stops it before it signs another tree under the same name.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anchorStates } from '../../../src/evidence/anchors/anchor-states.ts'
import { attestCheckpoint } from '../../../src/evidence/anchors/attest-checkpoint.ts'
import { witness } from '../../../src/evidence/anchors/witness/witness.ts'
import { bringLogUpToDate, currentLogKey, startLogKeeper } from '../../../src/evidence/index.ts'
import { sha256, verifyEd25519 } from '../../../src/evidence/node-crypto.ts'
import { must, tlog } from '../../../src/kernel/index.ts'
import { silentLog, systemClock } from '../../../src/platform/index.ts'
import { testDatabase, testFolder } from '../../kit/index.ts'
import { recordEntries } from '../small-log.ts'
import { anotherTree } from './another-tree.ts'
import { COSIGNED_AT, type StrictWitness, startStrictWitness } from './strict-witness.ts'

const ORIGIN = 'log.example/1'

describe('a witness', () => {
  const test = testDatabase()
  const home = testFolder()
  let other: StrictWitness
  let number = 0
  let key: tlog.NoteKey

  const anchor = (more: { url?: string; vkey?: string } = {}) =>
    witness({ name: `witness-${number}`, url: other.url, vkey: other.vkey, everyMinutes: 60, ...more })
  const bring = (by: ReturnType<typeof anchor>[] = []) =>
    bringLogUpToDate(test.db, { home, origin: ORIGIN, anchors: by })
  const attempt = async (by = anchor(), stopping = new AbortController().signal) =>
    attestCheckpoint(test.db, by, await bring(), stopping)
  const state = async () => must((await anchorStates(test.db, [anchor()]))[0], 'the anchor is known')
  const grow = async (count: number) => {
    await recordEntries(test.db, count)
    return bring()
  }
  const kept = () =>
    test.db.query<{ size: bigint; response: Uint8Array; request: Uint8Array | null }>(
      'select size, request, response from evidence.anchor where name = $1 order by size',
      [`witness-${number}`],
    )

  beforeEach(async () => {
    number += 1
    other = await startStrictWitness()
    await grow(3)
    key = must(await currentLogKey(test.db), 'the log is signed').key
    other.trust(tlog.printVerifierKey(key))
  })
  afterEach(() => other.stop())

  it('cosigns a checkpoint, and its line behind the note makes the cosigned checkpoint', async () => {
    const { note, size } = await bring()
    expect(await state()).toMatchObject({ kind: 'witness', size: 0, unanchoredSince: expect.any(String) })
    expect(await attempt()).not.toBeNull()
    expect(await state()).toMatchObject({ size, attestedAt: COSIGNED_AT.text, unanchoredSince: null, trouble: null })
    const [row] = await kept()
    expect(row?.request).toBeNull()
    const cosigned = must(tlog.parseNote(tlog.concat(note, row?.response ?? note)), 'it is a note')
    // the line of a stranger is left out
    expect(cosigned.signatures.map(({ name }) => name)).toEqual([ORIGIN, 'witness.example/w1'])
    const witnessKey = must(tlog.parseVerifierKey(sha256, other.vkey), 'it is a key')
    expect(tlog.cosignedAt(cosigned, witnessKey, verifyEd25519)).toBe(COSIGNED_AT.seconds)
  })

  it('is shown that the log only grew, whatever the sizes', async () => {
    for (const count of [1, 1, 250, 1, 1, 300, 513]) {
      const { size } = await grow(count)
      expect(await attempt()).not.toBeNull()
      expect(other.known?.size).toBe(size)
    }
    expect(await kept()).toHaveLength(7)
    expect(new Set(other.seen)).toEqual(new Set(['POST 200']))
  })

  it('that cosigned what we do not know of is asked again from its size', async () => {
    expect(await attempt()).not.toBeNull()
    // another name: nothing is known here of what it attested
    number += 1
    await grow(270)
    expect(await attempt()).not.toBeNull()
    expect(other.seen).toEqual(['POST 200', 'POST 409', 'POST 200'])
  })

  it('that cosigned a later checkpoint meanwhile, for another program, is no trouble', async () => {
    const earlier = await bring()
    await grow(4)
    expect(await attempt()).not.toBeNull()
    number += 1
    expect(await attestCheckpoint(test.db, anchor(), earlier, new AbortController().signal)).toBeNull()
    expect((await state()).trouble).toBeNull()
    expect(other.seen.at(-1)).toBe('POST 409')
    await expect(bring([anchor()])).resolves.toMatchObject({ size: earlier.size + 4 })
  })

  it('is not asked again for what it attested', async () => {
    expect(await attempt()).not.toBeNull()
    expect(await attempt()).not.toBeNull()
    expect(other.seen).toEqual(['POST 200'])
  })

  it.each([
    ['another text', 'is not over this checkpoint'],
    ['another key', 'is not signed by witness.example/w1 with the key of the settings'],
    ['nonsense', 'is no signature line'],
    ['an error', 'HTTP status 503'],
  ] as const)('that answers with %s is not believed, and the trouble is told', async (answers, says) => {
    other.answers = answers
    expect(await attempt()).toBeNull()
    expect(await state()).toMatchObject({ trouble: expect.stringContaining(says), unanchoredSince: expect.any(String) })
    expect(await kept()).toEqual([])
    other.answers = 'rightly'
    expect(await attempt()).not.toBeNull()
    expect(await state()).toMatchObject({ trouble: null, unanchoredSince: null })
  })

  it('that does not say its size is not believed', async () => {
    expect(await attempt()).not.toBeNull()
    number += 1
    other.answers = 'no size'
    await grow(1)
    expect(await attempt()).toBeNull()
    expect((await state()).trouble).toContain('does not say which')
    expect(other.seen).toEqual(['POST 200', 'POST 409'])
  })

  it('that is away is tried again; the log goes on growing and being signed meanwhile', async () => {
    const away = anchor({ url: 'http://127.0.0.1:1/w/' })
    expect(await attempt(away)).toBeNull()
    expect((await state()).trouble).toMatch(/^witness-\d+ did not answer: no connection/)
    await recordEntries(test.db, 5)
    const { size } = await bring([away])
    expect(await attempt()).not.toBeNull()
    expect(await state()).toMatchObject({ size, trouble: null })
  })

  it('that never answers is left when the program stops', async () => {
    other.answers = 'never'
    const stopping = new AbortController()
    const attempted = attempt(anchor(), stopping.signal)
    await systemClock.sleep(300)
    stopping.abort()
    await expect(attempted).rejects.toMatchObject({ code: 'evidence.anchor_unreachable' })
  })

  it('that does not know the log, or does not trust its key, is told of by what to do', async () => {
    const stranger = await startStrictWitness()
    const asked = { url: stranger.url, vkey: stranger.vkey }
    expect(await attempt(anchor(asked))).toBeNull()
    expect((await state()).trouble).toContain(`does not know the log ${ORIGIN}`)
    stranger.trust(tlog.printVerifierKey(tlog.noteKey(sha256, ORIGIN, Buffer.alloc(32, 7))))
    expect(await attempt(anchor(asked))).toBeNull()
    expect((await state()).trouble).toContain('does not trust the key')
    await stranger.stop()
  })

  describe('that cosigned another tree', () => {
    it.each(['smaller', 'of the same size'])('%s contradicts: told, asked once, and nothing kept', async which => {
      const { size } = await bring()
      other.known = anotherTree(home, key, which === 'smaller' ? size - 1 : size)
      expect(await attempt()).toBeNull()
      expect((await state()).trouble).toContain('are not those of this database')
      expect(other.seen).toEqual(['POST 409', which === 'smaller' ? 'POST 422' : 'POST 409'])
      expect(await kept()).toEqual([])
      // it is not forgotten either: the next time says the same
      expect(await attempt()).toBeNull()
      expect((await state()).trouble).toContain('are not those of this database')
    })

    it('and publishes it under our signature stops the log', async () => {
      const { size } = await bring()
      other.known = anotherTree(home, key, size)
      other.publishes = true
      await recordEntries(test.db, 1)
      await expect(bring([anchor()])).rejects.toMatchObject({
        code: 'evidence.log_forked',
        message: expect.stringContaining(`witness-${number}`),
      })
    })
  })

  describe('that knows more than the database', () => {
    /** The home as it is after it too was put back: its key, and no memory. */
    const forgetHome = () => rmSync(join(home, 'log'), { recursive: true, force: true })
    const ahead = async () => {
      expect(await attempt()).not.toBeNull()
      const { size } = must(other.known, 'it cosigned')
      other.known = { ...must(other.known, 'it cosigned'), size: size + 5 }
      forgetHome()
      await recordEntries(test.db, 2)
      return size
    }
    const leaves = async () =>
      Number((await test.db.query<{ count: bigint }>('select count(*) from evidence.leaf'))[0]?.count)

    it.each([
      ['publishes what it cosigned', true],
      ['only takes checkpoints', false],
    ])('and %s stops the log before anything is signed or added', async (_, publishes) => {
      const size = await ahead()
      if (publishes) other.known = anotherTree(home, key, size + 5)
      other.publishes = publishes
      const before = await leaves()
      await expect(bring([anchor()])).rejects.toMatchObject({
        code: 'evidence.log_behind',
        message: expect.stringMatching(new RegExp(`witness-${number} knows \\d+.*older backup`)),
      })
      expect([await leaves(), size]).toEqual([before, size])
      // without the witness nobody would have known
      await expect(bring()).resolves.toMatchObject({ size: size + 2 })
    })

    it('stops the log also when it says so only when it is asked to attest', async () => {
      const { size } = await bring()
      const clock = systemClock
      other.answers = 'an error'
      const keeper = startLogKeeper(test.db, { home, origin: ORIGIN, anchors: [anchor()], clock, log: silentLog })
      try {
        // asked once before the first signature, and to attest
        await expect.poll(() => [...other.seen].sort().slice(0, 3)).toEqual(['GET 503', 'POST 503', 'POST 503'])
        expect(keeper.trouble()).toBeNull()
        other.known = anotherTree(home, key, size + 50)
        other.answers = 'rightly'
        await expect.poll(() => keeper.trouble()?.code).toBe('evidence.log_behind')
        expect((await state()).trouble).toContain('put back from an older backup')
        const before = await leaves()
        await recordEntries(test.db, 1)
        await clock.sleep(600)
        expect(await leaves()).toBe(before)
      } finally {
        await keeper.stop()
      }
    })
  })
})

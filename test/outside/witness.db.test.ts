// Our log before a witness that nobody here wrote, litewitness of torchwood: it cosigns what only grew, refuses a log that changed or went back, and its refusal
// stops us.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anchorStates } from '../../src/evidence/anchors/anchor-states.ts'
import { attestCheckpoint } from '../../src/evidence/anchors/attest-checkpoint.ts'
import { witness } from '../../src/evidence/anchors/witness/witness.ts'
import { bringLogUpToDate, currentLogKey, type SignedCheckpoint } from '../../src/evidence/index.ts'
import { sha256, verifyEd25519 } from '../../src/evidence/node-crypto.ts'
import { must, tlog } from '../../src/kernel/index.ts'
import { anotherTree } from '../evidence/anchors/another-tree.ts'
import { recordEntries } from '../evidence/small-log.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { type Litewitness, litewitness, startLitewitness } from './litewitness.ts'
import { foreignKey } from './published.ts'

const ORIGIN = 'log.example/1'

describe.skipIf(litewitness.absent)(`litewitness ${litewitness.reason}`, () => {
  const test = testDatabase()
  const home = testFolder()
  let other: Litewitness

  const anchor = () => witness({ name: 'lite', url: other.url, vkey: other.vkey, everyMinutes: 60 })
  const bring = (anchors: ReturnType<typeof anchor>[] = []) =>
    bringLogUpToDate(test.db, { home, origin: ORIGIN, anchors })
  const stopping = new AbortController().signal
  const attempt = async (checkpoint?: SignedCheckpoint) =>
    attestCheckpoint(test.db, anchor(), checkpoint ?? (await bring()), stopping)
  const trouble = async () => (await anchorStates(test.db, [anchor()]))[0]?.trouble
  const logKey = async () => must(await currentLogKey(test.db), 'the log is signed').key
  const attest = async (checkpoint: SignedCheckpoint, attestedSize: number) =>
    anchor().attest(checkpoint, {
      stopping,
      attestedSize,
      proveFrom: async () => [],
      logSize: async () => checkpoint.size,
    })

  beforeAll(async () => {
    other = await startLitewitness()
    await recordEntries(test.db, 3)
  })
  afterAll(() => other.stop())

  it('does not cosign a log that it does not know, or whose key it does not trust', async () => {
    expect(await attempt()).toBeNull()
    expect(await trouble()).toContain('does not know the log')
    other.know(ORIGIN)
    other.trust(ORIGIN, foreignKey(ORIGIN).trim())
    expect(await attempt()).toBeNull()
    expect(await trouble()).toContain('does not trust the key')
    other.trust(ORIGIN, tlog.printVerifierKey(await logKey()))
    expect(await attempt()).not.toBeNull()
    expect(await trouble()).toBeNull()
  })

  it.each([1, 2, 249, 1, 1, 256, 600])('cosigns %i entries more, and its line holds', async count => {
    await recordEntries(test.db, count)
    const { note, size } = await bring()
    expect(await attempt()).not.toBeNull()
    const [row] = await test.db.query<{ response: Uint8Array }>(
      'select response from evidence.anchor where size = $1',
      [size],
    )
    const cosigned = must(tlog.parseNote(tlog.concat(note, row?.response ?? note)), 'it is a note')
    const key = must(tlog.parseVerifierKey(sha256, other.vkey), 'it is a key')
    expect(tlog.cosignedAt(cosigned, key, verifyEd25519)).toBeGreaterThan(0)
  })

  it('tells its size to who asks from another, and goes on from there', async () => {
    await recordEntries(test.db, 100)
    const forgetful = witness({ name: 'lite-again', url: other.url, vkey: other.vkey, everyMinutes: 60 })
    expect(await attestCheckpoint(test.db, forgetful, await bring(), stopping)).not.toBeNull()
  })

  it('refuses another tree that our own key signed: larger, as large, smaller', async () => {
    const { size } = await bring()
    for (const [forged, code] of [
      [anotherTree(home, await logKey(), size + 10), 'evidence.witness_contradicts'],
      [anotherTree(home, await logKey(), size), 'evidence.witness_contradicts'],
      [anotherTree(home, await logKey(), size - 10), 'evidence.witness_ahead'],
    ] as const)
      await expect(attest(forged, Math.min(size, forged.size)), `${forged.size}`).rejects.toMatchObject({ code })
  })

  it('stops the log of a database that is behind, before anything is signed or added', async () => {
    expect(await attempt()).not.toBeNull()
    const { size } = await bring()
    // the database and the home as they were before the last entry
    await expect(
      test.db.transaction(async tx => {
        await tx.query(`set local session_replication_role = 'replica'`)
        await tx.query(`delete from evidence.checkpoint where size >= ${size}`)
        await tx.query(`delete from evidence.tree where size >= ${size}`)
        await tx.query(`delete from evidence.leaf where leaf_index >= ${size - 1}`)
        rmSync(join(home, 'log'), { recursive: true })
        const old = {
          ...test.db,
          query: tx.query,
          transaction: <T>(work: (inner: typeof tx) => Promise<T>) => work(tx),
        }
        await bringLogUpToDate(old, { home, origin: ORIGIN, anchors: [anchor()] })
      }),
    ).rejects.toMatchObject({ code: 'evidence.log_behind', message: expect.stringContaining(`lite knows ${size}`) })
    await expect(bring([anchor()])).resolves.toMatchObject({ size })
  })
})

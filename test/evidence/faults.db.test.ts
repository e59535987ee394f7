// What goes wrong between an entry and its signature, and what becomes of it: nothing is lost, nothing is there twice, no tree is ever signed that another
// signature contradicts; and what was tampered with is found.

import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  anchorStates,
  attestCheckpoint,
  bringLogUpToDate,
  currentLogKey,
  openAnchors,
  type SignedCheckpoint,
} from '../../src/evidence/index.ts'
import { logKeyPath } from '../../src/evidence/log/log-key.ts'
import { proveConsistency } from '../../src/evidence/log/prove.ts'
import { readLog } from '../../src/evidence/log/read-log.ts'
import { asSequencer, Sequencer } from '../../src/evidence/log/sequencer.ts'
import { hasher } from '../../src/evidence/node-crypto.ts'
import { must, tlog } from '../../src/kernel/index.ts'
import { type Database, readConfig } from '../../src/platform/index.ts'
import { checkLog, nodeCrypto } from '../../verify/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { startOpensslAuthority } from './anchors/openssl-authority.ts'
import { recordEntries } from './small-log.ts'

/** Advisory lock that a trigger waits for while the test holds it. */
const GATE = 7210098

describe('the log', () => {
  const test = testDatabase()
  const home = testFolder()
  const bring = (db: Database = test.db, from = home) => bringLogUpToDate(db, { home: from, origin: 'log.example/1' })

  async function check(): Promise<{ ok: boolean; size: number; codes: string[] }> {
    const checkpoint = await bring()
    const { key } = must(await currentLogKey(test.db), 'the log is signed')
    const { ok, size, findings } = await checkLog(readLog(test.db, checkpoint, key), nodeCrypto)
    return { ok, size, codes: findings.map(({ code }) => code) }
  }

  /** As a superuser who switched the triggers off. */
  const tamper = (statement: string) =>
    test.db.transaction(async tx => {
      await tx.query(`set local session_replication_role = 'replica'`)
      await tx.query(statement)
    })

  const count = async (table: string) =>
    Number((await test.db.query<{ count: bigint }>(`select count(*) from evidence.${table}`))[0]?.count)

  async function goesOnFrom(older: SignedCheckpoint, newer: SignedCheckpoint): Promise<boolean> {
    return tlog.isConsistent(hasher, older, newer, await proveConsistency(test.db, older.size, newer.size))
  }

  beforeEach(async () => {
    await recordEntries(test.db, 300)
    await bring()
  })

  it.each([
    ['leaf', 'a leaf is written'],
    ['tile', 'a tile is written'],
    ['tree', 'the tree is written'],
    ['checkpoint', 'the signature is stored'],
  ])('killed when (%s) %s loses nothing and doubles nothing', async table => {
    const signed = await bring()
    await recordEntries(test.db, 280)
    const entries = (await count('leaf')) + (await count('outbox'))
    await killedAt(table)
    const after = await bring()
    expect([await count('leaf'), await count('outbox'), after.size]).toEqual([entries, 0, entries])
    expect(await goesOnFrom(signed, after)).toBe(true)
    expect(await check()).toEqual({ ok: true, size: entries, codes: [] })
  })

  it('killed when an attestation is stored is attested by the next, with no trouble told', async () => {
    const authority = await startOpensslAuthority(join(testFolder(), 'tsa'))
    const settings = { kind: 'rfc3161', name: 'tsa-1', url: authority.url, caFile: authority.caFile }
    const path = join(home, 'curebook.json')
    writeFileSync(path, JSON.stringify({ anchors: [settings] }))
    try {
      await recordEntries(test.db, 3)
      await killedAt('anchor')
      expect(await count('anchor')).toBe(0)
      const anchors = openAnchors(readConfig({ home }, {}))
      expect(await anchorStates(test.db, anchors)).toMatchObject([{ size: 0, unanchoredSince: expect.any(String) }])
      const [anchor] = anchors
      const checkpoint = await bring()
      const attested = await attestCheckpoint(
        test.db,
        must(anchor, 'one is set'),
        checkpoint,
        new AbortController().signal,
      )
      expect(attested).not.toBeNull()
      expect(await anchorStates(test.db, anchors)).toMatchObject([
        { size: checkpoint.size, unanchoredSince: null, trouble: null },
      ])
    } finally {
      rmSync(path)
      await authority.stop()
    }
  })

  it('killed after the signature was stored and before it was remembered signs the same again', async () => {
    const folder = testFolder()
    cpSync(home, folder, { recursive: true })
    await recordEntries(test.db, 3)
    const signed = await bring()
    // the home as it was before: what the killed program had not written
    cpSync(join(folder, 'log'), join(home, 'log'), { recursive: true })
    expect(Buffer.from((await bring()).note).equals(signed.note)).toBe(true)
  })

  it('goes on when storing fails before anything is kept, and when it fails after all of it is', async () => {
    const { size } = await bring()
    await recordEntries(test.db, 10)
    await asSequencer(test.db, async () => {
      let mode: 'before' | 'after' | 'none' = 'before'
      const failing: Database = {
        ...test.db,
        transaction: (work, options) =>
          test.db
            .transaction(async tx => {
              const result = await work(tx)
              if (mode === 'before') throw new Error('disk on fire')
              return result
            }, options)
            .then(result => {
              if (mode === 'after') throw new Error('answer lost')
              return result
            }),
      }
      const sequencer = new Sequencer(failing, () => false)
      await expect(sequencer.takeBatch()).rejects.toThrow('disk on fire')
      expect(await count('leaf')).toBe(size)
      mode = 'after'
      await expect(sequencer.takeBatch()).rejects.toThrow('answer lost')
      expect(await count('leaf')).toBe(size + 10)
      mode = 'none'
      expect(await sequencer.takeBatch()).toBe(0)
    })
    expect(await check()).toEqual({ ok: true, size: size + 10, codes: [] })
  })

  it('stays one when two sequencers meet behind the lock', async () => {
    const { size } = await bring()
    await recordEntries(test.db, 500)
    const two = [new Sequencer(test.db, () => false), new Sequencer(test.db, () => false)]
    const results = await Promise.allSettled(two.map(sequencer => sequencer.takeBatch()))
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
    expect(await check()).toEqual({ ok: true, size: size + 500, codes: [] })
  })

  it('stops when its lock is lost', async () => {
    await expect(new Sequencer(test.db, () => true).takeBatch()).rejects.toMatchObject({
      code: 'evidence.sequencer_lock_lost',
    })
  })

  it('shows a leaf that a superuser changed, and grows no further over a changed edge', async () => {
    const [leaf] = await test.db.query<{ bytes: Buffer; hash: Buffer }>(
      'select bytes, hash from evidence.leaf where leaf_index = 17',
    )
    await tamper(
      `update evidence.leaf set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '"seq":', '"seq":1'), 'UTF8') where leaf_index = 17`,
    )
    expect((await check()).codes).toContain('tile.other_hashes')
    await tamper(`update evidence.leaf set bytes = '\\x${leaf?.bytes.toString('hex')}' where leaf_index = 17`)
    expect((await check()).ok).toBe(true)
    const [last] = await test.db.query<{ hash: Buffer; leaf_index: bigint }>(
      'select hash, leaf_index from evidence.leaf order by leaf_index desc limit 1',
    )
    await tamper(`update evidence.leaf set hash = sha256(hash) where leaf_index = ${last?.leaf_index}`)
    await expect(bring()).rejects.toMatchObject({ code: expect.stringMatching(/evidence.log_(damaged|forked)/) })
    await tamper(
      `update evidence.leaf set hash = '\\x${last?.hash.toString('hex')}' where leaf_index = ${last?.leaf_index}`,
    )
    expect((await check()).ok).toBe(true)
  })

  it('halts when its end was taken away, or an old backup was put back, and says what to do', async () => {
    const { size } = await bring()
    const kept = await test.db.query(`select * from evidence.leaf where leaf_index >= ${size - 1}`)
    expect(kept).toHaveLength(1)
    await expect(
      test.db.transaction(async tx => {
        await tx.query(`set local session_replication_role = 'replica'`)
        await tx.query(`delete from evidence.checkpoint where size >= ${size}`)
        await tx.query(`delete from evidence.tree where size >= ${size}`)
        await tx.query(`delete from evidence.leaf where leaf_index >= ${size - 1}`)
        // seen through this transaction the database is the old one
        await bring({ ...test.db, query: tx.query, transaction: work => work(tx) })
      }),
    ).rejects.toMatchObject({ code: 'evidence.log_behind', message: expect.stringContaining('older backup') })
    expect((await check()).ok).toBe(true)
  })

  it('halts when its end was taken away and its signatures were left, though the home remembers nothing', async () => {
    const { size } = await bring()
    const folder = testFolder()
    cpSync(home, folder, { recursive: true })
    rmSync(join(folder, 'log'), { recursive: true })
    await expect(
      test.db.transaction(async tx => {
        await tx.query(`set local session_replication_role = 'replica'`)
        await tx.query(`delete from evidence.tree where size >= ${size}`)
        await tx.query(`delete from evidence.leaf where leaf_index >= ${size - 1}`)
        await bring({ ...test.db, query: tx.query, transaction: work => work(tx) }, folder)
      }),
    ).rejects.toMatchObject({
      code: 'evidence.log_behind',
      message: expect.stringContaining(`evidence.checkpoint knows ${size}`),
    })
  })

  it('does not sign without its key or with that of another, and entries go on being recorded', async () => {
    await recordEntries(test.db, 2)
    const folder = testFolder()
    await expect(bring(test.db, folder)).rejects.toMatchObject({ code: 'evidence.log_key_missing' })
    const foreign = testFolder()
    cpSync(home, foreign, { recursive: true })
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(logKeyPath(foreign), privateKey.export({ format: 'pem', type: 'pkcs8' }))
    await expect(bring(test.db, foreign)).rejects.toMatchObject({ code: 'evidence.log_key_wrong' })
    writeFileSync(logKeyPath(foreign), 'no key')
    await expect(bring(test.db, foreign)).rejects.toMatchObject({ code: 'evidence.log_key_damaged' })
    await recordEntries(test.db, 2)
    expect(await count('outbox')).toBe(4)
    expect((await check()).ok).toBe(true)
  })

  /** Brings the log up to date in a program of its own, and kills it when it has written its first row of the table. */
  async function killedAt(table: string): Promise<void> {
    await test.db.query(
      `create function public.wait_at_gate() returns trigger language plpgsql as $$
       begin
         perform pg_advisory_lock(${GATE});
         perform pg_advisory_unlock(${GATE});
         return null;
       end $$`,
    )
    await test.db.query(
      `create trigger wait_at_gate after insert on evidence.${table} for each row execute function public.wait_at_gate()`,
    )
    const gate = await test.db.connect()
    await gate.query('select pg_advisory_lock($1)', [GATE])
    const child = spawn(process.execPath, [join(import.meta.dirname, 'log-child.ts'), test.url, home], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const end = ended(child)
    await expect.poll(async () => child.exitCode !== null || (await waits()), { interval: 20 }).toBe(true)
    if (child.exitCode !== null) throw new Error(`the log was brought up to date without a row in ${table}`)
    child.kill('SIGKILL')
    expect(await end).toBe('SIGKILL')
    await gate.end()
    await expect.poll(() => sessions(), { interval: 20 }).toBe(0n)
    await test.db.query(`drop trigger wait_at_gate on evidence.${table}`)
    await test.db.query('drop function public.wait_at_gate')
  }

  const waits = async () =>
    (
      await test.db.query<{ waits: boolean }>(
        `select exists (select from pg_locks where locktype = 'advisory' and objid = ${GATE} and not granted) as waits`,
      )
    )[0]?.waits ?? false

  const sessions = async () =>
    (
      await test.db.query<{ count: bigint }>(
        `select count(*) from pg_locks where locktype in ('transactionid', 'advisory') and pid <> pg_backend_pid()
           and pid in (select pid from pg_stat_activity where datname = current_database())`,
      )
    )[0]?.count
})

function ended(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise(resolve => child.on('exit', (code, signal) => resolve(signal ?? code)))
}

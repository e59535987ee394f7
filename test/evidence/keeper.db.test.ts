// The keeper of a running program: what passes by itself does not end it, what a person must mend does; and a database that falls back under it is noticed before
// anything is written over what others know already.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bringLogUpToDate, type LogKeeper, startLogKeeper } from '../../src/evidence/index.ts'
import { asSequencer, treeState } from '../../src/evidence/log/sequencer.ts'
import { type Clock, type Database, silentLog, systemClock } from '../../src/platform/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { asSuperuser, backUp, emptyLog, putBack } from './put-back.ts'
import { recordEntries } from './small-log.ts'

const ORIGIN = 'log.example/1'
/** Of src/evidence/log/index-snapshot.ts. */
const INDEX_LOCK = 7_210_004

/** Waits as long as it must and no longer: what happens every few seconds happens at once. */
const hurried: Clock = { ...systemClock, sleep: ms => systemClock.sleep(Math.min(ms, 10)) }

describe('the keeper of a log', () => {
  const test = testDatabase()
  let home = ''
  let keeper: LogKeeper | undefined

  const keep = (db: Database = test.db, clock = hurried) => {
    keeper = startLogKeeper(db, { home, origin: ORIGIN, clock, log: silentLog })
    return keeper
  }
  const bring = () => bringLogUpToDate(test.db, { home, origin: ORIGIN })
  const size = async () => (await treeState(test.db)).size
  const waiting = async () =>
    Number((await test.db.query<{ count: bigint }>('select count(*) from evidence.outbox'))[0]?.count)

  beforeEach(async () => {
    await emptyLog(test.db)
    home = testFolder()
    await recordEntries(test.db, 300)
    await bring()
  })
  afterEach(async () => {
    await keeper?.stop()
    keeper = undefined
  })

  it('writes nothing over a database that was put back while it runs', async () => {
    await backUp(test.db)
    const running = keep()
    await recordEntries(test.db, 20)
    // these, and the index of the day
    await expect.poll(size).toBe(321)
    await putBack(test.db)
    await recordEntries(test.db, 5)
    await expect
      .poll(() => running.trouble())
      .toMatchObject({ code: 'evidence.log_behind', message: expect.stringContaining('has 300 entries') })
    expect([await size(), await waiting()]).toEqual([300, 5])
    // It waits for a person, and ends without having signed another tree of a size that was signed.
    await running.stop()
    expect([await size(), await waiting()]).toEqual([300, 5])
  })

  it('goes on after what passes by itself, and takes in what waited', async () => {
    let failures = 3
    const failing: Database = {
      ...test.db,
      transaction: (work, options) => {
        if (failures === 0) return test.db.transaction(work, options)
        failures -= 1
        return Promise.reject(new Error('disk on fire'))
      },
    }
    const troubles = new Set<string | undefined>()
    await recordEntries(test.db, 4)
    const running = keep(failing, {
      ...hurried,
      sleep: ms => {
        troubles.add(running.trouble()?.message)
        return hurried.sleep(ms)
      },
    })
    await expect.poll(size).toBe(305)
    expect(failures).toBe(0)
    expect([...troubles]).toContain('Error: disk on fire')
    expect(running.trouble()).toBeNull()
  })

  it('ends at what a person must mend, and does not go on by itself', async () => {
    const [last] = await test.db.query<{ hash: Buffer }>('select hash from evidence.leaf where leaf_index = 299')
    await asSuperuser(test.db, 'update evidence.leaf set hash = sha256(hash) where leaf_index = 299')
    await recordEntries(test.db, 4)
    const running = keep()
    await expect.poll(() => running.trouble()?.code).toMatch(/evidence.log_(damaged|forked)/)
    await asSuperuser(
      test.db,
      `update evidence.leaf set hash = '\\x${last?.hash.toString('hex')}' where leaf_index = 299`,
    )
    // The lock is free once it ended: whoever mended it brings the log up to date, and the keeper is not in the way.
    await expect.poll(() => asSequencer(test.db, async () => true).catch(() => false)).toBe(true)
    expect(running.trouble()?.code).toMatch(/evidence.log_(damaged|forked)/)
    expect(await size()).toBe(300)
    expect(await bring()).toMatchObject({ size: 304 })
  })

  it('takes in and signs while the index of the day is made', async () => {
    // Somebody else makes one, and takes long.
    const other = await test.db.connect()
    await other.query('select pg_advisory_lock($1)', [INDEX_LOCK])
    try {
      const running = keep()
      await recordEntries(test.db, 20)
      await expect.poll(signed).toBe(320)
      await recordEntries(test.db, 20)
      await expect.poll(signed).toBe(340)
      expect(running.trouble()).toBeNull()
      expect(await test.db.query('select from evidence.index_snapshot')).toHaveLength(0)
    } finally {
      await other.end()
    }
    await expect.poll(signed).toBe(341)
    expect(await test.db.query('select from evidence.index_snapshot')).toHaveLength(1)
  })

  it('goes on without the index of the day when that fails, says so, and makes it later', async () => {
    await test.db.transaction(tx =>
      tx.query(
        `create function public.refuse() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
         create trigger refuse before insert on evidence.index_snapshot execute function public.refuse()`,
      ),
    )
    const said: unknown[] = []
    keeper = startLogKeeper(test.db, {
      home,
      origin: ORIGIN,
      // a minute passes in a moment
      clock: { ...hurried, elapsedMs: () => systemClock.elapsedMs() * 1_000 },
      log: (_, message, facts) => said.push(message, facts),
    })
    await recordEntries(test.db, 20)
    await expect.poll(signed).toBe(320)
    await expect
      .poll(() => said.slice(0, 2))
      .toMatchObject(['the index of the day was not made', { message: expect.stringContaining('no room') }])
    await recordEntries(test.db, 20)
    await expect.poll(signed).toBe(340)
    expect(keeper.trouble()).toBeNull()
    await test.db.transaction(tx => tx.query('drop function public.refuse() cascade'))
    await expect.poll(signed).toBe(341)
    expect(await test.db.query('select from evidence.index_snapshot')).toHaveLength(1)
  })

  const signed = async () =>
    Number((await test.db.query<{ size: bigint }>('select max(size) as size from evidence.checkpoint'))[0]?.size)
})

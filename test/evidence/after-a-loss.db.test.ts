// After a loss: a database that was put back from an older backup gets its log back from a published copy, so that nobody finds two logs under one name; and a log
// that cannot go on is ended by a new one, which says why.

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  beginLog,
  bringLogUpToDate,
  currentLogKey,
  logStatus,
  publishLog,
  readPayloads,
  rebuildLog,
  recorded,
} from '../../src/evidence/index.ts'
import { logKeyPath } from '../../src/evidence/log/log-key.ts'
import { must, tlog } from '../../src/kernel/index.ts'
import { checkLog, nodeCrypto, readFolder } from '../../verify/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { asSuperuser, backUp, emptyLog, putBack } from './put-back.ts'
import { recordEntries } from './small-log.ts'

describe('after a loss', () => {
  const test = testDatabase()
  let home = ''
  let copy = ''

  const bring = () => bringLogUpToDate(test.db, { home, origin: 'log.example/1' })
  const publish = async () => {
    const checkpoint = await bring()
    const { key } = must(await currentLogKey(test.db), 'the log is signed')
    await publishLog(test.db, copy, checkpoint, key)
    return checkpoint
  }
  const check = async () => {
    const checkpoint = await publish()
    return { ...(await checkLog(readFolder(copy), nodeCrypto)), checkpoint }
  }

  beforeEach(async () => {
    await emptyLog(test.db)
    home = testFolder()
    copy = join(testFolder(), 'log')
    await recordEntries(test.db, 300)
    await bring()
  })

  it('the entries of a published copy come back, and the log goes on where it was', async () => {
    // in the backup, recorded and not yet in the log
    await recordEntries(test.db, 5)
    await backUp(test.db)
    await bring()
    // never in the backup: of a loan that it does not know, too
    await recordEntries(test.db, 400, 9)
    const before = await publish()
    expect(before.size).toBe(705)
    await putBack(test.db)
    await expect(bring()).rejects.toMatchObject({
      code: 'evidence.log_behind',
      message: expect.stringContaining('evidence rebuild --from'),
    })
    // recorded since the backup was put back
    await recordEntries(test.db, 2)
    expect(await rebuildLog(test.db, readFolder(copy), home)).toEqual({
      from: 300,
      to: 705,
      known: 5,
      signed: 705,
    })
    const after = await check()
    expect(after).toMatchObject({ ok: true, size: 707 })
    const rows = await test.db.query<{ entry_id: bigint; leaf_index: bigint }>(
      'select entry_id, leaf_index from evidence.leaf where leaf_index >= 300 order by leaf_index',
    )
    // what was in the backup is still there to read, and nothing is in the log twice
    const payloads = await readPayloads(
      test.db,
      rows.map(row => row.entry_id),
    )
    expect(rows.filter(row => payloads.has(row.entry_id)).map(row => Number(row.leaf_index))).toEqual([
      300, 301, 302, 303, 304, 705, 706,
    ])
    const [doubled] = await test.db.query<{ count: bigint }>(
      `select count(*) - count(distinct convert_from(bytes, 'UTF8')::jsonb ->> 'c') as count from evidence.leaf`,
    )
    expect(doubled?.count).toBe(0n)
  })

  it('a copy that is not newer, goes another way, or is of another log puts nothing back', async () => {
    await publish()
    await expect(rebuildLog(test.db, readFolder(copy), home)).rejects.toMatchObject({ code: 'evidence.copy_behind' })
    await backUp(test.db)
    await recordEntries(test.db, 10)
    await publish()
    await putBack(test.db)
    await asSuperuser(test.db, 'update evidence.tree set root = sha256(root) where size = 300')
    await expect(rebuildLog(test.db, readFolder(copy), home)).rejects.toMatchObject({ code: 'evidence.copy_forked' })
    await asSuperuser(test.db, `update evidence.log_key set public_key = sha256(public_key)`)
    await expect(rebuildLog(test.db, readFolder(copy), home)).rejects.toMatchObject({
      code: 'evidence.copy_of_other_log',
    })
    const [log] = await test.db.query<{ size: bigint }>('select count(*) as size from evidence.leaf')
    expect(log?.size).toBe(300n)
  })

  const stored = async () =>
    Promise.all(
      ['leaf', 'tile', 'tree', 'dossier', 'checkpoint', 'outbox'].map(
        async table =>
          (
            await test.db.query<{ rows: string }>(
              `select count(*) || ' ' || coalesce(md5(string_agg(x::text, ',' order by x::text)), '') as rows from evidence.${table} x`,
            )
          )[0]?.rows,
      ),
    )

  it('a copy that is not what its checkpoint says is found out before anything is written', async () => {
    await backUp(test.db)
    await recordEntries(test.db, 2_300, 9)
    await publish()
    await putBack(test.db)
    const before = await stored()
    const last = 'tile/entries/010.p/40'
    const bytes = readFileSync(join(copy, last))
    const longer = Buffer.concat([bytes, bytes])
    const changed = Buffer.from(bytes)
    const at = changed.indexOf('"c":"') + 5
    changed.write(changed.toString('latin1', at, at + 1) === 'Q' ? 'R' : 'Q', at, 'latin1')
    for (const other of [longer, changed, bytes.subarray(0, -3), Buffer.alloc(0)]) {
      writeFileSync(join(copy, last), other)
      await expect(rebuildLog(test.db, readFolder(copy), home)).rejects.toMatchObject({
        code: 'evidence.copy_damaged',
        message: expect.stringContaining('Nothing was put back.'),
      })
      expect(await stored()).toEqual(before)
    }
    // A copy that changes between the look and the writing is put back whole or not at all.
    let looks = 0
    const changing: typeof read = async path => {
      looks += path === last ? 1 : 0
      return path === last && looks === 2 ? changed : read(path)
    }
    writeFileSync(join(copy, last), bytes)
    const read = readFolder(copy)
    await expect(rebuildLog(test.db, changing, home)).rejects.toMatchObject({ code: 'evidence.copy_damaged' })
    expect(await stored()).toEqual(before)
    expect(await rebuildLog(test.db, read, home)).toMatchObject({ from: 300, to: 2_600 })
    expect(await check()).toMatchObject({ ok: true, size: 2_600 })
  })

  it('whose a dossier is, any of its entries that still waits tells, wherever it stands in the copy', async () => {
    // Loan 9, new to the log: its first entries are lost with the time after the backup; one that the backup still has in its outbox comes 600 entries later.
    const append = (loanId: bigint, note: string) =>
      recorded(test.db, (_, write) =>
        write({ kind: 'receipt.recorded', customerId: loanId * 10n, loanId, body: { note } }),
      )
    await append(9n, 'waits in the backup')
    await asSuperuser(test.db, 'create table public.late as select * from evidence.outbox')
    await backUp(test.db)
    await asSuperuser(test.db, 'delete from evidence.outbox')
    await append(9n, 'first')
    await recordEntries(test.db, 600)
    await bring()
    await asSuperuser(test.db, 'insert into evidence.outbox overriding system value select * from public.late')
    await publish()
    await putBack(test.db)
    expect(await rebuildLog(test.db, readFolder(copy), home)).toMatchObject({ from: 300, to: 902, known: 1 })
    const dossiers = await test.db.query<{ subject: string; entries: bigint }>(
      `select subject, count(*) as entries from evidence.leaf join evidence.dossier using (did)
       where loan_id = 9 or subject like 'lost/%' group by 1`,
    )
    expect(dossiers).toEqual([{ subject: 'loan/9', entries: 2n }])
    // and what is recorded of it from now on goes on in the same dossier
    await append(9n, 'after')
    expect(await check()).toMatchObject({ ok: true, size: 903, dossiers: 8 })
  })

  it('the same again changes nothing, and says that there is nothing to do', async () => {
    await backUp(test.db)
    await recordEntries(test.db, 100)
    await publish()
    await putBack(test.db)
    await rebuildLog(test.db, readFolder(copy), home)
    const before = await stored()
    await expect(rebuildLog(test.db, readFolder(copy), home)).rejects.toMatchObject({
      code: 'evidence.copy_behind',
      message: expect.stringContaining('The copy has 400 entries, the database 400'),
    })
    expect(await stored()).toEqual(before)
  })

  it('an older copy does not make the home forget what was signed after it', async () => {
    await backUp(test.db)
    await recordEntries(test.db, 100)
    await publish()
    await recordEntries(test.db, 50)
    await bring()
    await putBack(test.db)
    expect(await rebuildLog(test.db, readFolder(copy), home)).toMatchObject({ from: 300, to: 400, signed: 450 })
    await recordEntries(test.db, 80)
    await expect(bring()).rejects.toMatchObject({
      code: 'evidence.log_behind',
      message: expect.stringMatching(/has 400 entries.*knows 450/),
    })
  })

  it('a log whose key is lost ends, and a new one says why', async () => {
    rmSync(logKeyPath(home))
    await expect(bring()).rejects.toMatchObject({ code: 'evidence.log_key_missing' })
    const people = { by: 'Ann Example', approvedBy: 'Ben Example' }
    const same = { home, origin: 'log.example/1', reason: 'key lost', ...people }
    await expect(beginLog(test.db, same)).rejects.toMatchObject({ code: 'evidence.log_name_taken' })
    const { key } = await beginLog(test.db, { ...same, origin: 'log.example/2' })
    const { ok, size, origin } = await check()
    expect({ ok, size, origin }).toEqual({ ok: true, size: 301, origin: 'log.example/2' })
    expect(tlog.toHex(must(await currentLogKey(test.db), 'a key').key.id)).toBe(tlog.toHex(key.id))
    const [begun] = await test.db.query<{ bytes: Uint8Array }>(
      `select bytes from evidence.leaf where kind = 'log.begun'`,
    )
    expect(begun).toBeDefined()
    expect(existsSync(logKeyPath(home))).toBe(true)
  })

  it('a log whose end was taken away, and its signatures were left, goes on under another name', async () => {
    await recordEntries(test.db, 10)
    await bring()
    await asSuperuser(
      test.db,
      'delete from evidence.tree where size > 300',
      'delete from evidence.leaf where leaf_index >= 300',
    )
    await expect(bring()).rejects.toMatchObject({ code: 'evidence.log_behind' })
    const people = { by: 'Ann Example', approvedBy: 'Ben Example' }
    await beginLog(test.db, { home, origin: 'log.example/2', reason: 'the end is lost', ...people })
    expect(await bring()).toMatchObject({ origin: 'log.example/2', size: 301 })
    // what is shown, published and attested is the new one, though the old one was longer
    expect(await logStatus(test.db)).toMatchObject({ origin: 'log.example/2', signedSize: 301 })
    await recordEntries(test.db, 5)
    expect(await bring()).toMatchObject({ origin: 'log.example/2', size: 306 })
  })

  it('begun and killed before the key was in its place goes on all the same', async () => {
    await beginLog(test.db, {
      home,
      origin: 'log.example/3',
      reason: 'a new year',
      by: 'Ann Example',
      approvedBy: 'Ben Example',
    })
    // nothing has moved the keys yet; the old one stays beside the new one
    expect(existsSync(join(home, 'keys', 'log.next.pem'))).toBe(true)
    expect(await bring()).toMatchObject({ origin: 'log.example/3', size: 301 })
    expect(existsSync(join(home, 'keys', 'log.next.pem'))).toBe(false)
    renameSync(join(home, 'keys', 'log.pem'), join(home, 'keys', 'log.next.pem'))
    expect(await bring()).toMatchObject({ origin: 'log.example/3' })
  })
})

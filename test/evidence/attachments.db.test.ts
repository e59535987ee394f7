// Files of the record: what is added comes back exactly or not at all, lies sealed in the store, is bound to its entry for ever, and goes with the person. A crash
// between store and entry leaves nothing in the record.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { erasePerson } from '../../src/book/index.ts'
import { exportBundle, type FoundLoan, findLoan, readDossier } from '../../src/dossier/index.ts'
import { addAttachment, attachmentContent, clearChunks, readAttachments } from '../../src/evidence/index.ts'
import { must } from '../../src/kernel/index.ts'
import { type Database, type ObjectStore, openObjectStore, readConfig, systemClock } from '../../src/platform/index.ts'
import { checkBundle, nodeCrypto, readFolder } from '../../verify/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { randomOf, testSeed } from '../kit/random.ts'
import { writeLivedLoan } from './lived-loan.ts'
import { filesOf, mendSums } from './mended-bundle.ts'

const MIB = 1024 ** 2

describe('files of the record', () => {
  const test = testDatabase()
  const home = testFolder()
  const store = openObjectStore(readConfig({ home }, {}), systemClock)
  const random = randomOf(testSeed())
  /** What waits to be cleared is two days older. The vault lets nobody change it, so past its triggers. */
  const age = () =>
    test.db.transaction(async tx => {
      await tx.query(`set local session_replication_role = 'replica'`)
      await tx.query(`update vault.unclaimed_chunks set since = since - interval '2 days'`)
    })
  // two full chunks and a bit, and no two chunks alike
  const contract = Buffer.from(Uint8Array.from({ length: 8 * MIB + 12_345 }, () => random.below(256)))
  let loan: FoundLoan

  async function* inParts(bytes: Buffer, size = 70_001): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const add = (name: string, bytes: Buffer, into: ObjectStore = store) =>
    addAttachment(test.db, into, {
      customerId: loan.customerId,
      loanId: loan.loanId,
      kind: 'document',
      name,
      by: 'Ann Example',
      content: inParts(bytes),
    })
  const listed = () => readAttachments(test.db, loan.customerId, loan.loanId)
  const read = async (attachmentId: bigint) => {
    const attachment = must(
      (await listed()).find(one => one.attachmentId === attachmentId),
      'it was added',
    )
    const parts: Uint8Array[] = []
    for await (const part of attachmentContent(test.db, store, attachment)) parts.push(part)
    return Buffer.concat(parts)
  }
  const chunksOf = (attachmentId: bigint) => {
    const folder = join(home, 'objects', 'attachments', attachmentId.toString(16).padStart(16, '0'))
    return readdirSync(folder)
      .sort()
      .map(name => join(folder, name))
  }
  const bundle = async (to: string, closed: string[] = []) => {
    const folder = join(testFolder(), to)
    const exported = await exportBundle(test.db, loan, {
      folder,
      logHome: { home, origin: 'log.example/1' },
      clock: systemClock,
      store,
      closed,
      language: 'en',
    })
    return { folder, ...exported }
  }

  beforeAll(async () => {
    loan = await findLoan(test.db, await writeLivedLoan(test.db))
  })

  it('come back byte for byte, and nobody reads them in the store', async () => {
    const added = await add('合同.pdf', contract)
    expect(added).toMatchObject({ bytes: contract.length, sha256: createHash('sha256').update(contract).digest('hex') })
    expect((await read(added.attachmentId)).equals(contract)).toBe(true)
    const chunks = chunksOf(added.attachmentId)
    expect(chunks).toHaveLength(3)
    for (const [at, path] of chunks.entries()) {
      const sealed = readFileSync(path)
      expect(sealed.includes(contract.subarray(at * 4 * MIB, at * 4 * MIB + 32))).toBe(false)
    }
    expect(await test.db.query('select from vault.unclaimed_chunks')).toEqual([])
    const dossier = await readDossier(test.db, loan, { isOpened: false })
    expect(dossier.attachments).toMatchObject([
      { kind: 'document', name: null, bytes: contract.length, isDestroyed: false },
    ])
    expect(dossier.timeline.at(-1)).toMatchObject({ what: { kind: 'attachment' }, entry: { vouches: 'own' } })
  })

  it('that were changed, cut or lost in the store do not come back as something else', async () => {
    const { attachmentId } = await add('three chunks', contract)
    const [first = '', second = '', third = ''] = chunksOf(attachmentId)
    const damaged = { code: 'evidence.attachment_damaged' }
    const whole = [first, second, third].map(path => readFileSync(path))
    const flipped = Buffer.from(whole[1] ?? '')
    flipped[100] = (flipped[100] ?? 0) ^ 1
    writeFileSync(second, flipped)
    await expect(read(attachmentId)).rejects.toMatchObject(damaged)
    // one chunk in the place of another
    writeFileSync(second, whole[0] ?? '')
    await expect(read(attachmentId)).rejects.toMatchObject(damaged)
    writeFileSync(second, whole[1] ?? '')
    writeFileSync(third, Buffer.alloc(0))
    await expect(read(attachmentId)).rejects.toThrow()
    writeFileSync(third, whole[2] ?? '')
    expect((await read(attachmentId)).equals(contract)).toBe(true)
  })

  it('go into a bundle with their entry; no change of them goes unseen', async () => {
    const { folder, manifest } = await bundle('open')
    const files = manifest.entries.flatMap(({ file }) => file ?? [])
    expect(files[0]).toMatchObject({ name: '合同.pdf', path: expect.stringMatching(/^files\/\d{4}\.pdf$/) })
    const { path = '', salt = '' } = files[0] ?? {}
    expect(readFileSync(join(folder, path)).equals(contract)).toBe(true)
    expect(await checkBundle(readFolder(folder), nodeCrypto)).toMatchObject({ ok: true, files: files.length })
    for (const name of [path, salt]) {
      const changed = filesOf(folder)
      const bytes = must(changed.get(name), 'the file is there')
      bytes[5] = (bytes[5] ?? 0) ^ 4
      mendSums(changed)
      const { findings } = await checkBundle(async asked => changed.get(asked) ?? null, nodeCrypto)
      expect(findings).toMatchObject([{ code: 'file.other', where: path }])
    }
  })

  it('stay out of a bundle that leaves them closed', async () => {
    const { folder, manifest } = await bundle('closed', ['attachment.added'])
    expect(manifest.entries.some(({ file }) => file !== undefined)).toBe(false)
    expect(readdirSync(join(folder, 'files'))).toEqual([])
    expect(await checkBundle(readFolder(folder), nodeCrypto)).toMatchObject({ ok: true, files: 0 })
  })

  it('leave nothing in the record when the store fails half way, and what they left in the store is cleared', async () => {
    const before = await listed()
    let puts = 0
    const failing: ObjectStore = {
      ...store,
      put: async (key, bytes) => {
        puts += 1
        if (puts === 2) throw new Error('the cable was pulled')
        await store.put(key, bytes)
      },
    }
    await expect(add('half', contract, failing)).rejects.toThrow('the cable was pulled')
    expect(await listed()).toHaveLength(before.length)
    const [upload] = await test.db.query<{ attachment_id: bigint }>('select attachment_id from vault.unclaimed_chunks')
    const { attachment_id: attachmentId } = must(upload, 'the upload is known')
    expect(chunksOf(attachmentId)).toHaveLength(1)
    // not while it could still be under way
    await add('next', Buffer.from('next'))
    expect(chunksOf(attachmentId)).toHaveLength(1)
    await age()
    await add('the day after', Buffer.from('later'))
    expect(chunksOf(attachmentId)).toHaveLength(0)
    expect(await test.db.query('select from vault.unclaimed_chunks')).toEqual([])
  })

  describe('whose upload ends while it is cleared away as too old', () => {
    /** Two of the database wait for each other's rows: the clearing and the upload. */
    const isWaited = () =>
      expect
        .poll(async () => (await test.db.query('select from pg_locks where not granted')).length, { interval: 20 })
        .toBeGreaterThan(0)

    it('are not in the record when the clearing was first', async () => {
      const before = await listed()
      const gate = Promise.withResolvers<void>()
      const entered = Promise.withResolvers<void>()
      const slow: ObjectStore = {
        ...store,
        delete: async key => {
          entered.resolve()
          await gate.promise
          return store.delete(key)
        },
      }
      let clearing: Promise<number> | undefined
      let attachmentId = 0n
      const adding = add('too late', Buffer.from('too late'), {
        ...store,
        put: async (key, bytes) => {
          await store.put(key, bytes)
          await age()
          const [upload] = await test.db.query<{ attachment_id: bigint }>(
            'select attachment_id from vault.unclaimed_chunks',
          )
          attachmentId = must(upload, 'the upload is known').attachment_id
          clearing = clearChunks(test.db, slow)
          await entered.promise
        },
      })
      const added = expect(adding).rejects.toMatchObject({ code: 'evidence.attachment_too_slow' })
      await entered.promise
      await isWaited()
      gate.resolve()
      await added
      expect(await clearing).toBe(1)
      expect(await listed()).toEqual(before)
      expect(chunksOf(attachmentId)).toEqual([])
    })

    it('are in the record, whole, when the upload was first', async () => {
      let clearing: Promise<number> | undefined
      const db: Database = {
        ...test.db,
        transaction: (work, options) =>
          test.db.transaction(async tx => {
            await age()
            const result = await work(tx)
            // Not committed yet: the clearing finds the claim, and waits.
            clearing = clearChunks(test.db, store)
            await isWaited()
            return result
          }, options),
      }
      const added = await addAttachment(db, store, {
        customerId: loan.customerId,
        loanId: loan.loanId,
        kind: 'document',
        name: 'in time',
        content: inParts(Buffer.from('in time')),
      })
      await clearing
      expect((await read(added.attachmentId)).toString()).toBe('in time')
    })
  })

  it('are neither empty nor without bound', async () => {
    await expect(add('nothing.pdf', Buffer.alloc(0))).rejects.toMatchObject({ code: 'evidence.attachment_empty' })
  })

  it('go with the person, and the proof of their entry stays', async () => {
    const [attachment] = await listed()
    const erasure = { customerId: loan.customerId, reason: 'asked for', by: 'Ann Example', approvedBy: 'Ben Example' }
    expect(await erasePerson(test.db, erasure)).toMatchObject({ ok: true })
    await expect(read(must(attachment, 'it was added').attachmentId)).rejects.toMatchObject({
      code: 'evidence.attachment_gone',
    })
    const { folder, manifest } = await bundle('erased')
    expect(manifest.entries.some(({ file }) => file !== undefined)).toBe(false)
    expect(await checkBundle(readFolder(folder), nodeCrypto)).toMatchObject({ ok: true, files: 0, findings: [] })
  })
})

// What every object store must do, whatever it is made of. Each adapter is run through the same cases.

import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Defect } from '../../src/kernel/index.ts'
import { OBJECT_BYTES_MAX, type ObjectStore } from '../../src/platform/index.ts'

export type Contract = {
  /** The same place each time, as another process would open it. */
  readonly open: () => ObjectStore
  /** False for S3 servers without conditional writes: two writers of one key at the same moment are not kept apart. */
  readonly keepsWritersApart: boolean
}

export function describeContract(name: string, { open, keepsWritersApart }: Contract): void {
  describe(name, () => {
    it.each([1, 1024 ** 2, OBJECT_BYTES_MAX])(
      'gives back the %i bytes that were put, also to another process',
      async size => {
        const bytes = randomBytes(size)
        await open().put(`sizes/${size}`, bytes)
        expect(Buffer.compare((await open().get(`sizes/${size}`)) ?? Buffer.alloc(0), bytes)).toBe(0)
      },
    )

    it('has nothing where nothing was put', async () => {
      expect(await open().get('nothing/here')).toBeNull()
      expect(await open().delete('nothing/here')).toBe(false)
      expect(await keys(open(), 'nothing/')).toEqual([])
    })

    it('takes the same bytes again and refuses others: what is there is never altered', async () => {
      const store = open()
      await store.put('once/only', Buffer.from('first'))
      await store.put('once/only', Buffer.from('first'))
      const other = store.put('once/only', Buffer.from('other'))
      await expect(other).rejects.toMatchObject({ code: 'platform.object_taken', retryable: false })
      await expect(other).rejects.toThrow(`Object once/only is in ${store.place} already`)
      expect(await text(store, 'once/only')).toBe('first')
    })

    it(`lets one of many writers win whole${keepsWritersApart ? ', and tells the others' : ''}`, async () => {
      const contents = Array.from({ length: 12 }, (_, index) => `content ${index % 4}`)
      const puts = contents.map(content => open().put('race/one', Buffer.from(content)))
      const ends = await Promise.allSettled(puts)
      const kept = await text(open(), 'race/one')
      expect(contents).toContain(kept)
      for (const [index, end] of keepsWritersApart ? ends.entries() : []) {
        if (contents[index] === kept) expect(end.status).toBe('fulfilled')
        else expect(end).toMatchObject({ status: 'rejected', reason: { code: 'platform.object_taken' } })
      }
    })

    it('forgets what was deleted, and its key is free again', async () => {
      const store = open()
      await store.put('gone/a', Buffer.from('before'))
      expect(await store.delete('gone/a')).toBe(true)
      expect(await store.get('gone/a')).toBeNull()
      expect(await store.delete('gone/a')).toBe(false)
      await store.put('gone/a', Buffer.from('after'))
      expect(await text(store, 'gone/a')).toBe('after')
    })

    it('lists what is under a prefix in the order of characters, and a key may go on from another', async () => {
      const store = open()
      const put = ['list/b0', 'list/b', 'list/b/c', 'list/b-c/d', 'list/b/0_1', 'list/b_', 'lists/x', 'list/z']
      for (const key of put) await store.put(key, Buffer.from(key))
      expect(await keys(store, 'list/')).toEqual(put.filter(key => key.startsWith('list/')).sort())
      expect(await keys(store, 'list/b/')).toEqual(['list/b/0_1', 'list/b/c'])
      const all = await keys(store, '')
      expect(all).toEqual(all.toSorted())
      expect(all).toEqual(expect.arrayContaining(put))
    })

    it.each([
      '',
      '/a',
      'a/',
      'a//b',
      '..',
      'a/../b',
      '.a',
      'a.b',
      'A',
      'a b',
      'ä',
      'a\\b',
      'a\0',
      '-a',
      'a'.repeat(200),
    ])('refuses %j as a key', async key => {
      await expect(open().put(key, Buffer.from('x'))).rejects.toThrow(Defect)
      await expect(open().get(key)).rejects.toThrow(Defect)
      await expect(open().delete(key)).rejects.toThrow(Defect)
    })

    it('refuses half a segment as a prefix, no bytes and too many', async () => {
      expect(() => open().list('list/b')).toThrow(Defect)
      expect(() => open().list('../')).toThrow(Defect)
      await expect(open().put('size/none', Buffer.alloc(0))).rejects.toThrow(Defect)
      await expect(open().put('size/more', Buffer.alloc(OBJECT_BYTES_MAX + 1))).rejects.toThrow(Defect)
      expect(await keys(open(), 'size/')).toEqual([])
    })

    it('is found in order by `db doctor`', async () => {
      const { saw, findings } = await open().check()
      expect(saw).toContain(open().place)
      expect(findings).toEqual([])
    })
  })
}

export async function keys(store: ObjectStore, prefix: string): Promise<string[]> {
  const found: string[] = []
  for await (const key of store.list(prefix)) found.push(key)
  return found
}

export async function text(store: ObjectStore, key: string): Promise<string> {
  return Buffer.from((await store.get(key)) ?? '').toString('utf8')
}

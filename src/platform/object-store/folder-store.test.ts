// What a folder does beyond the contract of all stores (test/objects): what `db doctor` sees, and what the file system refuses.

import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testFolder } from '../../../test/kit/index.ts'
import { systemClock } from '../clock.ts'
import { folderStore } from './folder-store.ts'
import { objectChecks, openObjectStore } from './open-object-store.ts'

const bytes = Buffer.from('content')
const config = (home: string, objectStore?: string) => ({
  home,
  objectStoreRegion: 'us-east-1',
  objectStoreAddressing: 'path' as const,
  ...(objectStore === undefined ? {} : { objectStore }),
})

describe('a folder of objects', () => {
  it('is `objects` in the home unless the settings name another, and looking at it makes nothing', async () => {
    const home = testFolder()
    const store = openObjectStore(config(home), systemClock)
    expect(store.place).toBe(`folder ${join(home, 'objects')}`)
    expect(await store.get('a/b')).toBeNull()
    expect(await store.check()).toEqual({ saw: `${store.place}: nothing was stored yet`, findings: [] })
    expect(existsSync(join(home, 'objects'))).toBe(false)
    const other = testFolder()
    expect(openObjectStore(config(home, other), systemClock).place).toBe(`folder ${other}`)
  })

  it('is for its account alone; `db doctor` says when it is not', async () => {
    const home = testFolder()
    await openObjectStore(config(home), systemClock).put('a/b', bytes)
    const [check] = objectChecks(config(home), systemClock)
    expect(check?.name).toBe('objects.store')
    expect((await check?.look())?.findings).toEqual([])
    chmodSync(join(home, 'objects'), 0o755)
    expect((await check?.look())?.findings).toMatchObject([{ level: 'advice', todo: `chmod 700 ${home}/objects` }])
  })

  it('leaves files alone that are none of its objects, and does not list them', async () => {
    const root = testFolder()
    const store = folderStore(root, systemClock)
    await store.put('a/b', bytes)
    writeFileSync(join(root, 'a', 'notes.txt'), 'x')
    writeFileSync(join(root, 'a', 'B.object'), 'x')
    symlinkSync('/etc/hostname', join(root, 'a', 'link.object'))
    mkdirSync(join(root, 'lost+found'))
    const listed: string[] = []
    for await (const key of store.list('')) listed.push(key)
    expect(listed).toEqual(['a/b'])
    expect(readdirSync(join(root, 'a')).length).toBe(4)
  })

  it('that cannot be written says which object and where', async () => {
    const root = join(testFolder(), 'a-file')
    writeFileSync(root, '')
    const put = folderStore(root, systemClock).put('a/b', bytes)
    await expect(put).rejects.toMatchObject({ code: 'platform.object_store_refused', retryable: false })
    await expect(put).rejects.toThrow(`Could not write object a/b in folder ${root}: ENOTDIR`)
  })

  it('gives back what lies there, altered or not: the hash that tells is the caller’s', async () => {
    const root = testFolder()
    const store = folderStore(root, systemClock)
    await store.put('a/b', bytes)
    writeFileSync(join(root, 'a', 'b.object'), 'another')
    expect(Buffer.from((await store.get('a/b')) ?? '').toString()).toBe('another')
  })
})

// Objects as files of a folder. A file appears under its name whole or not at all: it is written and forced to the disk under a name that nobody
// reads, then linked to its own. A link, unlike a rename, refuses a name that is taken, so of two writers one wins and neither overwrites.

import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rm, stat, statfs, unlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Finding } from '../check.ts'
import type { Clock } from '../clock.ts'
import {
  isObjectKey,
  mustBeKey,
  mustBePrefix,
  mustBeSame,
  mustFit,
  OBJECT_BYTES_MAX,
  type ObjectStore,
  storeFault,
} from './object-store.ts'

/** A key has no dot, so no folder of keys has this ending and 'a' and 'a/b' can both be objects. */
const ENDING = '.object'
/** In the folder itself, because a link cannot leave its file system. Begins with a dot, as no key does. */
const INCOMING = '.incoming'
/** A put takes seconds. Shorter could take the file of a writer on another machine from under it; longer only keeps rubbish. */
const LEFTOVER_AGE_MS = 60 * 60 * 1000

/** Makes nothing until the first `put`. Several processes, also on several machines, may share the folder. */
export function folderStore(folder: string, clock: Pick<Clock, 'now'>): ObjectStore {
  const root = resolve(folder)
  const place = `folder ${root}`
  const pathOf = (key: string) => join(root, `${key}${ENDING}`)
  let cleaned: Promise<void> | null = null

  async function get(key: string): Promise<Uint8Array | null> {
    mustBeKey(key)
    const path = pathOf(key)
    return attempt(`read object ${key} in ${place}`, async () => {
      try {
        const { size } = await stat(path)
        if (size > OBJECT_BYTES_MAX) throw storeFault('broken', `${path} has ${size} bytes: no object is so large.`)
        return await readFile(path)
      } catch (error) {
        if (isErrno(error, 'ENOENT')) return null
        throw error
      }
    })
  }

  async function put(key: string, bytes: Uint8Array): Promise<void> {
    mustBeKey(key)
    mustFit(key, bytes)
    await attempt(`write object ${key} in ${place}`, async () => {
      const path = pathOf(key)
      const incoming = join(root, INCOMING)
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      // what cannot be removed is in nobody's way; `db doctor` counts it
      cleaned ??= removeLeftovers(incoming, clock).catch(() => undefined)
      await cleaned
      const part = join(incoming, randomUUID())
      try {
        await writeThrough(part, bytes)
        await linkOnce(part, path, async () => {
          const stored = await get(key)
          if (stored === null) throw storeFault('unreachable', `Object ${key} in ${place} was deleted as it was put.`)
          mustBeSame(place, key, stored, bytes)
        })
      } finally {
        await rm(part, { force: true })
      }
      // Also when it was there before: whoever put it may have been killed before it got so far.
      await syncFolders(dirname(path), root)
    })
  }

  return {
    place,
    put,
    get,
    delete: async key => {
      mustBeKey(key)
      return attempt(`delete object ${key} in ${place}`, async () => {
        const path = pathOf(key)
        const wasThere = await unlessAbsent(() => unlink(path))
        // also when it was not: whoever deleted it may have been killed before it got so far
        await unlessAbsent(() => syncFolder(dirname(path)))
        return wasThere
      })
    },
    list: prefix => {
      mustBePrefix(prefix)
      return keysUnder(root, prefix)
    },
    check: async () => {
      if (!(await exists(root))) return { saw: `${place}: nothing was stored yet`, findings: [] }
      const left = await leftovers(join(root, INCOMING), clock)
      // what a killed writer left is no object and goes by itself with the next put of another process
      const saw = `${place}${left.length === 0 ? '' : `; ${left.length} unfinished files will be removed`}`
      return { saw, findings: await folderFindings(root) }
    },
  }
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function linkOnce(part: string, path: string, whenTaken: () => Promise<void>): Promise<void> {
  try {
    await link(part, path)
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
    await whenTaken()
  }
}

/** A name is durable only once every folder on the way to it is; they may all be new, made by us or by another process. */
async function syncFolders(from: string, root: string): Promise<void> {
  for (let folder = from; folder.length >= root.length; folder = dirname(folder)) await syncFolder(folder)
  try {
    await syncFolder(dirname(root))
  } catch (error) {
    // a folder that we may not read is not ours: somebody else made the root in it, long ago
    if (!isErrno(error, 'EACCES')) throw error
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function* keysUnder(root: string, prefix: string): AsyncIterable<string> {
  const found = await attempt(`list objects in folder ${root}`, () => entries(join(root, prefix)))
  for (const { name, isFolder } of found) {
    const key = `${prefix}${name}`
    if (!isObjectKey(key)) continue
    if (isFolder) yield* keysUnder(root, `${key}/`)
    else yield key
  }
}

/** Sorted as the keys of what is in them sort: a folder stands for keys that go on with '/'. */
async function entries(folder: string): Promise<{ name: string; isFolder: boolean }[]> {
  try {
    const found = await readdir(folder, { withFileTypes: true })
    return found
      .filter(entry => entry.isDirectory() || (entry.isFile() && entry.name.endsWith(ENDING)))
      .map(entry => ({ entry, isFolder: entry.isDirectory() }))
      .map(({ entry, isFolder }) => ({ name: isFolder ? entry.name : entry.name.slice(0, -ENDING.length), isFolder }))
      .map(entry => ({ ...entry, order: entry.isFolder ? `${entry.name}/` : entry.name }))
      .sort((a, b) => (a.order < b.order ? -1 : 1))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}

/** Unfinished files that no writer can still be busy with. */
async function leftovers(incoming: string, { now }: Pick<Clock, 'now'>): Promise<string[]> {
  if (!(await exists(incoming))) return []
  const before = Date.parse(now()) - LEFTOVER_AGE_MS
  const old: string[] = []
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    // another process may remove it meanwhile
    const written = await stat(path).catch(() => null)
    if (written !== null && written.mtimeMs < before) old.push(path)
  }
  return old
}

async function removeLeftovers(incoming: string, clock: Pick<Clock, 'now'>): Promise<void> {
  for (const path of await leftovers(incoming, clock)) await rm(path, { force: true })
}

/** A full disk here stops recordings, not the database, which has its own check. */
const FREE_BYTES_MIN = 1024 ** 3

async function folderFindings(root: string): Promise<Finding[]> {
  const { mode } = await stat(root)
  const { bavail, bsize } = await statfs(root)
  const findings: Finding[] = []
  if (bavail * bsize < FREE_BYTES_MIN) {
    const found = `Only ${(bavail * bsize) / 1024 ** 3} GB are free in ${root}.`
    findings.push({ level: 'mend', found, todo: 'Make room, or move the folder and change `objectStore`.' })
  }
  if ((mode & 0o077) !== 0) {
    const found = `Other accounts of this machine may look into ${root}; the objects are encrypted, their names are not.`
    findings.push({ level: 'advice', found, todo: `chmod 700 ${root}` })
  }
  return findings
}

/** False when there was nothing to do it to. */
async function unlessAbsent(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}

/** Turns what the file system says into a fault that names the object and the place. */
async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw error
    const trouble = TROUBLE[code] ?? 'broken'
    throw storeFault(trouble, `Could not ${what}: ${message}.${HINT[code] ?? ''}`, error)
  }
}

const TROUBLE: Readonly<Record<string, 'unreachable' | 'refused' | 'full'>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'refused',
  EPERM: 'refused',
  EROFS: 'refused',
  ENOTDIR: 'refused',
  // too many files open, a network file system that is away
  EMFILE: 'unreachable',
  ENFILE: 'unreachable',
  ESTALE: 'unreachable',
  ETIMEDOUT: 'unreachable',
}

const HINT: Readonly<Record<string, string>> = {
  EPERM: ' The file system must be able to make hard links.',
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code
}

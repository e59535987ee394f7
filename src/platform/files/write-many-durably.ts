// Many files, each whole or not there, without waiting for the disk once a file: several are written at a time, and a folder is forced to the disk once, at the end.

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { draftPath, isDraft, syncFolder } from './write-durably.ts'

export type NewFile = {
  /** Inside the folder. */
  readonly path: string
  readonly content: Uint8Array
}

const AT_ONCE = 16

/** Writes the files in place of any that are there; returns how many, when all of them are on the disk under their names. Folders are made. */
export async function writeManyDurably(folder: string, files: AsyncGenerator<NewFile>): Promise<number> {
  const touched = new Set<string>([folder])
  let written = 0
  const work = async () => {
    for await (const { path, content } of files) {
      const whole = join(folder, path)
      makeFolder(folder, dirname(whole), touched)
      await writeOne(whole, content)
      written += 1
    }
  }
  // One that fails ends the generator, and with it the others.
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, work))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  for (const path of touched) syncFolder(path)
  return written
}

/** Removes what a program that was killed left of files that it did not finish: of these files of the folder, and of any in these folders of it. No other
 * program may be writing there. */
export function clearDrafts(
  folder: string,
  { files, folders }: { readonly files: readonly string[]; readonly folders: readonly string[] },
): void {
  for (const name of readdirSync(folder))
    if (isDraft(name) && files.some(file => name.startsWith(`${file}.`))) rmSync(join(folder, name))
  for (const within of folders.filter(name => existsSync(join(folder, name))))
    for (const entry of readdirSync(join(folder, within), { recursive: true, withFileTypes: true }))
      if (entry.isFile() && isDraft(entry.name)) rmSync(join(entry.parentPath, entry.name))
}

/** The folders between the two are touched with it: one that is new is a name in the one above. */
function makeFolder(root: string, path: string, touched: Set<string>): void {
  if (touched.has(path)) return
  mkdirSync(path, { recursive: true })
  for (let at = path; at !== root && !touched.has(at); at = dirname(at)) touched.add(at)
}

async function writeOne(path: string, content: Uint8Array): Promise<void> {
  const draft = draftPath(path)
  try {
    const file = await open(draft, 'wx', 0o644)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

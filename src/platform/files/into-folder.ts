// Writing into a folder that a person named: what the system has against it becomes a sentence.

import { existsSync, mkdirSync, statSync } from 'node:fs'
import { Fault } from '../../kernel/index.ts'

/** Runs the work with the folder there. Throws `Fault` 'platform.folder_unwritable' when it is a file, or what the system says while it is written into. */
export async function intoFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    if (existsSync(folder) && !statSync(folder).isDirectory())
      throw new Fault('platform.folder_unwritable', `${folder} is a file. Name a folder with --to.`)
    mkdirSync(folder, { recursive: true })
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !OF_FILES.has(String(error.code))) throw error
    throw new Fault('platform.folder_unwritable', `${folder} cannot be written: ${error.message}.`, { cause: error })
  }
}

/** What a system says of files and folders; what it says of connections is not about the folder. */
const OF_FILES = new Set(
  'EACCES EDQUOT EEXIST EIO EISDIR EMFILE ENAMETOOLONG ENOENT ENOSPC ENOTDIR EPERM EROFS'.split(' '),
)

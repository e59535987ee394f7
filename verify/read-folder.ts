// Files of a folder, for the checks. A path is one that the formats define, so it never leaves the folder.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadFile } from './finding.ts'

export function readFolder(folder: string): ReadFile {
  return async path => {
    try {
      return await readFile(join(folder, path))
    } catch (error) {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
        return null
      throw error
    }
  }
}

// Files of a folder, for the checks. A path is one that the formats define, so it never leaves the folder.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReadFile } from './finding.ts'

export function readFolder(folder: string): ReadFile {
  // At once: for files of some ten kilobytes, waiting for the system costs more than the system does.
  return async path => {
    try {
      return readFileSync(join(folder, path))
    } catch (error) {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
        return null
      throw error
    }
  }
}

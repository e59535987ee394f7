// Files of a folder, for the checks. Only plain files are read, and only those that are in the folder: no link, and no step up, leads out of it.

import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { ReadFile } from './finding.ts'

export function readFolder(folder: string): ReadFile {
  const root = realpathSync(folder)
  const inside = new Map<string, boolean>()
  const isInside = (part: string): boolean => {
    const known = inside.get(part) ?? realpathSync(join(root, part)) === join(root, part)
    inside.set(part, known)
    return known
  }
  // At once: for files of some ten kilobytes, waiting for the system costs more than the system does.
  return async path => {
    const part = dirname(path)
    if (path.split('/').some(step => /^\.*$/.test(step))) return null
    try {
      return isInside(part) && lstatSync(join(root, path)).isFile() ? readFileSync(join(root, path)) : null
    } catch (error) {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
        return null
      throw error
    }
  }
}

/** Everything in the folder but folders, by its path with '/', in order: also what is read by nobody, such as links. */
export function listFolder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => !lstatSync(join(folder, path)).isDirectory())
    .map(path => path.split(sep).join('/'))
    .toSorted()
}

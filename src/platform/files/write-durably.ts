// Files that are whole or not there, whatever is killed when: written under another name, forced to the disk, then named.

import { randomBytes } from 'node:crypto'
import { closeSync, constants, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes the file in place of any that is there. */
export function writeDurably(path: string, content: string | Uint8Array): void {
  renameSync(draftOf(path, content, 0o644), path)
  syncFolder(dirname(path))
}

/** Writes a secret that only its owner reads, in a folder that only its owner enters; a file that is there already stays as it is. */
export function createSecretFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = draftOf(path, content, 0o600)
  try {
    linkSync(draft, path)
    syncFolder(dirname(path))
  } catch (error) {
    // another program was first
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft)
  }
}

/** Beside the file that it becomes; a name that no other program takes. */
export function draftPath(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.draft`
}

/** Whether a file of this name is one that was never finished. */
export function isDraft(name: string): boolean {
  return /\.[0-9a-f]{12}\.draft$/.test(name)
}

function draftOf(path: string, content: string | Uint8Array, mode: number): string {
  const draft = draftPath(path)
  const file = openSync(draft, 'wx', mode)
  try {
    const bytes = Buffer.from(content)
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return draft
}

/** What was named in the folder keeps its name when the power fails. */
export function syncFolder(path: string): void {
  const folder = openSync(path, constants.O_RDONLY)
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

// Publishes the log as files in the layout of C2SP tlog-tiles: whoever has the folder can check everything without the database. Every file is whole or not
// there; the checkpoint comes last, and never goes back.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { Fault, tlog } from '../../kernel/index.ts'
import {
  clearDrafts,
  type Database,
  intoFolder,
  type Sql,
  writeDurably,
  writeManyDurably,
} from '../../platform/index.ts'
import { verifyEd25519 } from '../node-crypto.ts'
import { missingFiles } from './missing-files.ts'
import type { SignedCheckpoint } from './sign-checkpoint.ts'
import { readTreeEdge } from './tree-edge.ts'

export type Published = { readonly origin: string; readonly size: number; readonly files: number }

/** Any constant would do; it only has to be the same in every version of the program. */
const PUBLISH_LOCK = 7_210_005
/** A first publication of very many entries takes longer: then the next one is told, and tries again. */
const PUBLISHER_SECONDS_MAX = 30
const LOCK_NOT_AVAILABLE = '55P03'

/**
 * Writes tiles, entries, key and checkpoint. What is there already is looked at, and written only where it is cut off. Throws `Fault` 'evidence.folder_of_other_log'
 * when the folder holds another log, 'evidence.publish_behind' when it knows more of this one than the checkpoint, 'evidence.publish_forked' when it holds other
 * entries under the same name, 'evidence.publisher_running', 'platform.folder_unwritable'; then its checkpoint is as it was.
 */
export function publishLog(
  db: Database,
  folder: string,
  checkpoint: SignedCheckpoint,
  key: tlog.NoteKey,
): Promise<Published> {
  return asPublisher(db, () => intoFolder(folder, () => publish(db, folder, checkpoint, key)))
}

async function publish(sql: Sql, folder: string, checkpoint: SignedCheckpoint, key: tlog.NoteKey): Promise<Published> {
  const { origin, size } = checkpoint
  const vkey = `${tlog.printVerifierKey(key)}\n`
  refuseOtherLog(folder, vkey)
  await refuseToGoBack(sql, folder, checkpoint, key)
  clearDrafts(folder, { files: ['checkpoint', 'log.vkey'], folders: ['tile'] })
  const files = await writeManyDurably(folder, missingFiles(sql, folder, size))
  writeDurably(join(folder, 'log.vkey'), vkey)
  // Again, for one who publishes there out of another database.
  await refuseToGoBack(sql, folder, checkpoint, key)
  // Last: a checkpoint promises the tiles below it.
  writeDurably(join(folder, 'checkpoint'), checkpoint.note)
  return { origin, size, files: files + 2 }
}

/** One at a time: what one has not finished yet is not for another to clear away, and a newer checkpoint not for an older one to replace. */
async function asPublisher<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const lock = await db.connect()
  // Lost, it leaves the check before the last file.
  lock.on('error', () => undefined)
  try {
    await takeLock(lock)
    return await work()
  } finally {
    await lock.end().catch(() => undefined)
  }
}

/** Waits for another publisher, but not for one that hangs. */
async function takeLock(lock: Awaited<ReturnType<Database['connect']>>): Promise<void> {
  await lock.query(`set lock_timeout = '${PUBLISHER_SECONDS_MAX}s'`)
  try {
    await lock.query('select pg_advisory_lock($1)', [PUBLISH_LOCK])
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error
    throw new Fault(
      'evidence.publisher_running',
      `Another program has been publishing this log for ${PUBLISHER_SECONDS_MAX} seconds. Try again when it has ended.`,
      { retryable: true },
    )
  }
}

function refuseOtherLog(folder: string, vkey: string): void {
  const path = join(folder, 'log.vkey')
  if (existsSync(path) && readFileSync(path, 'utf8') !== vkey)
    throw new Fault(
      'evidence.folder_of_other_log',
      `${folder} holds another log: ${path} is not ${vkey.trim()}. Name another folder with --to.`,
    )
}

/** The checkpoint that is there must be one that this log goes on from. */
async function refuseToGoBack(
  sql: Sql,
  folder: string,
  { size, root }: SignedCheckpoint,
  key: tlog.NoteKey,
): Promise<void> {
  const path = join(folder, 'checkpoint')
  if (!existsSync(path)) return
  const opened = tlog.openCheckpoint(readFileSync(path), key, verifyEd25519)
  if (typeof opened === 'string')
    throw new Fault(
      'evidence.folder_of_other_log',
      `${path} is not a checkpoint of this log: ${opened}. Nothing was published. Name another folder with --to.`,
    )
  const { checkpoint: there } = opened
  if (there.size > size)
    throw new Fault(
      'evidence.publish_behind',
      `${folder} has ${there.size} entries of this log already, and ${size} would replace them. Either somebody else published meanwhile, or the database was put back from an older backup (docs/evidence, 'After a loss'). The folder was left as it is.`,
    )
  const ours = there.size === size ? root : (await readTreeEdge(sql, there.size)).root()
  if (!tlog.sameBytes(there.root, ours))
    throw new Fault(
      'evidence.publish_forked',
      `${folder} has ${there.size} entries under the name of this log that are not those of the database: entries were changed, or this is another database. Nothing was published. Check both (curebook evidence verify).`,
    )
}

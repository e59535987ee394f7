// What this log was last seen to be, kept outside its database: a database that is put back from an older backup does not know what was signed since,
// and a signature on another tree of the same size would be two logs under one name.

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Fault, tlog } from '../../kernel/index.ts'
import { type Sql, writeDurably } from '../../platform/index.ts'
import { verifyEd25519 } from '../node-crypto.ts'
import { readTreeEdge } from './tree-edge.ts'

export type Remembered = {
  readonly size: number
  /** Null where only the size is known: somebody outside refused to say more. */
  readonly root: Uint8Array | null
}

/** A place outside the database that remembers a checkpoint of the log: a file, a witness, a chain. */
export type Memory = {
  /** For messages: where it is. */
  readonly name: string
  /** The largest checkpoint that it knows, or null. */
  readonly latest: () => Promise<Remembered | null>
}

/** Each log has a file of its own: several databases may share a home. */
function lastSignedPath(home: string, { id }: tlog.NoteKey): string {
  return join(home, 'log', `${tlog.toHex(id)}.checkpoint`)
}

/** The memory of the home itself. A file that is not a checkpoint of this log is a fault: 'evidence.last_signed_damaged'. */
export function homeMemory(home: string, key: tlog.NoteKey): Memory {
  const path = lastSignedPath(home, key)
  return {
    name: path,
    latest: async () => {
      if (!existsSync(path)) return null
      const opened = tlog.openCheckpoint(readFileSync(path), key, verifyEd25519)
      if (typeof opened !== 'string') return opened.checkpoint
      throw new Fault(
        'evidence.last_signed_damaged',
        `${path} is not the last checkpoint of this log: ${opened}. Was it changed, or copied from another home? Put the right one back.`,
      )
    },
  }
}

/** Throws `Fault` 'evidence.log_behind' where a larger one is remembered: another program keeps the log by now. */
export async function rememberSigned(home: string, key: tlog.NoteKey, size: number, note: Uint8Array): Promise<void> {
  await refuseShort(size, [homeMemory(home, key)])
  const path = lastSignedPath(home, key)
  mkdirSync(dirname(path), { recursive: true })
  writeDurably(path, note)
}

/** Throws `Fault` 'evidence.log_behind' or 'evidence.log_forked' when the log in the database is not one that goes on from what any memory knows. */
export async function refuseForgetful(sql: Sql, size: number, memories: readonly Memory[]): Promise<void> {
  for (const memory of memories) {
    const known = await memory.latest()
    refuseBehind(size, memory.name, known)
    if (!known?.root) continue
    const root = (await readTreeEdge(sql, known.size)).root()
    if (!tlog.sameBytes(root, known.root)) throw forked(known.size, memory.name)
  }
}

export function forked(size: number, name: string): Fault {
  return new Fault(
    'evidence.log_forked',
    `The first ${size} entries of the log in the database are not those that were signed: ${name} knows another root of them. Entries were changed, or this is another database. Nothing is signed or added to the log. Compare the database with a published copy (curebook evidence verify).`,
  )
}

/** As `refuseForgetful`, of the size alone, which needs no look into the database. */
export async function refuseShort(size: number, memories: readonly Memory[]): Promise<void> {
  for (const memory of memories) refuseBehind(size, memory.name, await memory.latest())
}

/** Throws `Fault` 'evidence.log_behind' when somebody knows more of the log than the database has. */
export function refuseBehind(size: number, name: string, known: Remembered | null): void {
  if (known === null || known.size <= size) return
  throw new Fault(
    'evidence.log_behind',
    `The database has ${size} entries in its log; ${name} knows ${known.size}. It was put back from an older backup, or this is another database. Nothing is signed or added to the log, because that would make two logs under one name. Put back a newer backup; if there is none, put the entries back from a published copy (evidence rebuild --from COPY); without one, begin a new log (evidence begin). docs/evidence, 'After a loss', says what is lost by each.`,
  )
}

// One entry as a stranger can check it: the bytes of its leaf and the proof that they are in the signed log.

import { Fault, tlog } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import { proveInclusion } from './prove.ts'
import type { SignedCheckpoint } from './sign-checkpoint.ts'

export type EntryProof = {
  readonly index: number
  /** Exact bytes of the leaf. */
  readonly leaf: Uint8Array
  /** A tlog-proof@v1 file. */
  readonly proof: Uint8Array
}

/** Throws `Fault` 'evidence.entry_unknown' when the checkpoint does not cover the index. */
export async function proveEntry(sql: Sql, index: number, { size, note }: SignedCheckpoint): Promise<EntryProof> {
  const [row] =
    index < size
      ? await sql.query<{ bytes: Uint8Array }>('select bytes from evidence.leaf where leaf_index = $1', [index])
      : []
  if (!row)
    throw new Fault('evidence.entry_unknown', `There is no entry ${index} in the log: it has ${size}, numbered from 0.`)
  const path = await proveInclusion(sql, index, size)
  return { index, leaf: row.bytes, proof: tlog.printProof({ index, path, checkpoint: note }) }
}

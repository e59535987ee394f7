// Entries as a stranger can check them: the bytes of the leaf and the proof that they are in the signed log.

import { Fault, must, tlog } from '../../kernel/index.ts'
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

/** Of each of `indices`, in their order. Throws `Fault` 'evidence.entry_unknown' when the checkpoint does not cover one of them. */
export async function proveEntries(
  sql: Sql,
  indices: readonly number[],
  { size, note }: SignedCheckpoint,
): Promise<EntryProof[]> {
  const beyond = indices.find(index => index >= size)
  if (beyond !== undefined) throw unknown(beyond, size)
  const proved = await proveInclusion(sql, indices, size)
  return indices.map((index, at) => {
    const { leaf, path } = proved[at] ?? {}
    if (!leaf || !path) throw unknown(index, size)
    return { index, leaf, proof: tlog.printProof({ index, path, checkpoint: note }) }
  })
}

/** Of one entry; throws as `proveEntries` does. */
export async function proveEntry(sql: Sql, index: number, checkpoint: SignedCheckpoint): Promise<EntryProof> {
  const [proof] = await proveEntries(sql, [index], checkpoint)
  return must(proof, 'an entry that is known is proved')
}

function unknown(index: number, size: number): Fault {
  return new Fault('evidence.entry_unknown', `There is no entry ${index} in the log: it has ${size}, numbered from 0.`)
}

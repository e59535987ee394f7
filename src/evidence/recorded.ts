// Law 3: a business transaction that changes a loan's story records it here in the same transaction, or does not commit. This is
// the first stage of the log (recorded); sequencing and publishing build on these rows.

import { Defect } from '../kernel/index.ts'
import type { Database, Tx } from '../platform/index.ts'
import { type Entry, EntryWriter } from './entry-writer.ts'

/** Writes an entry in the business transaction; answers its id. */
export type Append = (entry: Entry) => Promise<bigint>

export type RecordedOptions<T> = {
  readonly isolation?: 'repeatable read'
  /** True for a result that says that nothing was written, so that there is nothing to record. */
  readonly wroteNothing?: (result: T) => boolean
}

/** Runs one business transaction. It commits only when `append` was called at least once; throws `Defect` otherwise. */
export async function recorded<T>(
  db: Database,
  work: (tx: Tx, append: Append) => Promise<T>,
  { isolation, wroteNothing = () => false }: RecordedOptions<T> = {},
): Promise<T> {
  return db.transaction(async tx => {
    let entries = 0
    const writer = new EntryWriter(tx, db.masterKey)
    const result = await work(tx, async entry => {
      const id = await writer.write(entry)
      entries += 1
      return id
    })
    if (entries === 0 && !wroteNothing(result))
      throw new Defect('a business transaction recorded no evidence, so it is rolled back')
    return result
  }, isolation && { isolation })
}

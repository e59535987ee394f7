// Law 3: a business transaction that changes a loan's story records it here in the same transaction, or does not commit. This is
// the first stage of the log (recorded); sequencing and publishing build on these rows.

import { type CanonicalValue, canonicalBytes, Defect } from '../kernel/index.ts'
import type { Database, Tx } from '../platform/index.ts'

/** Version 1 of the recorded bytes: canonical JSON of {format, kind, …body}. Bytes once written are never re-derived. */
const FORMAT = 'curebook/entry/1'

export type EntryKind =
  | 'portfolio.added'
  | 'import.finished'
  | 'receipt.recorded'
  | 'strategy.changed'
  | 'table.changed'
  | 'day.opened'
  | 'slice.decided'
  | 'slice.redecided'
  | 'run.sealed'
  | 'demo.built'
  | 'replay.run'
  | 'customer.erased'

export type Entry = {
  readonly kind: EntryKind
  /** The customer whose story this is; left out for entries about many (an import, a run). */
  readonly customerId?: bigint
  readonly body: { readonly [key: string]: CanonicalValue | undefined }
}

export type Append = (entry: Entry) => Promise<void>

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
    const result = await work(tx, async entry => {
      await tx.query('insert into evidence.outbox (kind, customer_id, body) values ($1, $2, $3)', [
        entry.kind,
        entry.customerId ?? null,
        canonicalBytes({ format: FORMAT, kind: entry.kind, customer: entry.customerId, ...entry.body }),
      ])
      entries += 1
    })
    if (entries === 0 && !wroteNothing(result))
      throw new Defect('a business transaction recorded no evidence, so it is rolled back')
    return result
  }, isolation && { isolation })
}

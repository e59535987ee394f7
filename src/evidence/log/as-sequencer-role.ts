// What writes the log works as the role that may, whatever the connection works as otherwise; the application itself may only add entries.

import type { Database, Tx } from '../../platform/index.ts'

export function asSequencerRole<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction(async tx => {
    await tx.query('set local role curebook_sequencer')
    return work(tx)
  })
}

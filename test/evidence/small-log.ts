// For tests of the log: entries about a few loans, appended in one go.

import { recorded } from '../../src/evidence/index.ts'
import type { Database } from '../../src/platform/index.ts'

/** Records `count` entries about `loans` loans in turn. */
export async function recordEntries(db: Database, count: number, loans = 7): Promise<void> {
  await recorded(db, async (_, append) => {
    for (let at = 0; at < count; at += 1) {
      const loanId = BigInt(at % loans) + 1n
      await append({ kind: 'receipt.recorded', customerId: loanId * 10n, loanId, body: { note: `entry ${at}` } })
    }
  })
}

// Before a copy is made the log itself tells how many entries the dossier has and which is the last: whoever cuts off the end of the copy would have to cut
// that off too. The daily index tells the same of every dossier, but as of the morning.

import { entrySubject, recordEntry } from '../../evidence/index.ts'
import { must, tlog } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import type { FoundLoan } from '../read/find-loan.ts'

/** Answers the entry that tells it, and whose loan it is, by which an erasure is known to be of this person. The dossier of the loan must be in the log. */
export async function tellHead(db: Database, { loanId, customerId }: FoundLoan): Promise<bigint> {
  const [head] = await db.query<{ did: Uint8Array; seq: number; hash: Uint8Array }>(
    `select did, seq, hash from evidence.leaf where did = (select did from evidence.dossier where subject = $1) order by seq desc limit 1`,
    [`loan/${loanId}`],
  )
  const { did: name, seq, hash } = must(head, 'the entry about this copy is in the log')
  const did = tlog.toBase64Url(name)
  const customer = entrySubject({ customerId })
  return recordEntry(db, {
    kind: 'dossier.headed',
    body: { did, count: seq + 1, head: tlog.toBase64Url(hash), customer },
  })
}

// Destroys the content of an attachment whose time is over. What commits to it stays in the log; the chunks in the store are cleared afterwards, again and again
// until they are gone.

import { type Outcome, ok, refused } from '../../../kernel/index.ts'
import type { Database, Sql, Tx } from '../../../platform/index.ts'
import { recorded } from '../../recorded.ts'
import { lockCustomer, NOT_DUE, refusalByHold } from '../legal-hold.ts'

export type Destruction = {
  readonly customerId: bigint
  readonly loanId: bigint
  readonly attachmentId: bigint
  /** Rule of the retention table by which its time is over. */
  readonly ruleId: string
  readonly by: string
  readonly approvedBy: string
}

export type DestructionRefusal = {
  readonly code: 'evidence.legal_hold' | 'evidence.not_due' | 'evidence.attachment_gone'
  readonly message: string
}

/** `isStillDue` is asked once nothing can come between any more. Refuses evidence.legal_hold while one stands, evidence.not_due, and evidence.attachment_gone when it is destroyed already or never was. That the two people are two is
 * the caller's to see to. */
export function destroyAttachment(
  db: Database,
  { customerId, loanId, attachmentId, ruleId, by, approvedBy }: Destruction,
  isStillDue: (tx: Tx) => Promise<boolean>,
): Promise<Outcome<null, DestructionRefusal>> {
  return recorded<Outcome<null, DestructionRefusal>>(
    db,
    async (tx, append) => {
      await lockCustomer(tx, customerId)
      const hold = await refusalByHold(tx, db, customerId)
      if (hold) return refused(hold)
      if (!(await isStillDue(tx))) return refused(NOT_DUE)
      const count = await tx.write(
        `insert into vault.attachment_destroyed (customer_id, attachment_id, rule_id)
         select customer_id, attachment_id, $3 from vault.attachment where customer_id = $1 and attachment_id = $2
         on conflict do nothing`,
        [customerId, attachmentId, ruleId],
      )
      if (count === 0)
        return refused({
          code: 'evidence.attachment_gone',
          message: `Attachment ${attachmentId} is destroyed already.`,
        })
      await giveUpChunks(tx, [attachmentId])
      await append({
        kind: 'attachment.destroyed',
        customerId,
        loanId,
        by,
        isSealed: false,
        body: { attachment: attachmentId.toString(), rule: ruleId, by, approvedBy },
      })
      return ok(null)
    },
    { wroteNothing: outcome => !outcome.ok },
  )
}

/** Lets the next clearing take the chunks. */
export async function giveUpChunks(tx: Sql, attachmentIds: readonly bigint[]): Promise<void> {
  await tx.query(
    `insert into vault.unclaimed_chunks (attachment_id, since) select unnest($1::bigint[]), '-infinity' on conflict do nothing`,
    [attachmentIds],
  )
}

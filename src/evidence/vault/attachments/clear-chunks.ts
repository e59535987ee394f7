// Clears the object store of chunks that no attachment claims: what a crash left behind, and content that was destroyed.

import type { Database, ObjectStore } from '../../../platform/index.ts'
import { attachmentPrefix } from './attachment.ts'

/** No upload takes so long. One that does all the same finds its claim gone, and adds nothing. */
const AFTER = '1 day'

// Whatever the table of claims says: content that somebody can still open, or that a legal hold is on, stays.
const OLD = `
  select attachment_id from vault.unclaimed_chunks unclaimed
  where since < clock_timestamp() - $1::interval and not exists (
    select from vault.attachment kept where kept.attachment_id = unclaimed.attachment_id and (
      exists (select from vault.standing_hold hold where hold.customer_id = kept.customer_id)
      or exists (
        select from vault.customer_key key
        where key.customer_id = kept.customer_id and get_byte(key.wrapped_key, 1) = get_byte(kept.sealed, 1)
      ) and not exists (
        select from vault.attachment_destroyed gone
        where gone.customer_id = kept.customer_id and gone.attachment_id = kept.attachment_id)))`

/** Returns of how many attachments chunks were cleared. A crash half way leaves the rest to the next time. */
export async function clearChunks(db: Database, store: ObjectStore): Promise<number> {
  const old = await db.query<{ attachment_id: bigint }>(OLD, [AFTER])
  for (const { attachment_id: attachmentId } of old)
    await db.transaction(async tx => {
      // An upload that ends meanwhile waits for this, and then finds its claim gone.
      const claimed = await tx.write('delete from vault.unclaimed_chunks where attachment_id = $1', [attachmentId])
      if (claimed === 0) return
      for await (const key of store.list(attachmentPrefix(attachmentId))) await store.delete(key)
    })
  return old.length
}

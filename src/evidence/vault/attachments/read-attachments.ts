// Attachments of a loan, and their content: what comes back is what was added, or nothing does.

import { createHash } from 'node:crypto'
import { Fault, tlog } from '../../../kernel/index.ts'
import type { Database, ObjectStore } from '../../../platform/index.ts'
import { loadCustomerKeys } from '../customer-keys.ts'
import { CustomerSealer } from '../customer-sealer.ts'
import { type AttachmentKind, type AttachmentNote, chunkKey, chunkLabel, NOTE_LABEL } from './attachment.ts'

export type Attachment = {
  readonly attachmentId: bigint
  readonly customerId: bigint
  readonly entryId: bigint
  readonly kind: AttachmentKind
  readonly bytes: number
  /** A date in UTC. */
  readonly addedOn: string
  /** Null when the person was erased. */
  readonly note: AttachmentNote | null
  /** When the content was destroyed, its time being over by that rule; the entry stays. */
  readonly destroyed: { readonly on: string; readonly ruleId: string } | null
}

type Row = Omit<Attachment, 'note' | 'destroyed' | 'bytes'> & {
  readonly bytes: bigint
  readonly sealed: Uint8Array
  readonly destroyedOn: string | null
  readonly ruleId: string | null
}

const DATE = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD')`

const OF_LOAN = `
  select attachment_id as "attachmentId", customer_id as "customerId", entry_id as "entryId", kind, byte_count as bytes, sealed,
    ${DATE('stored_at')} as "addedOn", ${DATE('destroyed_at')} as "destroyedOn", rule_id as "ruleId"
  from vault.attachment left join vault.attachment_destroyed using (customer_id, attachment_id)
  where customer_id = $1 and loan_id = $2 order by entry_id`

export async function readAttachments(db: Database, customerId: bigint, loanId: bigint): Promise<Attachment[]> {
  const rows = await db.query<Row>(OF_LOAN, [customerId, loanId])
  if (rows.length === 0) return []
  const sealer = await sealerOf(db, customerId)
  return rows.map(({ sealed, destroyedOn, ruleId, bytes, ...row }) => ({
    ...row,
    bytes: Number(bytes),
    note: openNote(sealer, customerId, sealed),
    destroyed: destroyedOn === null ? null : { on: destroyedOn, ruleId: ruleId ?? '' },
  }))
}

/** The content, chunk by chunk. Throws `Fault` 'evidence.attachment_gone' when it was destroyed or the person was erased, and 'evidence.attachment_damaged' when what the
 * store has is not what was put there; the latter at the latest before the last chunk. */
export async function* attachmentContent(
  db: Database,
  store: ObjectStore,
  { attachmentId, customerId, bytes, note, destroyed }: Attachment,
): AsyncGenerator<Uint8Array> {
  if (note === null || destroyed !== null)
    throw new Fault('evidence.attachment_gone', `The content of attachment ${attachmentId} was destroyed.`)
  const sealer = await sealerOf(db, customerId)
  const hash = createHash('sha256')
  for (let chunk = 0, read = 0; read < bytes; chunk += 1) {
    const key = chunkKey(attachmentId, chunk)
    const sealed = await store.get(key)
    const plain = sealed && sealer.openBytes(customerId, chunkLabel(attachmentId, chunk), sealed)
    if (!plain || plain.length === 0) throw damaged(attachmentId, sealed ? `${key} was changed` : `${key} is missing`)
    hash.update(plain)
    read += plain.length
    if (read >= bytes && (read > bytes || hash.digest('hex') !== note.sha256))
      throw damaged(attachmentId, 'the chunks do not make the file')
    yield plain
  }
}

function damaged(attachmentId: bigint, why: string): Fault {
  return new Fault(
    'evidence.attachment_damaged',
    `The content of attachment ${attachmentId} is damaged in the object store: ${why}. Restore the store from a backup.`,
  )
}

async function sealerOf(db: Database, customerId: bigint): Promise<CustomerSealer> {
  const sealer = new CustomerSealer(await db.masterKey())
  await loadCustomerKeys(db, sealer, [customerId])
  return sealer
}

function openNote(sealer: CustomerSealer, customerId: bigint, sealed: Uint8Array): AttachmentNote | null {
  if (!sealer.hasKey(customerId)) return null
  const plain = sealer.openBytes(customerId, NOTE_LABEL, sealed)
  return plain && (JSON.parse(tlog.fromUtf8(plain) ?? 'null') as AttachmentNote | null)
}

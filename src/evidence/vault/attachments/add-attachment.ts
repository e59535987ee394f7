// Puts a file into the record of a loan. The chunks are in the store before the entry is written, so an entry never names content that is not there; what a crash
// leaves behind is known by its upload and cleared later.

import { createHash, randomBytes } from 'node:crypto'
import { commitment, Fault, SALT_BYTES, tlog } from '../../../kernel/index.ts'
import type { Database, ObjectStore } from '../../../platform/index.ts'
import { hmacSha256 } from '../../node-crypto.ts'
import { recorded } from '../../recorded.ts'
import { keptKeys } from '../kept-keys.ts'
import {
  ATTACHMENT_BYTES_MAX,
  type AttachmentKind,
  type AttachmentNote,
  chunkKey,
  chunkLabel,
  NOTE_LABEL,
} from './attachment.ts'
import { clearChunks } from './clear-chunks.ts'

const CHUNK_BYTES = 4 * 1024 ** 2

export type NewAttachment = {
  readonly customerId: bigint
  readonly loanId: bigint
  readonly kind: AttachmentKind
  /** As people know the file. */
  readonly name: string
  /** The name of the person who adds it; left out for the program itself. */
  readonly by?: string
  readonly content: AsyncIterable<Uint8Array>
}

export type AddedAttachment = {
  readonly attachmentId: bigint
  readonly entryId: bigint
  /** Of the content, hexadecimal. */
  readonly sha256: string
  readonly bytes: number
}

/** Throws `Fault` 'evidence.attachment_empty', 'evidence.attachment_too_large', 'evidence.key_erased' when the customer was erased meanwhile, and what
 * the store throws. */
export async function addAttachment(
  db: Database,
  store: ObjectStore,
  attachment: NewAttachment,
): Promise<AddedAttachment> {
  await clearChunks(db, store)
  const { customerId } = attachment
  const attachmentId = randomBytes(8).readBigUInt64BE() >> 1n
  await db.query('insert into vault.unclaimed_chunks (attachment_id) values ($1)', [attachmentId])
  const sealing = keptKeys(await db.masterKey())
  // The key that stands now: what is kept may be of a person who was erased since, or of a transaction that was rolled back.
  sealing.drop(customerId)
  const seal = (label: string, plain: Uint8Array) => sealing.seal(db, customerId, label, plain)
  const hash = createHash('sha256')
  let bytes = 0
  let chunks = 0
  for await (const chunk of inChunks(attachment.content)) {
    bytes += chunk.length
    if (bytes > ATTACHMENT_BYTES_MAX)
      throw new Fault(
        'evidence.attachment_too_large',
        `${attachment.name} has more than ${ATTACHMENT_BYTES_MAX} bytes. Nothing was added to the record.`,
      )
    hash.update(chunk)
    const { sealed } = await seal(chunkLabel(attachmentId, chunks), chunk)
    await store.put(chunkKey(attachmentId, chunks), sealed)
    chunks += 1
  }
  if (bytes === 0)
    throw new Fault('evidence.attachment_empty', `${attachment.name} is empty. Nothing was added to the record.`)
  const sha256 = hash.digest()
  const salt = randomBytes(SALT_BYTES)
  const note: AttachmentNote = { name: attachment.name, sha256: tlog.toHex(sha256), salt: tlog.toHex(salt) }
  const { sealed, wrappedKey } = await seal(NOTE_LABEL, tlog.utf8(JSON.stringify(note)))
  const stored = { attachmentId, bytes, chunks, sealed, wrappedKey }
  const entryId = await write(db, attachment, stored, commitment(hmacSha256, salt, sha256))
  return { attachmentId, entryId, sha256: note.sha256, bytes }
}

type Stored = {
  readonly attachmentId: bigint
  readonly bytes: number
  readonly chunks: number
  readonly sealed: Uint8Array
  readonly wrappedKey: Uint8Array
}

function write(
  db: Database,
  { customerId, loanId, kind, name, by }: NewAttachment,
  { attachmentId, bytes, chunks, sealed, wrappedKey }: Stored,
  file: Uint8Array,
): Promise<bigint> {
  return recorded(db, async (tx, append) => {
    const said = { attachment: attachmentId.toString(), attachmentKind: kind, name, bytes }
    const entryId = await append({
      kind: 'attachment.added',
      customerId,
      loanId,
      ...(by !== undefined && { by }),
      body: { ...said, by },
      files: [file],
    })
    // Only while the key stands that the chunks were sealed with. An erasure at the same moment leaves content that nobody can open, as it should.
    const [row] = await tx.query(
      `insert into vault.attachment (customer_id, attachment_id, loan_id, entry_id, kind, byte_count, chunk_count, sealed)
       select $1, $2, $3, $4, $5, $6, $7, $8 where exists (
         select from vault.customer_key where customer_id = $1 and wrapped_key = $9 for key share)
       returning attachment_id`,
      [customerId, attachmentId, loanId, entryId, kind, bytes, chunks, sealed, wrappedKey],
    )
    if (!row)
      throw new Fault('evidence.key_erased', 'The customer was erased while the file was stored. Nothing was added.')
    const ended = await tx.write('delete from vault.unclaimed_chunks where attachment_id = $1', [attachmentId])
    if (ended !== 1)
      throw new Fault(
        'evidence.attachment_too_slow',
        `Storing ${name} took more than a day and was given up. Add it again.`,
      )
    return entryId
  })
}

async function* inChunks(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = []
  let length = 0
  for await (const part of content) {
    waiting.push(part)
    length += part.length
    while (length >= CHUNK_BYTES) {
      const all = Buffer.concat(waiting)
      yield all.subarray(0, CHUNK_BYTES)
      waiting = [all.subarray(CHUNK_BYTES)]
      length -= CHUNK_BYTES
    }
  }
  if (length > 0) yield Buffer.concat(waiting)
}

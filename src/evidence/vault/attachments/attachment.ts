// Recordings and documents of a customer. The content lies in the object store in chunks that are sealed with the customer's key; what commits to it stands in
// a leaf of the log, so that it cannot be exchanged, and goes with the key, so that it can be erased.

export type AttachmentKind = 'document' | 'recording' | 'photo'

export const ATTACHMENT_KINDS: readonly AttachmentKind[] = ['document', 'recording', 'photo']

/** Two hours of speech are a tenth of it; a bundle holds one at a time in memory. */
export const ATTACHMENT_BYTES_MAX = 256 * 1024 ** 2

/** What is sealed of an attachment beside its content: a name may name a person. */
export type AttachmentNote = {
  readonly name: string
  /** Of the whole content, hexadecimal. */
  readonly sha256: string
  /** Hexadecimal. */
  readonly salt: string
}

export const NOTE_LABEL = 'attachment.note'

/** Key of a chunk in the object store. */
export function chunkKey(attachmentId: bigint, chunk: number): string {
  return `${attachmentPrefix(attachmentId)}${String(chunk).padStart(6, '0')}`
}

export function attachmentPrefix(attachmentId: bigint): string {
  return `attachments/${attachmentId.toString(16).padStart(16, '0')}/`
}

/** A chunk opens only in its own place of its own attachment. */
export function chunkLabel(attachmentId: bigint, chunk: number): string {
  return `attachment.chunk\u001f${attachmentId}\u001f${chunk}`
}

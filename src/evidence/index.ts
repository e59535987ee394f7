// Door of `evidence`: entries recorded with every write; the log that is made of them; the vault of what they say.
export type { Anchor, AnchorKind, Attestation } from './anchors/anchor.ts'
export { type AnchorState, anchorStates } from './anchors/anchor-states.ts'
export { attestCheckpoint } from './anchors/attest-checkpoint.ts'
export { openAnchors } from './anchors/open-anchors.ts'
export { type Entry, type RowSeal } from './entry-writer.ts'
export { beginLog } from './log/begin-log.ts'
export { checkStored, type StoredCheck } from './log/check-stored.ts'
export { currentCheckpoint } from './log/current-checkpoint.ts'
export { type EntryProof, proveEntries, proveEntry } from './log/entry-proof.ts'
export { type IndexProof, indexRow, proveInIndex, recordIndex } from './log/index-snapshot.ts'
export { bringLogUpToDate, type LogHome } from './log/keep-log.ts'
export { type LogKeeper, startLogKeeper } from './log/log-keeper.ts'
export { currentLogKey } from './log/log-key.ts'
export { type LogStatus, logStatus } from './log/log-status.ts'
export { publishLog } from './log/publish.ts'
export { readLog } from './log/read-log.ts'
export { type Rebuilt, rebuildLog } from './log/rebuild-log.ts'
export { asSequencer } from './log/sequencer.ts'
export { latestSigned, type SignedCheckpoint } from './log/sign-checkpoint.ts'
export { openLogHome } from './log-home.ts'
export { sha256 } from './node-crypto.ts'
export { type LoneEntry, recordEntry } from './record-entry.ts'
export { type Append, recorded } from './recorded.ts'
export {
  partPath,
  ROW_GROUP,
  type RowPath,
  rowPathOf,
  sealGroups,
  sealParts,
  sealRows,
} from './row-tree.ts'
export { entrySubject } from './subject.ts'
export { addAttachment } from './vault/attachments/add-attachment.ts'
export { ATTACHMENT_KINDS, type AttachmentKind } from './vault/attachments/attachment.ts'
export { clearChunks } from './vault/attachments/clear-chunks.ts'
export { destroyAttachment } from './vault/attachments/destroy-attachment.ts'
export { type Attachment, attachmentContent, readAttachments } from './vault/attachments/read-attachments.ts'
export { loadCustomerKeys, readErasure, storeCustomerKeys } from './vault/customer-keys.ts'
export { CustomerSealer } from './vault/customer-sealer.ts'
export { type Erasure, type ErasureRefusal, eraseCustomer } from './vault/erase-customer.ts'
export { type LegalHold, liftHold, NOT_DUE, placeHold, standingHolds } from './vault/legal-hold.ts'
export type { OpenedPayload } from './vault/open-payload.ts'
export { readPayloads } from './vault/read-payloads.ts'

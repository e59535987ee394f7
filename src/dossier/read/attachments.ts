// Files of the record: contracts, recordings, photos.

import { readAttachments } from '../../evidence/index.ts'
import type { Database } from '../../platform/index.ts'
import type { DossierAttachment } from '../dossier.ts'
import type { EntryRefs } from './entry-refs.ts'
import type { FoundLoan } from './find-loan.ts'

export async function readDossierAttachments(
  db: Database,
  { customerId, loanId }: FoundLoan,
  refs: EntryRefs,
  isOpened: boolean,
): Promise<DossierAttachment[]> {
  const attachments = await readAttachments(db, customerId, loanId)
  return attachments.map(({ attachmentId, kind, bytes, addedOn, note, destroyed, entryId }) => ({
    attachmentId,
    kind,
    name: isOpened ? (note?.name ?? null) : null,
    bytes,
    addedOn,
    isDestroyed: destroyed !== null || note === null,
    entry: refs.ofOwn(entryId),
  }))
}

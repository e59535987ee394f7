// Reads a dossier whole: its parts, the entries behind them, the timeline.

import { tlog } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import type { Dossier } from '../dossier.ts'
import { readDossierAttachments } from './attachments.ts'
import { readBorrower } from './borrower.ts'
import { readContacts } from './contacts.ts'
import { EntryRefs } from './entry-refs.ts'
import type { FoundLoan } from './find-loan.ts'
import { readLegal } from './legal.ts'
import { readLoan } from './loan.ts'
import { readRepayment } from './repayment.ts'
import { timelineOf } from './timeline.ts'
import { readVehicle } from './vehicle.ts'

/** `isOpened`: names and numbers in clear, for a document that has to show them; otherwise masked. */
export async function readDossier(
  db: Database,
  loan: FoundLoan,
  { isOpened }: { isOpened: boolean },
): Promise<Dossier> {
  const refs = await EntryRefs.read(db, loan)
  const parts = {
    did: refs.did && tlog.toBase64Url(refs.did),
    loan: await readLoan(db, loan, refs),
    borrower: await readBorrower(db, loan, isOpened),
    vehicle: await readVehicle(db, loan, isOpened),
    repayment: await readRepayment(db, loan, refs),
    contacts: await readContacts(db, loan, refs),
    legal: await readLegal(db, loan, refs),
    attachments: await readDossierAttachments(db, loan, refs, isOpened),
  }
  return { ...parts, timeline: timelineOf(parts, refs) }
}

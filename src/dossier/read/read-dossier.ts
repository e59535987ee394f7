// Reads a dossier whole: its parts, the entries behind them, the timeline.

import { readPayloads } from '../../evidence/index.ts'
import { tlog } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import type { Dossier } from '../dossier.ts'
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
    vehicle: await readVehicle(db, loan),
    repayment: await readRepayment(db, loan, refs, await ownReceipts(db, refs)),
    contacts: await readContacts(db, loan, refs),
    legal: await readLegal(db, loan, refs),
  }
  return { ...parts, timeline: timelineOf(parts, refs) }
}

/** Which entry records which receipt: what the entries themselves say. */
async function ownReceipts(db: Database, refs: EntryRefs): Promise<Map<string, bigint>> {
  const ids = refs.own.filter(({ kind }) => kind === 'receipt.recorded').map(({ entryId }) => entryId)
  const payloads = await readPayloads(db, ids)
  return new Map(
    [...payloads].flatMap(([entryId, payload]) => {
      if (typeof payload !== 'object') return []
      const { receipt } = JSON.parse(Buffer.from(payload.content).toString('utf8')) as { receipt?: unknown }
      return typeof receipt === 'string' ? [[receipt, entryId] as const] : []
    }),
  )
}

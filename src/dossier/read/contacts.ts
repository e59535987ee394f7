// Part of the contacts: what each night decided to do, and what was promised.

import type { Sql } from '../../platform/index.ts'
import type { DossierContacts, DossierDecision } from '../dossier.ts'
import type { EntryRefs } from './entry-refs.ts'
import type { FoundLoan } from './find-loan.ts'

export async function readContacts(sql: Sql, loan: FoundLoan, refs: EntryRefs): Promise<DossierContacts> {
  const key = [loan.customerId, loan.loanId]
  const decisions = await sql.query<Omit<DossierDecision, 'entry'> & { runId: number }>(
    `select business_date as "businessDate", decided_seq as "decidedSeq", stage, treatment, channel, risk_class as "riskClass",
       days_past_due as "daysPastDue", arrears_minor as "arrearsMinor", run_id as "runId"
     from decision.decision where customer_id = $1 and loan_id = $2 order by business_date, decided_seq`,
    key,
  )
  const promises = await sql.query<Omit<DossierContacts['promises'][number], 'entry'>>(
    `select promised_on as "promisedOn", due_on as "dueOn", amount_minor as "amountMinor", taken_by as "takenBy", outcome
     from resolution.promise where customer_id = $1 and loan_id = $2 order by promised_on, promise_id`,
    key,
  )
  return {
    decisions: decisions.map(({ runId, ...decision }) => ({ ...decision, entry: refs.ofRun(runId) })),
    promises: promises.map(promise => ({ ...promise, entry: refs.ofImport(null) })),
  }
}

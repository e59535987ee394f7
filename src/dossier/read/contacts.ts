// Part of the contacts: what each night decided to do, and what was promised.

import type { Sql } from '../../platform/index.ts'
import type { DossierContacts, DossierDecision } from '../dossier.ts'
import type { EntryRefs } from './entry-refs.ts'
import type { FoundLoan } from './find-loan.ts'

export async function readContacts(sql: Sql, loan: FoundLoan, refs: EntryRefs): Promise<DossierContacts> {
  const key = [loan.customerId, loan.loanId]
  const decisions = await sql.query<Omit<DossierDecision, 'entry'> & { runId: number; isLate: boolean }>(DECISIONS, key)
  const promises = await sql.query<Omit<DossierContacts['promises'][number], 'entry'>>(
    `select promised_on as "promisedOn", due_on as "dueOn", amount_minor as "amountMinor", taken_by as "takenBy", outcome
     from resolution.promise where customer_id = $1 and loan_id = $2 order by promised_on, promise_id`,
    key,
  )
  return {
    decisions: decisions.map(({ runId, isLate, ...decision }) => ({
      ...decision,
      entry: isLate ? null : refs.ofRun(runId),
    })),
    promises: promises.map(promise => ({ ...promise, entry: refs.ofImport(null) })),
  }
}

/** A decision of late money is under no seal until its night is run again. */
const DECISIONS = `
  select decision.business_date as "businessDate", decided_seq as "decidedSeq", stage, treatment, channel, risk_class as "riskClass",
    days_past_due as "daysPastDue", arrears_minor as "arrearsMinor", decision.run_id as "runId",
    coalesce(position(sha256('\\x00'::bytea || decision.sealed_salt(part.salt, decision) || convert_to(decision.sealed_text(decision), 'UTF8'))
      in part.late_hashes), 0) > 0 as "isLate"
  from decision.decision
  left join night.sealed_part part on part.run_id = decision.run_id and part.slice_number = night.slice_of(customer_id, part.slice_count)
  where customer_id = $1 and loan_id = $2 order by decision.business_date, decided_seq`

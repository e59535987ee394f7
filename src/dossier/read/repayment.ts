// Part of the repayment and overdue history: what was due, what came, and how many days each instalment was late.

import { type BusinessDate, daysBetween, must } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import type { DossierInstalment, DossierMonth, DossierReceipt, DossierRepayment } from '../dossier.ts'
import type { EntryRefs } from './entry-refs.ts'
import type { FoundLoan } from './find-loan.ts'

type Imported<T> = Omit<T, 'entry'> & { readonly importRunId: number | null }

export async function readRepayment(db: Database, loan: FoundLoan, refs: EntryRefs): Promise<DossierRepayment> {
  const key = [loan.customerId, loan.loanId]
  const [standing] = await db.query<{
    asOf: BusinessDate
    oldestUnpaidDueOn: BusinessDate | null
    dueMinor: bigint
    balanceMinor: bigint
  }>(STANDING, key)
  const { asOf, oldestUnpaidDueOn, dueMinor, balanceMinor } = must(standing, 'every loan has a standing')
  const instalments = await db.query<Imported<Omit<DossierInstalment, 'overdueDays'>>>(INSTALMENTS, key)
  const receipts = await db.query<Imported<DossierReceipt> & { readonly entryId: bigint | null }>(RECEIPTS, key)
  const months = await db.query<Imported<DossierMonth>>(MONTHS, key)
  const spells = await db.query<{ startedOn: BusinessDate; endedOn: BusinessDate | null }>(
    `select started_on as "startedOn", ended_on as "endedOn" from book.overdue_spell
     where customer_id = $1 and loan_id = $2 order by started_on`,
    key,
  )
  return {
    asOf,
    daysPastDue: oldestUnpaidDueOn === null ? 0 : Math.max(0, daysBetween(oldestUnpaidDueOn, asOf)),
    oldestUnpaidDueOn,
    dueMinor,
    balanceMinor,
    instalments: instalments.map(({ importRunId, ...instalment }) => ({
      ...instalment,
      overdueDays: Math.max(
        0,
        daysBetween(instalment.dueOn as BusinessDate, (instalment.paidOn ?? asOf) as BusinessDate),
      ),
      entry: refs.ofImport(importRunId),
    })),
    receipts: receipts.map(({ importRunId, entryId, ...receipt }) => ({
      ...receipt,
      entry: entryId === null ? refs.ofImport(importRunId) : refs.ofOwn(entryId),
    })),
    months: months.map(({ importRunId, ...month }) => ({ ...month, entry: refs.ofImport(importRunId) })),
    spells: spells.map(({ startedOn, endedOn }) => ({
      startedOn,
      endedOn,
      days: daysBetween(startedOn, endedOn ?? asOf),
    })),
  }
}

// A portfolio without a night yet stands on the day that its arrears were worked out for.
const STANDING = `
  select coalesce(business_date, aged_on, opened_on, first_due_on, date '2000-01-01') as "asOf", oldest_unpaid_due_on as "oldestUnpaidDueOn",
    coalesce(due_minor, 0) as "dueMinor", coalesce(balance_minor, 0) as "balanceMinor"
  from book.loan join book.portfolio using (portfolio_id) left join book.arrears using (customer_id, loan_id)
  where customer_id = $1 and loan_id = $2`

const INSTALMENTS = `
  select instalment_number as number, due_on as "dueOn", instalment.principal_minor as "principalMinor",
    instalment.interest_minor as "interestMinor", instalment.fee_minor as "feeMinor", import_run_id as "importRunId",
    coalesce(paid.minor, 0) as "paidMinor",
    case when coalesce(paid.minor, 0) >= instalment.principal_minor + instalment.interest_minor + instalment.fee_minor
      then coalesce(paid.last_on, due_on) end as "paidOn"
  from book.instalment
  left join (
    select instalment_number, sum(principal_minor + interest_minor + fee_minor)::bigint as minor, max(value_on) as last_on
    from book.allocation where customer_id = $1 and loan_id = $2 group by instalment_number
  ) paid using (instalment_number)
  where customer_id = $1 and loan_id = $2
  order by due_on, instalment_number`

const RECEIPTS = `
  select receipt.receipt_number as number, receipt.value_on as "valueOn", receipt.amount_minor as "amountMinor",
    reversed.receipt_number as reverses, receipt.import_run_id as "importRunId", receipt.entry_id as "entryId"
  from book.receipt
  left join book.receipt reversed on reversed.customer_id = receipt.customer_id and reversed.loan_id = receipt.loan_id
    and reversed.receipt_id = receipt.reverses_receipt_id
  where receipt.customer_id = $1 and receipt.loan_id = $2
  order by receipt.value_on, receipt.recorded_at, receipt.receipt_id`

const MONTHS = `
  select period_ends_on as "endsOn", days_past_due as "daysPastDue", end_balance_minor as "endBalanceMinor", paid_minor as "paidMinor",
    loan_status as status, import_run_id as "importRunId"
  from book.loan_month_latest where customer_id = $1 and loan_id = $2 order by period_ends_on`

// Part of the loan.

import { must } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import type { DossierLoan } from '../dossier.ts'
import type { EntryRefs } from './entry-refs.ts'
import type { FoundLoan } from './find-loan.ts'

export async function readLoan(sql: Sql, loan: FoundLoan, refs: EntryRefs): Promise<DossierLoan> {
  type Row = Omit<DossierLoan, 'portfolio' | 'entry'> & DossierLoan['portfolio']
  const [row] = await sql.query<Row>(
    `select portfolio_id as "portfolioId", code, name, lender, jurisdiction, currency,
       customer_id as "customerId", loan_id as "loanId", loan_number as "loanNumber", product, status, opened_on as "openedOn",
       first_due_on as "firstDueOn", matures_on as "maturesOn", term_months as "termMonths", principal_minor as "principalMinor",
       annual_rate as "annualRate", payment_minor as "paymentMinor"
     from book.loan join book.portfolio using (portfolio_id) where customer_id = $1 and loan_id = $2`,
    [loan.customerId, loan.loanId],
  )
  const { portfolioId, code, name, lender, jurisdiction, currency, ...rest } = must(row, 'the loan was just found')
  const portfolio = { portfolioId, code, name, lender, jurisdiction, currency }
  return { portfolio, ...rest, entry: refs.ofImport(loan.importRunId) }
}

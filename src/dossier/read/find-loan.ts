// Finds the loan that a dossier is about, by the lender's own numbers.

import { didYouMean, Fault } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'

export type FoundLoan = {
  readonly customerId: bigint
  readonly loanId: bigint
  readonly portfolioId: number
  readonly vehicleId: bigint | null
  readonly importRunId: number | null
  readonly isFictional: boolean
}

/** `portfolio` may be left out where only one portfolio has such a loan. Throws `Fault` 'dossier.loan_unknown', 'dossier.portfolio_unknown' or
 * 'dossier.loan_ambiguous'. */
export async function findLoan(sql: Sql, loanNumber: string, portfolio?: string): Promise<FoundLoan> {
  const rows = await sql.query<FoundLoan & { code: string }>(
    `select loan.customer_id as "customerId", loan_id as "loanId", loan.portfolio_id as "portfolioId", vehicle_id as "vehicleId",
       import_run_id as "importRunId", is_fictional as "isFictional", code
     from book.loan join book.portfolio using (portfolio_id) join book.customer using (customer_id)
     where loan_number = $1 order by code`,
    [loanNumber],
  )
  const found = rows.filter(row => portfolio === undefined || row.code === portfolio)
  const [first, second] = found
  if (first && !second) return first
  if (second)
    throw new Fault(
      'dossier.loan_ambiguous',
      `Several portfolios have a loan '${loanNumber}': ${found.map(({ code }) => code).join(', ')}. Say which: --portfolio.`,
    )
  if (portfolio !== undefined) await refuseUnknownPortfolio(sql, portfolio)
  const elsewhere = rows.map(({ code }) => code).join(', ')
  throw new Fault(
    'dossier.loan_unknown',
    portfolio === undefined
      ? `No portfolio has a loan '${loanNumber}'.`
      : `Portfolio '${portfolio}' has no loan '${loanNumber}'.${elsewhere === '' ? '' : ` There is one in ${elsewhere}.`}`,
  )
}

async function refuseUnknownPortfolio(sql: Sql, portfolio: string): Promise<void> {
  const rows = await sql.query<{ code: string }>('select code from book.portfolio order by code')
  const codes = rows.map(({ code }) => code)
  if (!codes.includes(portfolio))
    throw new Fault(
      'dossier.portfolio_unknown',
      `There is no portfolio '${portfolio}'.${didYouMean(portfolio, codes)} There is ${codes.join(', ')}.`,
    )
}

// Loans by the beginning of their number, for who types it.

import type { z } from 'zod'
import type { Sql } from '../../platform/index.ts'
import type { LOANS_FOUND } from './dossier-schema.ts'

const SHOWN_MAX = 20

export async function findLoans(sql: Sql, number: string): Promise<z.output<typeof LOANS_FOUND>> {
  const rows = await sql.query<z.output<typeof LOANS_FOUND>['loans'][number]>(FIND_LOANS, [number, SHOWN_MAX + 1])
  return { loans: rows.slice(0, SHOWN_MAX), isCut: rows.length > SHOWN_MAX }
}

// Between the text and the last text that begins with it, in the order of bytes: an index answers however large the book is, and no sign in the
// text means anything but itself.
export const FIND_LOANS = `
  with found as (
    select customer_id, loan_id, portfolio_id, loan_number, status
    from book.loan
    where loan_number ~>=~ $1 and loan_number ~<~ ($1 || U&'\\+10FFFF')
    order by loan_number using ~<~, portfolio_id limit $2
  )
  select code as portfolio, portfolio.name as "portfolioName", loan_number as "loanNumber", status, name_hint as "nameHint"
  from found
  join book.portfolio using (portfolio_id)
  left join book.loan_party on loan_party.customer_id = found.customer_id and loan_party.loan_id = found.loan_id and role = 'borrower'
  left join book.party on party.customer_id = loan_party.customer_id and party.party_id = loan_party.party_id
  order by loan_number using ~<~, code`

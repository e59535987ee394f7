// How many loans wait to be aged, counted apart from the statements that age them, so that a row which those miss shows.

import { must } from '../../kernel/index.ts'
import type { Sql } from '../../platform/index.ts'
import type { AgeScope } from './keep-arrears.ts'

/** Loans with a schedule whose kept row does not hold on the date: something fell due since, money dated ahead counts now, or the row was made for
 * a later day. None after `ageArrears`. */
export async function loansToAge(sql: Sql, { businessDate, portfolioId, from, to }: AgeScope): Promise<bigint> {
  const [row] = await sql.query<{ loans: bigint }>(
    `select count(*) as loans from book.arrears
     where portfolio_id = $1 and customer_id between $2 and $3 and basis = 'schedule'
       and (next_due_on <= $4 or next_money_on <= $4 or aged_on > $4)
       and exists (
         select from book.loan
         where loan.customer_id = arrears.customer_id and loan.loan_id = arrears.loan_id and loan.product <> 'tape')`,
    [portfolioId, from, to, businessDate],
  )
  return must(row, 'an aggregate has a row').loans
}

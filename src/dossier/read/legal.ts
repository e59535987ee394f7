// Part of the legal actions and of what stands in their way.

import type { Sql } from '../../platform/index.ts'
import type { DossierLegal } from '../dossier.ts'
import type { EntryRefs } from './entry-refs.ts'
import type { FoundLoan } from './find-loan.ts'

export async function readLegal(sql: Sql, loan: FoundLoan, refs: EntryRefs): Promise<DossierLegal> {
  const [row] = await sql.query<{ repossessed: boolean }>(
    'select is_repossessed as repossessed from book.loan where customer_id = $1 and loan_id = $2',
    [loan.customerId, loan.loanId],
  )
  const flags = await sql.query<Omit<DossierLegal['flags'][number], 'entry'>>(
    `select kind, starts_on as "startsOn", ends_on as "endsOn" from permission.flag where customer_id = $1 order by starts_on, flag_id`,
    [loan.customerId],
  )
  return {
    isRepossessed: row?.repossessed ?? false,
    flags: flags.map(flag => ({ ...flag, entry: refs.ofImport(null) })),
  }
}

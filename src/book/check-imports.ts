// What `db doctor` asks of the book: an import that began and never ended (an import is one transaction, so a broken one leaves nothing;
// a run without an end would be rows that nobody counted), and loans of which nobody can tell what is due.

import type { Check, Sql } from '../platform/index.ts'

export function importChecks(sql: Sql): Check[] {
  return [
    {
      name: 'book.imports',
      needs: 'schema.migrations',
      look: async () => {
        const runs = await sql.query<{ import_run_id: number; file_name: string; code: string; started_at: string }>(
          `select import_run_id, file_name, code, to_char(started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as started_at
           from book.import_run
           join book.portfolio using (portfolio_id)
           where finished_at is null
           order by import_run_id`,
        )
        const findings = runs.map(run => ({
          level: 'mend' as const,
          found: `Import ${run.import_run_id} of ${run.file_name} into ${run.code} began on ${run.started_at} UTC and never ended.`,
          todo: 'Load the same file again: what is there already is counted as duplicates, what is missing is taken.',
        }))
        return { saw: `${runs.length} unfinished`, findings }
      },
    },
    {
      name: 'book.schedules',
      needs: 'schema.migrations',
      look: async () => {
        const portfolios = await sql.query<{ code: string; loans: bigint; example: string }>(
          `select code, count(*) as loans, min(loan_number) as example
           from book.loan
           join book.portfolio using (portfolio_id)
           where product <> 'tape' and status = 'open'
             and not exists (
               select from book.instalment
               where instalment.customer_id = loan.customer_id and instalment.loan_id = loan.loan_id)
           group by code
           order by code`,
        )
        const findings = portfolios.map(({ code, loans, example }) => ({
          level: 'advice' as const,
          found: `${loans} open loans of portfolio ${code} have no instalments (${example} is one): nothing ever falls due, so every night finds them current.`,
          todo: 'Load their instalments: book import csv with a mapping of kind instalment.',
        }))
        return { saw: `${portfolios.length} portfolios with loans without a schedule`, findings }
      },
    },
  ]
}

// Roll rates 迁徙率 of a portfolio, computed from its reported months by the SQL beside this file.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql } from '../../platform/index.ts'

export type MissedPayments = {
  /** Months in a row without payment, the month itself included; 4 stands for 4 or more. */
  readonly missedInARow: number
  readonly months: bigint
  /** Of these months, those followed by a month without payment. */
  readonly nextMissed: bigint
}

export type RollRate = {
  /** '0' current, '1' … '3' months late, '4' more. */
  readonly from: string
  /** As `from`, or 'charged_off', 'paid_off', 'closed'. */
  readonly to: string
  readonly loans: bigint
  /** Decimal text with four places; the shares of one `from` add to one but for rounding. */
  readonly share: string
}

/** For tapes with payments but without days past due. */
export function missedPayments(sql: Sql, portfolio: string): Promise<MissedPayments[]> {
  return sql.query<MissedPayments>(text('missed-payments'), [portfolio])
}

/** For tapes with days past due. */
export function rollRates(sql: Sql, portfolio: string): Promise<RollRate[]> {
  return sql.query<RollRate>(text('roll-rates'), [portfolio])
}

function text(name: string): string {
  return readFileSync(join(import.meta.dirname, `${name}.sql`), 'utf8')
}

// Puts the statements of this folder together. Each part is a plain SELECT in its own file; what is run is their text, so that it can be
// printed and read by an auditor. There is one text for each allocation span, so that the usual span does not pay for the other.

import { readFileSync } from 'node:fs'

export type AllocationSpan = 'instalment' | 'component'

const ARREARS = bySpan(span => text('arrears.sql').replace('/*open*/', () => text(`open-by-${span}.sql`)))
const SPELLS = bySpan(span => text('spells.sql').replace('/*paid*/', () => text(`paid-by-${span}.sql`)))

/** Brings the kept rows of the asked loans in step. $1 date, $2 and $3 customer range, $4 portfolio or null, $5 customers or null,
 * $6 only rows that no longer hold, $7 the span. Returns one row: `loans`. */
export const KEEP_ARREARS = bySpan(span =>
  text('keep.sql')
    .replace('/*asked*/', () => text('asked.sql'))
    .replace('/*arrears*/', () => ARREARS[span])
    .replace('/*spells*/', () => SPELLS[span]),
)

/** Moves the kept rows on for which days passed and nothing else happened. $1 date, $2 and $3 customer range, $4 portfolio, $5 customers or
 * null. Returns one row: `loans` that were moved on, `others`: customers whose rows do not hold for another reason. */
export const MOVE_ON: string = text('move-on.sql')

const askedPast = bySpan(span => text('asked-past.sql').replace('/*span*/', `'${span}'`))

/** The arrears rows of all loans with a schedule as they stand on any date, as a SELECT: $1 date, $2 and $3 customer range.
 * Spells need no such text: `book.overdue_spell` is right for every past date by the comparisons its comment names. */
export const ARREARS_AS_OF: string = asOf(ARREARS)

/** The overdue spells as they stand on any date; parameters as `ARREARS_AS_OF`. */
export const SPELLS_AS_OF: string = asOf(SPELLS)

function asOf(body: Record<AllocationSpan, string>): string {
  const part = (span: AllocationSpan) => `(with asked as materialized (\n${askedPast[span]})\n${body[span]})`
  return `${part('instalment')}\nunion all\n${part('component')}`
}

function bySpan(make: (span: AllocationSpan) => string): Record<AllocationSpan, string> {
  return { instalment: make('instalment'), component: make('component') }
}

function text(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

// Puts the statements of this folder together. Each part is a plain SELECT in its own file; what is run is their text, so that it can be
// printed and read by an auditor.

import { readFileSync } from 'node:fs'

/** Brings the kept rows of the asked loans in step. $1 date, $2 and $3 customer range, $4 portfolio or null, $5 customers or null,
 * $6 only rows that no longer hold. Returns one row: `loans`. */
export const KEEP_ARREARS: string = text('keep.sql')
  .replace('/*asked*/', () => text('asked.sql'))
  .replace('/*arrears*/', () => text('arrears.sql'))
  .replace('/*spells*/', () => text('spells.sql'))

/** The arrears rows as they would stand on any date, past or future, as a SELECT without an end: $1 date, $2 and $3 customer range.
 * Spells need no such text: `book.overdue_spell` is right for every past date by the comparisons its comment names. */
export const ARREARS_AS_OF: string = `with asked as materialized (\n${text('asked-past.sql')})\n${text('arrears.sql')}`

/** The overdue spells as they would stand on any date; parameters as `ARREARS_AS_OF`. */
export const SPELLS_AS_OF: string = `with asked as materialized (\n${text('asked-past.sql')})\n${text('spells.sql')}`

function text(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

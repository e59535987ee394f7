// The only place that turns values and names of a DMN file into SQL text. Tables are written by people; nothing they
// write may become SQL, so every constant and every identifier passes here.

import { DecisionFault } from '../decision-fault.ts'

/** A text literal. Backslashes force the E'' form, so the meaning does not hang on `standard_conforming_strings`. */
export function quoteText(text: string): string {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new DecisionFault(
      'decision.unsupported',
      'PostgreSQL cannot hold U+0000 or half of a surrogate pair in a text',
    )
  }
  const quoted = text.replaceAll("'", "''")
  return quoted.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`
}

/** A list of texts as a literal of JSON. Refuses what `quoteText` refuses, which JSON would hide in escapes. */
export function quoteJson(texts: readonly (string | null)[]): string {
  for (const text of texts) if (text !== null) quoteText(text)
  return quoteText(`[${texts.map(text => JSON.stringify(text)).join(', ')}]`)
}

/** An identifier. PostgreSQL cuts names at 63 bytes without a word, so longer ones are refused by the caller's choice of name. */
export function quoteName(name: string): string {
  if (Buffer.byteLength(name) > 63 || name.includes('\0')) {
    throw new DecisionFault('decision.unsupported', `'${name}' is longer than the 63 bytes of a PostgreSQL name`)
  }
  return `"${name.replaceAll('"', '""')}"`
}

/** Indents every line but the first by `depth` steps, for readable generated SQL. */
export function indent(sql: string, depth = 1): string {
  return sql.replaceAll('\n', `\n${'  '.repeat(depth)}`)
}

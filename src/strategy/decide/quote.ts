// The two places where text becomes SQL: names from closed lists and literals of approved tables. Nothing else is ever spliced.

/** A string literal; backslashes are plain characters under standard_conforming_strings, which PostgreSQL has on since 9.1. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

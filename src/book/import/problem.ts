// What is wrong with a row, said so that a person finds the place: line, field, value, reason.

export type Problem = { readonly line: number; readonly field: string; readonly value: string; readonly reason: string }

/** Values are quoted in messages and reject files only up to here; a runaway field must not fill a screen. */
const VALUE_CHARACTERS_MAX = 200

export function problemText(file: string, problem: Problem): string {
  return `${file}: line ${problem.line}: ${problem.field} ${quoted(problem.value)} ${problem.reason}`
}

export function quoted(value: string): string {
  const shown = value.length > VALUE_CHARACTERS_MAX ? `${value.slice(0, VALUE_CHARACTERS_MAX)}…` : value
  return `'${shown}'`
}

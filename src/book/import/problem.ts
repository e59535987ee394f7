// What is wrong with a row, said so that a person finds the place: line, field, value, reason.

export type Problem = { readonly line: number; readonly field: string; readonly value: string; readonly reason: string }

/** Values are quoted in messages and reject files only up to here; a runaway field must not fill a screen. */
const VALUE_CHARACTERS_MAX = 200

export function problemText(file: string, problem: Problem): string {
  return `${file}: line ${problem.line}: ${problem.field} ${quoted(problem.value)} ${problem.reason}`
}

export function quoted(value: string): string {
  const shown = value.length > VALUE_CHARACTERS_MAX ? `${value.slice(0, VALUE_CHARACTERS_MAX)}…` : value
  return `'${visible(shown)}'`
}

/** Text of a file with what cannot be seen written out: two names may look alike, and a terminal obeys control characters. */
export function visible(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g, character =>
    character === '\n'
      ? '\\n'
      : character === '\t'
        ? '\\t'
        : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}

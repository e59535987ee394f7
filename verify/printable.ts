// Makes a name that somebody else chose fit to print: what steers a terminal or turns the order of what is read becomes its code in brackets.

/** Unicode categories C, Zl and Zp. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu

/** At most 300 characters of it. */
export function printable(name: string | null): string {
  return Array.from(name ?? '')
    .slice(0, 300)
    .join('')
    .replaceAll(
      UNSEEN,
      character => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
}

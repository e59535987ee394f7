// What the book holds of anything that arrives, whichever door it comes through: numbers that others gave (of loans, customers, receipts),
// days and amounts. A tape and the command for one receipt ask the same questions here.

import type { BusinessDate } from '../kernel/index.ts'

const IDENTIFIER_CHARACTERS_MAX = 100

/** Core systems write 0001-01-01 or 9999-12-31 for a day that they do not know; no loan has one outside of these. */
const FIRST_DAY = '1900-01-01'
const LAST_DAY = '2199-12-31'

/** Of minor units: sums over a book must stay within 64 bits. */
export const MONEY_MAX: bigint = 10n ** 15n

/** Why a text is no number of a loan, a customer or a receipt, as the end of a sentence that names it; null when it is one. */
export function whyNoIdentifier(text: string): string | null {
  if (text.trim() === '') return 'is blank'
  if (text !== text.trim()) return 'begins or ends with a space'
  if (/^[+-]?\d(?:[.,]\d+)?[eE][+-]?\d+$/.test(text))
    return 'was shortened by a spreadsheet (Excel and others); export the column as text'
  if (/^\d+\.0+$/.test(text)) return 'was read as a number by another program; export the column as text'
  if (/^[='‘]/.test(text)) return `begins with '${text.charAt(0)}', a spreadsheet's mark for text; export plain text`
  if (/[\t\r\n\u0085\u2028\u2029]/.test(text)) return 'holds a tab or a line break'
  if (/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text)) return 'holds characters that cannot be seen'
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return 'holds control characters'
  return whyNoText(text, IDENTIFIER_CHARACTERS_MAX)
}

/** As `whyNoIdentifier`, for any text of at most so many characters. */
export function whyNoText(text: string, charactersMax: number): string | null {
  if (Array.from(text).length > charactersMax) return `is longer than ${charactersMax} characters`
  // U+0000 cannot be stored; the others never belong into a name or a number
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.test(text) ? 'holds control characters' : null
}

/** Why a calendar day is none that the book holds; null when it is one. */
export function whyNoDay(date: BusinessDate): string | null {
  return date < FIRST_DAY || date > LAST_DAY ? `is before ${FIRST_DAY} or after ${LAST_DAY}` : null
}

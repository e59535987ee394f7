// The usual reasons why a cell is no number or no date, said so that whoever exported the tape knows what to change. Only the wording
// is guessed here: the cell is refused either way.

import { businessDate, dayNumber, fromDayNumber } from '../../../kernel/index.ts'

type Writing = { readonly decimal: string; readonly thousands: string }

/** What stands in tapes where a value is missing. */
const NOTHING = /^(?:[-–—/.*?]+|#?n\/?a!?|#[a-z/0]+[!?]|null|none|nil|nan|无|空|暂无)$/i
const FULL_WIDTH = /[０-９．，－（）]/

/** Why a text that is no number in the mapping's way of writing is none. */
export function whyNoNumber(text: string, { decimal, thousands }: Writing): string {
  const plain = `is not a number (decimal sign '${decimal}'${thousands === '' ? '' : `, thousands '${thousands}'`})`
  const hint = hintOfNumber(text, { decimal, thousands })
  return hint === null ? plain : `${plain}: ${hint}`
}

function hintOfNumber(text: string, { decimal, thousands }: Writing): string | null {
  if (NOTHING.test(text)) return NOTHING_HINT
  if (FULL_WIDTH.test(text)) return 'it is written with full-width characters'
  if (/^\d(?:[.,]\d+)?e[+-]?\d+$/i.test(text)) return 'it was shortened by a spreadsheet'
  if (/^\(.*\)$/.test(text)) return 'a negative amount is written with a minus sign, not in parentheses'
  if (/\d-$/.test(text)) return 'a minus sign stands before the number'
  if (text.startsWith('\u2212')) return 'the minus sign is not the one of the keyboard'
  if (/[¥￥$€£元円]|万|亿|\b[A-Z]{3}\b/.test(text)) return 'it holds a currency or a unit; the mapping says both'
  if (/[%％]$/.test(text)) return "a rate in per cent has unit 'percent' in the mapping"
  const separators = /^[+-]?\d{1,3}(?:([,. '])\d{3})+(?:([.,])\d*)?$/.exec(text)
  if (separators && (separators[1] !== thousands || (separators[2] ?? decimal) !== decimal))
    return `it reads as thousands '${separators[1]}'${separators[2] === undefined ? '' : ` and decimal '${separators[2]}'`}; the mapping would have to say so`
  return null
}

/** Formats that tapes use most, to recognise a date that is written in another way than the mapping says. */
const COMMON_FORMATS: readonly (readonly [pattern: RegExp, format: string])[] = [
  [/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/, 'YYYYMMDD'],
  [/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD'],
  [/^\d{4}-\d{1,2}-\d{1,2}$/, 'YYYY-M-D'],
  [/^\d{4}\/\d{1,2}\/\d{1,2}$/, 'YYYY/M/D'],
  [/^\d{4}\.\d{1,2}\.\d{1,2}$/, 'YYYY.M.D'],
  [/^\d{4}年\d{1,2}月\d{1,2}日$/, 'YYYY年M月D日'],
]

/** Spreadsheets count days from here: day 1 is 1900-01-01, and they believe in a 1900-02-29. */
const SPREADSHEET_DAY_ZERO = dayNumber(businessDate('1899-12-30'))

/** Why a text that does not fit the date format does not. */
export function whyNoDate(text: string, format: string): string {
  const hint = hintOfDate(text, format)
  return `is not a date ${format}${hint === null ? '' : `: ${hint}`}`
}

function hintOfDate(text: string, format: string): string | null {
  if (NOTHING.test(text) || /^0+$/.test(text)) return NOTHING_HINT
  if (FULL_WIDTH.test(text)) return 'it is written with full-width characters'
  if (/\d[ T]\d{1,2}:\d{2}/.test(text)) return 'it has a time of day; export the date alone'
  if (/^\d{1,2}月\d{1,2}日$|^\d{1,2}[-/.]\d{1,2}$/.test(text)) return 'it has no year'
  const [, days] = /^(\d{5})(?:\.\d+)?$/.exec(text) ?? []
  if (days !== undefined)
    return `it looks like a spreadsheet's number of a day (${fromDayNumber(SPREADSHEET_DAY_ZERO + Number(days))}); export the column as a date`
  const other = COMMON_FORMATS.find(([pattern]) => pattern.test(text))?.[1]
  return other === undefined || other === format ? null : `it reads as ${other}; the mapping would have to say so`
}

const NOTHING_HINT = "if it stands for an empty cell, list it under 'empty' in the mapping"

// The fields of a record as JSON, in the three parts that are kept, and the digests that tell whether something changed.

import { hash } from 'node:crypto'
import { type FieldValues, slotOf } from './collect-fields.ts'
import { FIELDS } from './fields.ts'

export type RecordJson = {
  /** What the record says about the loan itself. */
  readonly description: string
  readonly descriptionSha256: Uint8Array
  /** What it says about the month and no column holds. */
  readonly month: string
  /** The part of the description that the loan's row keeps at hand. */
  readonly loan: string
  /** Of all fields: two records with the same digest say the same. */
  readonly contentSha256: Uint8Array
}

/** In the order in which PostgreSQL's jsonb keeps its keys (the shorter first, then by bytes), which spares it the sorting. */
const ORDERED = FIELDS.map(({ name, about }) => ({
  name,
  about,
  slot: slotOf(name),
  key: `${JSON.stringify(name)}:`,
})).sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
const AT_HAND: ReadonlySet<string> = new Set([
  'obligorGeographicLocation',
  'coObligorIndicator',
  'subvented',
  'vehicleTypeCode',
  'paymentTypeCode',
])
/** What JSON writes otherwise than as it is. */
// oxlint-disable-next-line no-control-regex -- JSON escapes them
const NEEDS_ESCAPE = /["\\\u0000-\u001f\u007f-\uffff]/

/** Repeated fields become arrays. `inColumns`: slots of the fields whose column holds the value exactly. */
export function recordJson(values: FieldValues, inColumns: ReadonlySet<number>): RecordJson {
  let [description, wholeMonth, month, loan] = ['', '', '', '']
  for (const { name, about, slot, key } of ORDERED) {
    const value = values[slot]
    if (value === undefined) continue
    const text =
      typeof value === 'string' && !NEEDS_ESCAPE.test(value) ? `${key}"${value}"` : key + JSON.stringify(value)
    if (about === 'contract') {
      description += description === '' ? text : `,${text}`
      if (AT_HAND.has(name)) loan += loan === '' ? text : `,${text}`
    } else {
      wholeMonth += wholeMonth === '' ? text : `,${text}`
      if (!inColumns.has(slot)) month += month === '' ? text : `,${text}`
    }
  }
  description = `{${description}}`
  return {
    description,
    descriptionSha256: hash('sha256', description, 'buffer'),
    month: `{${month}}`,
    loan: `{${loan}}`,
    contentSha256: hash('sha256', `${description}{${wholeMonth}}`, 'buffer'),
  }
}

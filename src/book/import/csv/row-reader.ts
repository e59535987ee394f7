// Binds a mapping to the header of a file once, and then turns rows into the converted values of a kind, or problems.

import { type CanonicalValue, didYouMean, Fault } from '../../../kernel/index.ts'
import { type Problem, quoted, visible } from '../problem.ts'
import { convert } from './convert.ts'
import type { KindField } from './kinds.ts'
import type { FieldRule, Mapping } from './mapping.ts'
import { type Header, REJECT_COLUMNS, type Row } from './read-rows.ts'
import { whyNoEndpoint } from './why-no-endpoint.ts'

export type ReadRow = {
  /** By field; a field without a value is absent. */
  readonly values: ReadonlyMap<string, string>
  readonly attributes: { readonly [column: string]: CanonicalValue } | null
  readonly problems: readonly Problem[]
}

type Source = {
  readonly field: KindField
  readonly rule: FieldRule
  readonly places: readonly number[]
  readonly label: string
}

/** In the place of a personal value that is refused: messages go to screens and logs. The reject file has the row as it was. */
const UNSEEN = '***'

export class RowReader {
  private readonly mapping: Mapping
  private readonly header: Header
  private readonly isPersonal: boolean
  private readonly empty: ReadonlySet<string>
  private readonly sources: readonly Source[]
  /** Columns without a name: programs that end each line with a delimiter make one. They must be empty. */
  private readonly unnamed: readonly number[]
  private readonly attributes: readonly (readonly [column: string, place: number])[]

  /** Throws `Fault` 'book.columns_wrong' with every column that is missing, repeated or not accounted for. */
  constructor(mapping: Mapping, header: Header, path: string) {
    this.mapping = mapping
    this.header = header
    this.isPersonal = mapping.kind.isPersonal === true
    this.empty = new Set(['', ...mapping.empty])
    const place = new Map<string, number>()
    const faults: string[] = []
    header.columns.forEach((column, index) => {
      if (column === '') return
      if (place.has(column)) faults.push(`column ${quoted(column)} occurs twice`)
      if (column.includes('\u0000')) faults.push(`column ${quoted(column)} holds control characters`)
      place.set(column, index)
    })
    const named = [...place.keys()]
    const used = new Set<string>(REJECT_COLUMNS)
    const missing: string[] = []
    const find = (column: string, user: string): number => {
      used.add(column)
      const index = place.get(column)
      if (index === undefined)
        missing.push(`column ${quoted(column)} is missing (${user})${visible(didYouMean(column, named))}`)
      return index ?? -1
    }
    this.sources = mapping.kind.fields.flatMap(field => {
      const rule = mapping.rules.get(field.name)
      if (!rule) return []
      const columns = rule.columns ?? (rule.column === undefined ? [] : [rule.column])
      return [
        {
          field,
          rule,
          places: columns.map(column => find(column, field.name)),
          label: columns.join(' + ') || field.name,
        },
      ]
    })
    if (Array.isArray(mapping.ignore)) for (const column of mapping.ignore) used.add(column)
    const kept = mapping.attributes === 'rest' ? named.filter(column => !used.has(column)) : (mapping.attributes ?? [])
    this.attributes = kept.map(column => [column, find(column, 'attributes')] as const)
    faults.push(...missing)
    if (mapping.ignore !== 'rest') {
      for (const column of named) {
        if (!used.has(column))
          faults.push(`column ${quoted(column)} is not in the mapping (map it, keep it with attributes, or ignore it)`)
      }
    }
    if (missing.length > 0 && header.columns.length === 1)
      faults.push(`the header is a single column; is the delimiter another one than '${mapping.delimiter}'?`)
    if (faults.length > 0) {
      throw new Fault(
        'book.columns_wrong',
        `${path}: line ${header.line}: the header does not fit the mapping:\n${faults.map(fault => `  ${fault}`).join('\n')}`,
      )
    }
    this.unnamed = header.columns.flatMap((column, index) => (column === '' ? [index] : []))
  }

  read(row: Row): ReadRow {
    const values = new Map<string, string>()
    const width = this.header.columns.length
    if (row.cells.length !== width) {
      const value = this.isPersonal ? UNSEEN : row.cells.join(this.mapping.delimiter)
      const reason = `has ${row.cells.length} cell${row.cells.length === 1 ? '' : 's'}, the header has ${width}`
      return { values, attributes: null, problems: [{ line: row.line, field: 'row', value, reason }] }
    }
    const problems: Problem[] = []
    for (const place of this.unnamed) {
      const value = row.cells[place] ?? ''
      if (value !== '')
        problems.push({
          line: row.line,
          field: `column ${place + 1}`,
          value: this.isPersonal ? UNSEEN : value,
          reason: 'stands in a column that has no name in the header',
        })
    }
    for (const { field, rule, places, label } of this.sources) {
      const text = rule.constant ?? this.text(row, rule, places) ?? rule.default
      if (text === undefined) {
        if (field.isRequired)
          problems.push({ line: row.line, field: label, value: '', reason: `is empty; ${field.name} is needed` })
        continue
      }
      const converted = convert(field, rule, this.mapping, text)
      if ('reason' in converted) {
        const value = field.kind === 'personal' ? UNSEEN : text
        problems.push({ line: row.line, field: label, value, reason: converted.reason })
      } else values.set(field.name, converted.value)
    }
    const endpoint = values.get('value')
    if (this.mapping.kind.name === 'endpoint' && endpoint !== undefined) {
      const reason = whyNoEndpoint(values.get('kind') ?? '', endpoint)
      if (reason !== null) problems.push({ line: row.line, field: 'value', value: UNSEEN, reason })
    }
    return { values, attributes: this.mapping.kind.hasAttributes ? this.kept(row) : null, problems }
  }

  /** The joined text of the columns; undefined when the cell (or any part) is empty. */
  private text(row: Row, rule: FieldRule, places: readonly number[]): string | undefined {
    const parts = places.map(place => row.cells[place] ?? '')
    return parts.some(part => this.empty.has(part)) ? undefined : parts.join(rule.join ?? '')
  }

  private kept(row: Row): { [column: string]: CanonicalValue } {
    const kept: { [column: string]: CanonicalValue } = {}
    for (const [column, place] of this.attributes) {
      const text = row.cells[place] ?? ''
      // U+0000 has no place in JSON of PostgreSQL
      if (!this.empty.has(text)) kept[column] = text.replaceAll('\u0000', '\ufffd')
    }
    return kept
  }
}

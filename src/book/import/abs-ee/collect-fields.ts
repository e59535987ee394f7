// The fields of a record by their place in the schema, each checked against its type. What is wrong with one is a problem of the record.

import type { Problem } from '../problem.ts'
import { faultOf, normalised } from './check-field.ts'
import { FIELDS } from './fields.ts'
import type { RawRecord } from './read-records.ts'

/** Values by slot, the field's position in FIELDS; a list where a field that may repeat did. */
export type FieldValues = readonly FieldValue[]
type FieldValue = string | string[] | undefined

const SLOTS: ReadonlyMap<string, number> = new Map(FIELDS.map((field, index) => [field.name, index]))
const REQUIRED = FIELDS.filter(field => field.isRequired).map(field => field.name)

/** Position in FIELDS of a field that there is. */
export function slotOf(name: string): number {
  return SLOTS.get(name) as number
}

export function hasRequired(values: FieldValues): boolean {
  return REQUIRED.every(name => values[slotOf(name)] !== undefined)
}

export function collectFields(record: RawRecord, problems: Problem[]): FieldValues {
  const values: FieldValue[] = Array.from({ length: FIELDS.length }, () => undefined)
  if (record.nested)
    problems.push({
      ...record.nested,
      field: record.nested.name,
      reason: 'is an element inside a field, which the schema does not have',
    })
  for (const raw of record.fields) {
    const slot = SLOTS.get(raw.name)
    const field = slot === undefined ? undefined : FIELDS[slot]
    const problem = (reason: string): void => {
      problems.push({ line: raw.line, field: raw.name, value: raw.value, reason })
    }
    if (slot === undefined || field === undefined) {
      problem('is no field of auto-loan asset data')
      continue
    }
    const value = normalised(field.type, raw.value)
    const fault = faultOf(field.type, value)
    const before = values[slot]
    if (fault !== null) problem(fault)
    else if (before === undefined) values[slot] = value
    else if (!field.isRepeated) problem('occurs twice in one record')
    else values[slot] = [...(typeof before === 'string' ? [before] : before), value]
  }
  for (const name of REQUIRED) {
    if (values[slotOf(name)] === undefined && !record.fields.some(raw => raw.name === name))
      problems.push({ line: record.line, field: name, value: '', reason: 'is missing' })
  }
  return values
}

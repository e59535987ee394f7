// Reads fields of JSON that a stranger wrote.

import { tlog } from '../src/kernel/index.ts'

export type Fields = Readonly<Record<string, unknown>>

/** A JSON object, or null. */
export function parseObject(bytes: Uint8Array): Fields | null {
  try {
    return fieldsOf(JSON.parse(tlog.fromUtf8(bytes) ?? ''))
  } catch {
    return null
  }
}

/** A JSON array of objects, each of them as it is, or null. */
export function parseList(bytes: Uint8Array): Fields[] | null {
  try {
    return listOf(JSON.parse(tlog.fromUtf8(bytes) ?? ''), fields => fields)
  } catch {
    return null
  }
}

/** An object, or null for anything else. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

/** A list in which each thing can be read, or null. */
export function listOf<T>(value: unknown, read: (item: Fields, place: number) => T | null): T[] | null {
  if (!Array.isArray(value)) return null
  const items = (value as unknown[]).map((item, place) => {
    const fields = fieldsOf(item)
    return fields && read(fields, place)
  })
  return items.includes(null) ? null : items.flatMap(item => item ?? [])
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** A name that people gave, of a loan or a file: any text of a sensible length. It is printed by `printable` only. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1000
}

/** Kind of an entry: two words or more with points. */
export function isType(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 100 && /^[a-z][a-z_]*(\.[a-z_]+)+$/.test(value)
}

/** 16 bytes in base64url. */
export function isDid(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{21}[AQgw]$/.test(value)
}

// One line of PostgreSQL's COPY text format from values. This is the only place that escapes for it.

const SPECIAL = /[\\\t\n\r]/

export type CopyValue = string | number | bigint | boolean | Uint8Array | null | undefined

/** Tab-separated, newline-ended. Null and undefined are `\N`. The text must not hold U+0000, which PostgreSQL cannot store. */
export function copyLine(values: readonly CopyValue[]): string {
  let line = ''
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) line += '\t'
    line += copyText(values[index])
  }
  return `${line}\n`
}

function copyText(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'string') return SPECIAL.test(value) ? escaped(value) : value
  if (typeof value === 'boolean') return value ? 't' : 'f'
  if (typeof value === 'object')
    return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  return String(value)
}

function escaped(text: string): string {
  return text.replace(/[\\\t\n\r]/g, char =>
    char === '\\' ? '\\\\' : char === '\t' ? '\\t' : char === '\n' ? '\\n' : '\\r',
  )
}

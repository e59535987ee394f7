// Plain columns for a terminal.

/** Columns of text; the first columns lean left, figures lean right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(row => (row[column] ?? '').length)))
  const isFigure = head.map((_, column) => rows.every(row => /^[–\d]/.test(row[column] ?? '')) && rows.length > 0)
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => (isFigure[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd()
  return `${[head, ...rows].map(line).join('\n')}\n`
}

/** `1234567.89` as `1,234,567.89`. */
export function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.')
  const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return fraction === undefined ? spaced : `${spaced}.${fraction}`
}

// Plain columns for a terminal.

/** Columns of text; the first columns lean left, figures lean right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(widthOf(title), ...rows.map(row => widthOf(row[column] ?? ''))))
  const isFigure = head.map((_, column) => rows.every(row => /^[–\d]/.test(row[column] ?? '')) && rows.length > 0)
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => (isFigure[column] ? `${pad(cell, widths[column])}${cell}` : `${cell}${pad(cell, widths[column])}`)).join('  ')}`.trimEnd()
  return `${[head, ...rows].map(line).join('\n')}\n`
}

function pad(cell: string, width = 0): string {
  return ' '.repeat(Math.max(0, width - widthOf(cell)))
}

/** Chinese characters and their punctuation are two columns wide on a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/gu

function widthOf(text: string): number {
  return Array.from(text).length + (text.match(WIDE)?.length ?? 0)
}

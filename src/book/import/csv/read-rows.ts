// Streams the rows of a tape: decoded, split, numbered by line. Blank lines are no rows; a row with too few or too many cells is handed on
// as such, because only the row is wrong, while a quote that never closes makes the rest of the file unreadable.

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { Fault } from '../../../kernel/index.ts'
import { decoded, newlines, openFile, type SourceFile } from '../open-file.ts'
import type { Mapping } from './mapping.ts'
import { textBytes } from './text-bytes.ts'

export type Row = {
  /** From 1; counts rows, not lines. */
  readonly seq: number
  /** Line on which the row starts. */
  readonly line: number
  readonly cells: readonly string[]
  /** The row as it stands in the file, without its line end. */
  readonly raw: string
}

export type Header = { readonly columns: readonly string[]; readonly raw: string; readonly line: number }

/** Columns that reject files add; they are passed over when such a file is loaded again. */
export const REJECT_COLUMNS = ['reject_line', 'reject_field', 'reject_value', 'reject_reason'] as const

/** A row must fit into memory many times over; a tape's rows have hundreds of characters. */
const ROW_CHARACTERS_MAX = 1_000_000

/** Calls `onHeader` with the first row, then yields the others. Throws `Fault` 'book.file_broken' naming file and line. */
export async function* readRows(
  source: SourceFile,
  mapping: Mapping,
  onHeader: (header: Header) => void,
): AsyncGenerator<Row> {
  const parser = parse({
    delimiter: mapping.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    raw: true,
    relax_column_count: true,
    max_record_size: ROW_CHARACTERS_MAX,
  })
  const fed = pipeline(Readable.from(decoded(textBytes(source, mapping.encoding), mapping.encoding)), parser)
  // the parser hands the error on to the reader; this promise only must not be left unhandled
  fed.catch(() => undefined)
  let header = false
  let seq = 0
  let nextLine = 1
  try {
    for await (const { record, raw } of parser as AsyncIterable<{ record: string[]; raw: string }>) {
      const line = nextLine
      nextLine += 1 + newlines(withoutLineEnd(raw))
      const cells = record.map(cell => cell.trim())
      if (cells.every(cell => cell === '')) continue
      if (!header) {
        header = true
        onHeader({ columns: cells, raw: withoutLineEnd(raw), line })
        continue
      }
      seq += 1
      yield { seq, line, cells, raw: withoutLineEnd(raw) }
    }
    await fed
  } catch (cause) {
    throw await rowFault(source.path, mapping.encoding, cause)
  }
  if (!header) throw new Fault('book.file_broken', `${source.path}: the file has no header row`)
}

function withoutLineEnd(raw: string): string {
  return raw.replace(/(?:\r\n|\r|\n)$/, '')
}

async function rowFault(path: string, encoding: string, cause: unknown): Promise<unknown> {
  if (cause instanceof Fault) return cause.code === 'book.file_broken' ? await withLine(path, encoding, cause) : cause
  if (cause instanceof CsvError) return new Fault('book.file_broken', `${path}: ${tableFault(cause)}`, { cause })
  return cause
}

/** What the reader of tables stumbled over, for people. */
function tableFault(error: CsvError): string {
  const { lines } = error as CsvError & { readonly lines?: number }
  const line = `line ${lines ?? '?'}`
  switch (error.code) {
    case 'INVALID_OPENING_QUOTE':
      return `${line}: a quotation mark stands inside a cell; such a cell is quoted as a whole, with its own marks doubled ("a ""b"" c")`
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `${line}: text follows the quotation mark that ends a cell; a mark inside a quoted cell is doubled ("a ""b"" c")`
    case 'CSV_QUOTE_NOT_CLOSED':
      return `a quotation mark is never closed; the cell that begins with it takes in the rest of the file up to ${line}`
    case 'CSV_MAX_RECORD_SIZE':
      return `the row that ends after ${line} has more than ${ROW_CHARACTERS_MAX} characters; is a quotation mark not closed, or is this no table?`
    default:
      return `${line}: this is no readable table: ${error.message}`
  }
}

/** Finds the line of the first bytes that are not of the encoding; only after a fault, so its pace does not matter. */
async function withLine(path: string, encoding: string, fault: Fault): Promise<Fault> {
  if (!/ are not .* text$/.test(fault.message) || encoding.startsWith('utf-16')) return fault
  let line = 1
  let rest = Buffer.alloc(0)
  const check = (bytes: Uint8Array): boolean => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes)
      return true
    } catch {
      return false
    }
  }
  for await (const chunk of (await openFile(path)).bytes) {
    rest = Buffer.concat([rest, chunk])
    // no encoding here uses 0x0A inside a character
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      if (!check(rest.subarray(0, end))) return lineFault(path, line, encoding, fault)
      rest = rest.subarray(end + 1)
      line += 1
    }
  }
  return check(rest) ? fault : lineFault(path, line, encoding, fault)
}

function lineFault(path: string, line: number, encoding: string, cause: Fault): Fault {
  return new Fault(
    'book.file_broken',
    `${path}: line ${line}: bytes that are not ${encoding} text; is the encoding of the mapping right?`,
    { cause },
  )
}

// Streams the records of an asset-data file. The XML itself is judged by `saxes` (strict): the frame, and every record that holds
// anything unusual. A record of plain `<name>value</name>` lines, which is how issuers write all of them, is cut out of the stream by
// one regular expression before saxes sees it: removing a complete, well-formed child of the root leaves the rest as well-formed or
// broken as it was, and it makes reading six times as fast (bench import). A test reads the same damaged files both ways.

import { SaxesParser } from 'saxes'
import { Fault } from '../../../kernel/index.ts'
import { newlines } from '../open-file.ts'
import { NAMESPACE } from './fields.ts'

export type RawField = { readonly name: string; readonly value: string; readonly line: number }

export type RawRecord = {
  /** Line of the record's first tag, from 1. */
  readonly line: number
  readonly fields: readonly RawField[]
  /** Set when the record is not flat: the schema has no element inside a field. */
  readonly nested?: RawField
}

/** Real records are 3–4 kB. A file that never closes one must not fill the memory. */
const RECORD_CHARACTERS_MAX = 1_000_000
const RECORD_FIELDS_MAX = 1_000

const SPACE = /[ \t\r\n]*/y
const OPEN = '<assets>'
const CLOSE = '</assets>'
/** XML's characters less what needs a parser: markup, references, CDATA, carriage returns. */
const PLAIN_FIELD =
  // oxlint-disable-next-line no-control-regex -- XML forbids them
  /[ \t\r\n]*<([A-Za-z][A-Za-z0-9]*)>([^<&\]\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]*)<\/\1>/y
const PLAIN_END = /[ \t\r\n]*<\/assets>/y

/** Yields batches of records. Throws `Fault` 'book.file_broken' (not XML, cut off) or 'book.wrong_schema' naming file and line. */
export async function* readRecords(
  path: string,
  chunks: AsyncIterable<string>,
  { shortcut = true }: { shortcut?: boolean } = {},
): AsyncGenerator<RawRecord[]> {
  const reader = new RecordReader(path, shortcut)
  for await (const chunk of chunks) {
    const records = reader.take(chunk)
    if (records.length > 0) yield records
  }
  const last = reader.finish()
  if (last.length > 0) yield last
}

class RecordReader {
  private readonly path: string
  private readonly shortcut: boolean
  private readonly parser = new SaxesParser({ xmlns: true, position: true })
  private records: RawRecord[] = []
  private buffer = ''
  /** Newlines in text that the parser did not see. */
  private skippedLines = 0
  /** True when everything the parser saw ends between two children of the root. */
  private between = false
  private depth = 0
  /** Characters given to the parser, and how many of them when it last finished something. */
  private fed = 0
  private fedAtEvent = 0
  private recordLine = 0
  private fields: RawField[] = []
  private nested: RawField | undefined
  private value = ''
  private valueLine = 0

  constructor(path: string, shortcut: boolean) {
    this.path = path
    this.shortcut = shortcut
    const { parser } = this
    parser.on('error', error => {
      throw this.broken(error.message.replace(/^(?:[^ ]*:)?\d+:\d+: /, ''))
    })
    parser.on('opentag', tag => this.opened(tag))
    parser.on('closetag', tag => this.closed(tag.local))
    parser.on('text', text => this.text(text))
    parser.on('cdata', text => this.text(text))
    parser.on('comment', () => this.passed())
    parser.on('processinginstruction', () => this.passed())
  }

  take(chunk: string): RawRecord[] {
    this.buffer += chunk
    if (this.fed === 0 && /^[\ufeff \t\r\n]*[^\ufeff \t\r\n<]/.test(this.buffer)) {
      throw new Fault('book.file_broken', `${this.path}: line 1: not an XML file: it does not begin with '<'`)
    }
    let at = 0
    while (at < this.buffer.length) {
      const next = this.between && this.shortcut ? this.cut(at) : null
      if (next === 'more') break
      at = next ?? this.feed(at)
    }
    this.buffer = this.buffer.slice(at)
    return this.drain()
  }

  finish(): RawRecord[] {
    if (this.buffer.length > 0) this.write(this.buffer)
    this.buffer = ''
    this.parser.close()
    return this.drain()
  }

  private drain(): RawRecord[] {
    const { records } = this
    this.records = []
    return records
  }

  /** Cuts one plain record out; returns the position after it, null when the parser must look, 'more' when the record goes on. */
  private cut(at: number): number | null | 'more' {
    const { buffer } = this
    SPACE.lastIndex = at
    SPACE.test(buffer)
    const start = SPACE.lastIndex
    if (!buffer.startsWith(OPEN, start)) return OPEN.startsWith(buffer.slice(start)) ? 'more' : null
    const close = buffer.indexOf(CLOSE, start)
    if (close < 0) return buffer.length - start > RECORD_CHARACTERS_MAX ? null : 'more'
    const fields: RawField[] = []
    const line = this.line() + newlines(buffer.slice(at, start))
    let fieldLine = line
    PLAIN_FIELD.lastIndex = start + OPEN.length
    PLAIN_END.lastIndex = start + OPEN.length
    for (let match = PLAIN_FIELD.exec(buffer); match; match = PLAIN_FIELD.exec(buffer)) {
      const [whole, name = '', value = ''] = match
      const tag = whole.indexOf('<')
      fieldLine += tag > 0 ? newlines(whole.slice(0, tag)) : 0
      fields.push({ name, value, line: fieldLine })
      fieldLine += newlines(value)
      PLAIN_END.lastIndex = PLAIN_FIELD.lastIndex
      if (fields.length > RECORD_FIELDS_MAX) return null
    }
    const end = PLAIN_END.exec(buffer)
    if (!end) return null
    this.records.push({ line, fields })
    this.skippedLines += fieldLine + newlines(end[0]) - this.line()
    return end.index + end[0].length
  }

  /** Gives the parser the text up to the next `>`; returns the position after it. */
  private feed(at: number): number {
    const end = this.shortcut ? this.buffer.indexOf('>', at) + 1 : 0
    const next = end > 0 ? end : this.buffer.length
    this.write(this.buffer.slice(at, next))
    return next
  }

  private write(text: string): void {
    this.between = false
    this.fed += text.length
    if (this.fed - this.fedAtEvent > RECORD_CHARACTERS_MAX + text.length) {
      throw this.broken(`one record or comment goes on for more than ${RECORD_CHARACTERS_MAX} characters`)
    }
    this.parser.write(text)
  }

  private opened(tag: { local: string; uri: string; name: string }): void {
    this.depth += 1
    if (this.depth === 1) return this.openedRoot(tag)
    if (tag.uri !== NAMESPACE) throw this.wrong(`element '${tag.name}' is not in the namespace ${NAMESPACE}`)
    if (this.depth === 2) {
      if (tag.local !== 'assets') throw this.wrong(`'${tag.name}' stands where only 'assets' may`)
      this.fields = []
      this.nested = undefined
      this.recordLine = this.line()
      this.fedAtEvent = this.fed
    } else if (this.depth > 3) {
      this.nested ??= { name: tag.local, value: '', line: this.line() }
    }
    this.value = ''
    this.valueLine = this.line()
  }

  private openedRoot(tag: { local: string; uri: string; name: string }): void {
    if (tag.local !== 'assetData' || tag.uri !== NAMESPACE) {
      const found = tag.uri === '' ? `'${tag.name}' without a namespace` : `'${tag.name}' of ${tag.uri}`
      throw this.wrong(`the root element is ${found}; auto-loan asset data has 'assetData' of ${NAMESPACE}`)
    }
    this.between = true
    this.fedAtEvent = this.fed
  }

  private closed(name: string): void {
    if (this.depth === 3) {
      this.fields.push({ name, value: this.value, line: this.valueLine })
      if (this.fields.length > RECORD_FIELDS_MAX)
        throw this.broken(`a record has more than ${RECORD_FIELDS_MAX} fields`)
    } else if (this.depth === 2) {
      this.records.push({ line: this.recordLine, fields: this.fields, ...(this.nested && { nested: this.nested }) })
      this.fields = []
      this.between = true
      this.fedAtEvent = this.fed
    } else if (this.depth === 1) {
      this.between = false
    }
    this.value = ''
    this.depth -= 1
  }

  private text(text: string): void {
    if (this.depth >= 3) this.value += text
    else if (this.depth > 0 && /[^ \t\r\n]/.test(text))
      throw this.wrong(`text '${text.trim().slice(0, 40)}' stands outside a field`)
  }

  private passed(): void {
    this.between = this.depth === 1
    this.fedAtEvent = this.fed
  }

  private line(): number {
    return this.parser.line + this.skippedLines
  }

  private broken(reason: string): Fault {
    return new Fault('book.file_broken', `${this.path}: line ${this.line()}: not well-formed XML: ${reason}`)
  }

  private wrong(reason: string): Fault {
    return new Fault('book.wrong_schema', `${this.path}: line ${this.line()}: ${reason}`)
  }
}

// Text of an XML file in the encoding that its first line declares.

import { Fault } from '../../../kernel/index.ts'
import { decoded, type SourceFile } from '../open-file.ts'

/** What filings use, and what costs nothing to support. UTF-16 files begin with a byte order mark. */
const ENCODINGS: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'iso-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
  'utf-16': 'utf-16le',
}

/** Throws `Fault` 'book.file_broken' for an empty file, an unknown encoding or bytes that are not of it. */
export async function* xmlText(source: SourceFile): AsyncGenerator<string> {
  const bytes = source.bytes[Symbol.asyncIterator]()
  const first = await bytes.next()
  if (first.done) throw new Fault('book.file_broken', `${source.path}: the file is empty`)
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first.value as Uint8Array
    for (let next = await bytes.next(); !next.done; next = await bytes.next()) yield next.value
  }
  yield* decoded({ ...source, bytes: all() }, encodingOf(source.path, first.value))
}

function encodingOf(path: string, first: Uint8Array): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be'
  const head = Buffer.from(first.subarray(0, 200)).toString('latin1')
  const declared = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1] ?? 'utf-8'
  const encoding = ENCODINGS[declared.toLowerCase()]
  if (encoding === undefined)
    throw new Fault('book.file_broken', `${path}: line 1: the encoding '${declared}' is not supported`)
  return encoding
}

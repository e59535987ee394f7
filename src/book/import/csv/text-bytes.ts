// The first bytes of a tape say when it is no text at all, or text of another encoding than the mapping says: told at once, because decoding
// would either fail later with a worse reason or, for two Chinese encodings, turn every name into another one.

import { Fault } from '../../../kernel/index.ts'
import type { SourceFile } from '../open-file.ts'

const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'this is a workbook (.xlsx) or another zip file; save it as CSV'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'this is a workbook of an old kind (.xls); save it as CSV'],
  [[0x25, 0x50, 0x44, 0x46], 'this is a PDF; a tape is a CSV file'],
]

/** Fewer bytes above ASCII may be UTF-8 by chance. */
const TELLING_BYTES_MIN = 24

/** The same file; its first bytes are looked at before they are handed on. Throws `Fault` 'book.file_broken'. */
export function textBytes(source: SourceFile, encoding: string): SourceFile {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    let isFirst = true
    for await (const chunk of source.bytes) {
      const fault = isFirst ? otherThanSaid(chunk, encoding) : null
      if (fault !== null) throw new Fault('book.file_broken', `${source.path}: ${fault}`)
      isFirst = false
      yield chunk
    }
  }
  return { ...source, bytes: bytes() }
}

function otherThanSaid(chunk: Uint8Array, encoding: string): string | null {
  const begins = (signature: readonly number[]) => signature.every((byte, index) => chunk[index] === byte)
  const signature = SIGNATURES.find(([start]) => begins(start))
  if (signature) return signature[1]
  if (encoding !== 'utf-16le') {
    if (begins([0xff, 0xfe])) return saidWrong('utf-16le', encoding)
    if (begins([0xfe, 0xff])) return 'this is UTF-16 with the high byte first, which is not read; save it as UTF-8'
    if (chunk.subarray(0, 1_000).filter(byte => byte === 0).length > 100) return saidWrong('utf-16le', encoding)
  }
  if (encoding === 'utf-8' || encoding === 'utf-16le') return null
  return begins([0xef, 0xbb, 0xbf]) || readsAsUtf8(chunk) ? saidWrong('utf-8', encoding) : null
}

function saidWrong(found: string, said: string): string {
  return `this is ${found} text, and the mapping says encoding '${said}'`
}

function readsAsUtf8(chunk: Uint8Array): boolean {
  if (chunk.filter(byte => byte >= 0x80).length < TELLING_BYTES_MIN) return false
  try {
    // a character may be cut at the end of the chunk
    new TextDecoder('utf-8', { fatal: true }).decode(chunk, { stream: true })
    return true
  } catch {
    return false
  }
}

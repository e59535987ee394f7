// A file as it arrives: bytes hashed as they are, unpacked when they are gzip (told by content, not by name), nothing held in memory.
// Everything that can be wrong with the file itself becomes one kind of fault, `book.file_broken`, which names the file.

import { isAscii } from 'node:buffer'
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Fault } from '../../kernel/index.ts'

/** Small, because PostgreSQL's answers wait while a chunk is parsed: 256 kB took a tenth longer (bench import). */
const CHUNK_BYTES = 64 * 1024

export type SourceFile = {
  readonly path: string
  /** Unpacked bytes, in order, to be read once. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** SHA-256 of the file as it lies on disk; complete once `bytes` is read to its end. */
  readonly sha256: () => Uint8Array
}

/** Opens a plain or gzip file. Throws `Fault` 'book.file_unreadable' now, 'book.file_broken' while reading. */
export async function openFile(path: string): Promise<SourceFile> {
  const packed = await isGzip(path)
  const hash = createHash('sha256')
  let digest: Uint8Array | undefined
  async function* bytes(): AsyncGenerator<Uint8Array> {
    const raw = createReadStream(path, { highWaterMark: CHUNK_BYTES })
    const unpacked = createGunzip({ chunkSize: CHUNK_BYTES })
    if (packed) pipeline(raw, hashing(hash), unpacked, () => undefined)
    try {
      for await (const chunk of packed ? unpacked : hashing(hash)(raw)) yield chunk as Uint8Array
    } catch (cause) {
      throw fileFault(path, cause)
    } finally {
      raw.destroy()
      unpacked.destroy()
    }
    digest = hash.digest()
  }
  return {
    path,
    bytes: bytes(),
    sha256: () => {
      if (!digest) throw new Fault('book.file_broken', `${path}: the file was not read to its end`)
      return digest
    },
  }
}

function hashing(hash: Hash): (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
  return async function* (chunks) {
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }
}

/** Decodes bytes to text; a byte that the encoding does not know is a fault with the byte's line. */
export async function* decoded(source: SourceFile, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const isAsciiBased = !encoding.startsWith('utf-16')
  // false while the decoder may hold the first bytes of a character
  let isPlain = isAsciiBased
  let line = 1
  try {
    for await (const chunk of source.bytes) {
      // Nearly every tape is plain ASCII, and one byte a character is several times as fast to scan as two.
      const text =
        isPlain && isAscii(chunk)
          ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1')
          : decoder.decode(chunk, { stream: true })
      isPlain = isAsciiBased && (chunk.at(-1) ?? 0) < 0x80
      line += newlines(text)
      if (text.length > 0) yield text
    }
    const rest = decoder.decode()
    if (rest.length > 0) yield rest
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('book.file_broken', `${source.path}: bytes after line ${line} are not ${encoding} text`, { cause })
  }
}

export function newlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

async function isGzip(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw new Fault('book.file_unreadable', `${path}: ${unreadable(cause)}`, { cause })
  }
}

function fileFault(path: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'Z_BUF_ERROR')
    return new Fault('book.file_broken', `${path}: the gzip file ends too early (was it cut off?)`, { cause })
  if (code.startsWith('Z_'))
    return new Fault('book.file_broken', `${path}: the gzip file is damaged (${code})`, { cause })
  return new Fault('book.file_unreadable', `${path}: ${unreadable(cause)}`, { cause })
}

/** Why the system refuses to read a file, in words. */
export function unreadable(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'this is a folder'
  return `it cannot be read (${code})`
}

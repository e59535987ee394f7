// The files of one bundle on their way to a folder or to a browser, and the sums over them.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../evidence/index.ts'
import { tlog } from '../../kernel/index.ts'
import { writeDurably } from '../../platform/index.ts'
import { DOCUMENT_FILE, DOCUMENT_SUM_FILE } from './bundle.ts'

/** Where the files of a bundle go. Paths are those that the format of the bundle defines. */
export type BundleSink = {
  /** Takes a file, which need not be there when this returns. */
  readonly put: (path: string, content: Uint8Array) => void
  /** All that was taken is there when this returns. Throws what writing one of them fails with. */
  readonly flush: () => void
  /** Takes the list of sums, which makes a bundle whole: all others are there, and it is there for good, when this returns. */
  readonly seal: (path: string, content: Uint8Array) => void
}

/** Puts files into a folder: all at once when it is asked to, which may be when another thread is at work. */
export class FolderSink implements BundleSink {
  private readonly folder: string
  private waiting: (readonly [path: string, content: Uint8Array])[] = []

  constructor(folder: string) {
    this.folder = folder
    for (const part of ['', 'support', 'files']) mkdirSync(join(folder, part), { recursive: true })
  }

  put(path: string, content: Uint8Array): void {
    this.waiting.push([path, content])
  }

  flush(): void {
    const files = this.waiting
    this.waiting = []
    for (const [path, content] of files) writeFileSync(join(this.folder, path), content)
  }

  seal(path: string, content: Uint8Array): void {
    this.flush()
    writeDurably(join(this.folder, path), content)
  }
}

/** Keeps files in memory. */
export class MemorySink implements BundleSink {
  readonly files = new Map<string, Uint8Array>()

  put(path: string, content: Uint8Array): void {
    this.files.set(path, content)
  }

  flush(): void {
    // nothing ever waits
  }

  seal(path: string, content: Uint8Array): void {
    this.put(path, content)
  }
}

export const SUMS_FILE = 'SHA256SUMS'

export class BundleFiles {
  private readonly sink: BundleSink
  private readonly sums: string[] = []
  /** SHA256SUMS, the document and its sum. */
  private unlisted = 1

  constructor(sink: BundleSink) {
    this.sink = sink
  }

  /** All that was written is there when this returns: before a large file, so that not many of them are in memory. */
  flush(): void {
    this.sink.flush()
  }

  /** Writes a file; each path once. */
  write(path: string, content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? tlog.utf8(content) : content
    this.sink.put(path, bytes)
    this.sums.push(sumLine(path, bytes))
  }

  /** The sum of SHA256SUMS over what was written so far. */
  get sha256(): string {
    return tlog.toHex(sha256(this.list()))
  }

  /** The files that are written last, each as soon as it is known; null for any other. */
  async last(path: string, document: Promise<Uint8Array>): Promise<Uint8Array | null> {
    if (path === SUMS_FILE) return this.list()
    if (path === DOCUMENT_FILE) return document
    return path === DOCUMENT_SUM_FILE ? tlog.utf8(sumLine(DOCUMENT_FILE, await document)) : null
  }

  /** Writes the document, after everything else: it names `sha256`, so it cannot be in that list. */
  writeDocument(document: Uint8Array): void {
    this.sink.put(DOCUMENT_FILE, document)
    this.sink.put(DOCUMENT_SUM_FILE, tlog.utf8(sumLine(DOCUMENT_FILE, document)))
    this.unlisted += 2
  }

  /** Writes SHA256SUMS, in the form that `sha256sum -c` reads, last: a bundle without it was never finished. */
  seal(): { readonly files: number; readonly bundleSha256: string } {
    this.sink.seal(SUMS_FILE, this.list())
    return { files: this.sums.length + this.unlisted, bundleSha256: this.sha256 }
  }

  private list(): Uint8Array {
    return tlog.utf8(this.sums.toSorted((one, other) => (one.slice(66) < other.slice(66) ? -1 : 1)).join(''))
  }
}

function sumLine(path: string, bytes: Uint8Array): string {
  return `${tlog.toHex(sha256(bytes))}  ${path}\n`
}

/** For people too: indented, numbers too large for JSON as text. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, (_, field: unknown) => (typeof field === 'bigint' ? field.toString() : field), 2)}\n`
}

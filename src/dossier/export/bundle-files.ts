// The files of one bundle on their way to a folder or to a browser, and the sums over them.

import { mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../evidence/index.ts'
import { tlog } from '../../kernel/index.ts'
import { writeDurably } from '../../platform/index.ts'
import { DOCUMENT_FILE, DOCUMENT_SUM_FILE } from './bundle.ts'

/** Where the files of a bundle go. Paths are those that the format of the bundle defines. */
export type BundleSink = {
  /** Takes a file, which may be under way when this returns. */
  readonly put: (path: string, content: Uint8Array) => void
  /** Waits for all that was taken. Throws what writing one of them failed with. */
  readonly drained: () => Promise<void>
  /** Takes the list of sums, which makes a bundle whole: all others are there, and it is there for good, when this returns. */
  readonly seal: (path: string, content: Uint8Array) => Promise<void>
}

/** Making some thousands of small files takes a system longer than filling them: it does that beside what the program does meanwhile. */
const FILES_AT_ONCE = 16

/** Puts files into a folder. */
export class FolderSink implements BundleSink {
  private readonly folder: string
  private readonly waiting: (readonly [path: string, content: Uint8Array])[] = []
  private readonly writers = new Set<Promise<void>>()
  private failure: unknown

  constructor(folder: string) {
    this.folder = folder
    for (const part of ['', 'support', 'files']) mkdirSync(join(folder, part), { recursive: true })
  }

  put(path: string, content: Uint8Array): void {
    this.waiting.push([path, content])
    this.start()
  }

  async drained(): Promise<void> {
    while (this.writers.size > 0) await Promise.all(this.writers)
    if (this.failure !== undefined) throw this.failure
  }

  async seal(path: string, content: Uint8Array): Promise<void> {
    await this.drained()
    writeDurably(join(this.folder, path), content)
  }

  private start(): void {
    while (this.writers.size < FILES_AT_ONCE) {
      const next = this.waiting.shift()
      if (!next) return
      const writer = this.write(...next).finally(() => {
        this.writers.delete(writer)
        this.start()
      })
      this.writers.add(writer)
    }
  }

  private async write(path: string, content: Uint8Array): Promise<void> {
    try {
      await writeFile(join(this.folder, path), content)
    } catch (error) {
      this.failure ??= error
    }
  }
}

/** Keeps files in memory. */
export class MemorySink implements BundleSink {
  readonly files = new Map<string, Uint8Array>()

  put(path: string, content: Uint8Array): void {
    this.files.set(path, content)
  }

  async drained(): Promise<void> {
    // nothing is ever under way
  }

  async seal(path: string, content: Uint8Array): Promise<void> {
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

  /** Until all that was written is there: before a large file, so that not many of them are in memory. */
  drained(): Promise<void> {
    return this.sink.drained()
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

  /** Writes the document, after everything else: it names `sha256`, so it cannot be in that list. */
  writeDocument(document: Uint8Array): void {
    this.sink.put(DOCUMENT_FILE, document)
    this.sink.put(DOCUMENT_SUM_FILE, tlog.utf8(sumLine(DOCUMENT_FILE, document)))
    this.unlisted += 2
  }

  /** Writes SHA256SUMS, in the form that `sha256sum -c` reads, last: a bundle without it was never finished. */
  async seal(): Promise<{ readonly files: number; readonly bundleSha256: string }> {
    await this.sink.seal(SUMS_FILE, this.list())
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

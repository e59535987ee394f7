// The fonts of the document: where their files are, and which characters they have. A character without a glyph has no place in a PDF/A, so it has to be known
// before the document is set.

import { closeSync, openSync, readSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { must } from '../../kernel/index.ts'

const FILES = [
  '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
] as const

/** Folders of the fonts; the compiler reads what it needs of them. */
export function fontFolders(): string[] {
  return FILES.map(file => dirname(fileOf(file)))
}

/** Whether the document can show a character: all weights have the same ones. */
export function readCoverage(): (codePoint: number) => boolean {
  const ranges = readRanges(fileOf(FILES[0]))
  return codePoint => {
    let [low, high] = [0, ranges.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      const [from, to] = must(ranges[middle], 'the middle is within')
      if (codePoint < from) high = middle - 1
      else if (codePoint > to) low = middle + 1
      else return true
    }
    return false
  }
}

function fileOf(file: string): string {
  return createRequire(import.meta.url).resolve(file)
}

type Range = readonly [from: number, to: number]

/** The ranges of characters of a TrueType file, ascending: its `cmap` table in format 12 (OpenType 1.9), without reading the glyphs. */
function readRanges(path: string): Range[] {
  const file = openSync(path, 'r')
  try {
    const read = (at: number, length: number) => {
      const bytes = Buffer.alloc(length)
      readSync(file, bytes, 0, length, at)
      return bytes
    }
    const tables = read(12, 16 * read(0, 12).readUInt16BE(4))
    const cmap = tables.readUInt32BE(
      must(
        [...eachAt(tables, 16)].find(at => tables.toString('latin1', at, at + 4) === 'cmap'),
        'a font has a cmap',
      ) + 8,
    )
    const subtables = read(cmap + 4, 8 * read(cmap, 4).readUInt16BE(2))
    for (const at of eachAt(subtables, 8)) {
      const start = cmap + subtables.readUInt32BE(at + 4)
      const head = read(start, 16)
      if (head.readUInt16BE(0) !== 12) continue
      const groups = read(start + 16, 12 * head.readUInt32BE(12))
      return [...eachAt(groups, 12)].map(group => [groups.readUInt32BE(group), groups.readUInt32BE(group + 4)])
    }
    return []
  } finally {
    closeSync(file)
  }
}

function* eachAt(bytes: Buffer, step: number): Generator<number> {
  for (let at = 0; at + step <= bytes.length; at += step) yield at
}

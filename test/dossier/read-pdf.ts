// Reads back what our own documents show, page by page, with nothing but zlib: enough of PDF (ISO 32000) for the files that Typst writes, and no more.

import { inflateSync } from 'node:zlib'
import { must } from '../../src/kernel/index.ts'

export type ReadPdf = {
  /** The text of each page in the order in which it is drawn, one line a run. */
  readonly pages: readonly string[]
  /** The metadata of the file (XMP). */
  readonly metadata: string
  readonly fonts: readonly { readonly name: string; readonly isEmbedded: boolean }[]
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  const file = Buffer.from(bytes).toString('latin1')
  const objects = new Map(
    [...file.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm)].map(([, id, body]) => [id, body ?? '']),
  )
  const object = (id: string | undefined) => must(objects.get(id ?? ''), `object ${id} is in the file`)
  const all = [...objects.values()]
  const tree = must(
    all.find(body => /\/Type \/Pages\b/.test(body)),
    'a file has pages',
  )
  const kids = /\/Kids \[([^\]]*)\]/.exec(tree)?.[1] ?? ''
  return {
    pages: [...kids.matchAll(/(\d+) 0 R/g)].map(([, id]) => {
      const page = object(id)
      const fonts = new Map(
        [...page.matchAll(/\/(f\d+) (\d+) 0 R/g)].map(([, name = '', font]) => [
          name,
          charactersOf(streamOf(object(/\/ToUnicode (\d+) 0 R/.exec(object(font))?.[1]))),
        ]),
      )
      return textOf(streamOf(object(/\/Contents (\d+) 0 R/.exec(page)?.[1])), fonts)
    }),
    metadata: Buffer.from(
      streamOf(
        must(
          all.find(body => /\/Type \/Metadata\b/.test(body)),
          'a file has metadata',
        ),
      ),
      'latin1',
    ).toString('utf8'),
    fonts: all
      .filter(body => /\/Type \/FontDescriptor\b/.test(body))
      .map(body => ({
        name: /\/FontName \/(\S+)/.exec(body)?.[1] ?? '',
        isEmbedded: (objects.get(/\/FontFile[23] (\d+) 0 R/.exec(body)?.[1] ?? '') ?? '').includes('stream'),
      })),
  }
}

function streamOf(body: string): string {
  const [, head = '', content = ''] = /^([\s\S]*?)stream\n([\s\S]*)\nendstream$/.exec(body) ?? []
  return head.includes('/FlateDecode') ? inflateSync(Buffer.from(content, 'latin1')).toString('latin1') : content
}

/** What the glyphs of a font stand for: `beginbfchar` and `beginbfrange` of its ToUnicode map. */
function charactersOf(map: string): Map<number, string> {
  const characters = new Map<number, string>()
  const utf16 = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  for (const [, part = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph = '', text = ''] of part.matchAll(/<(\w+)>\s*<(\w+)>/g))
      characters.set(Number.parseInt(glyph, 16), utf16(text))
  for (const [, part = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', text = ''] of part.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g))
      for (let glyph = Number.parseInt(from, 16), at = 0; glyph <= Number.parseInt(to, 16); glyph += 1, at += 1)
        characters.set(glyph, String.fromCodePoint((utf16(text).codePointAt(0) ?? 0) + at))
  return characters
}

/** What is drawn, one line for each `Tj` or `TJ`. */
function textOf(drawing: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let characters: ReadonlyMap<number, string> = new Map()
  const lines: string[] = []
  let run = ''
  const show = (bytes: Buffer) => {
    for (let at = 0; at + 1 < bytes.length; at += 2) run += characters.get(bytes.readUInt16BE(at)) ?? '\ufffd'
  }
  for (let at = 0; at < drawing.length; at += 1) {
    const rest = drawing.slice(at, at + 30)
    if (rest.startsWith('(')) {
      const { bytes, end } = literal(drawing, at)
      show(bytes)
      at = end
    } else if (/^<\w/.test(rest)) {
      const end = drawing.indexOf('>', at)
      show(Buffer.from(drawing.slice(at + 1, end), 'hex'))
      at = end
    } else if (/^ T[jJ]\s/.test(rest)) {
      lines.push(run)
      run = ''
    } else if (/^ BDC\s/.test(rest)) {
      // what stood between were properties of a mark, which nobody sees
      run = ''
    } else {
      const font = /^\/(f\d+) [\d.]+ Tf/.exec(rest)?.[1]
      characters = (font === undefined ? undefined : fonts.get(font)) ?? characters
    }
  }
  return lines.join('\n')
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** The string that begins at `start`; parentheses that are balanced stand in it as they are. */
function literal(drawing: string, start: number): { bytes: Buffer; end: number } {
  let text = ''
  let depth = 0
  for (let at = start; ; at += 1) {
    const character = must(drawing[at], 'a string ends')
    if (character === '\\') {
      const octal = /^[0-7]{1,3}/.exec(drawing.slice(at + 1, at + 4))?.[0]
      const next = drawing[at + 1] ?? ''
      text += octal === undefined ? (ESCAPED[next] ?? next) : String.fromCodePoint(Number.parseInt(octal, 8))
      at += octal?.length ?? 1
      continue
    }
    depth += character === '(' ? 1 : character === ')' ? -1 : 0
    if (depth === 0) return { bytes: Buffer.from(text, 'latin1'), end: at }
    if (at > start) text += character
  }
}

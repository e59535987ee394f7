// The catalogues as tests read them.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../src/platform/index.ts'

export const CATALOGUES = join(ROOT, 'web/i18n/catalogs')

/** Sentence → translation of one catalogue. */
export function entries(file: string): Map<string, string> {
  const blocks = readFileSync(file, 'utf8').split(/\n\n/).slice(1)
  const text = (block: string, keyword: string) => {
    const lines = new RegExp(`^${keyword} ((?:".*"\\n?)+)`, 'm').exec(block)?.[1] ?? ''
    return [...lines.matchAll(/"(.*)"/g)].map(line => line[1]).join('')
  }
  return new Map(blocks.map(block => [text(block, 'msgid'), text(block, 'msgstr')]))
}

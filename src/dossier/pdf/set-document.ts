// Sets the document of a court bundle as PDF/A-2b. The compiler and its fonts are some 80 MB on disk, so they are loaded when the first document is set.

import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Fault } from '../../kernel/index.ts'
import type { DossierContent } from '../content/content.ts'
import { fontFolders, readCoverage } from './fonts.ts'
import { breakable, showable } from './showable.ts'

const HERE = dirname(fileURLToPath(import.meta.url))

/** Letters of a word that fit into the narrowest column, and into a line of code. */
const WORD_MAX = 24
const CODE_WORD_MAX = 90

export type DocumentMark = {
  /** On the foot of every page and among the keywords of the file. */
  readonly bundleSha256: string
  /** Date of the document, UTC; on one machine the same content at the same instant is the same file, byte for byte. */
  readonly issuedAt: string
}

/** Throws `Fault` 'dossier.not_set' with what the compiler says. */
export async function setDocument(
  content: DossierContent,
  { bundleSha256, issuedAt }: DocumentMark,
): Promise<Uint8Array> {
  const issued = issuedAt.split(/\D/, 6).map(Number)
  const input = { ...showableContent(content), bundleSha256, keywords: [bundleSha256], issued }
  try {
    const { NodeCompiler, PdfStandard } = await import('@myriaddreamin/typst-ts-node-compiler')
    const compiler = NodeCompiler.create({ workspace: HERE, fontArgs: [{ fontPaths: fontFolders() }] })
    const pdf = compiler.pdf(
      {
        mainFilePath: fileURLToPath(new URL('dossier.typ', import.meta.url)),
        inputs: { content: JSON.stringify(input) },
      },
      { pdfStandard: PdfStandard.A_2b },
    )
    // what the compiler remembers of a document is of no use to the next one
    compiler.evictCache(0)
    return pdf
  } catch (error) {
    throw new Fault(
      'dossier.not_set',
      `The document could not be set: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** Every text of the content so that it can be shown; where one had to be marked, a notice says what the marks mean. */
function showableContent({ marksNotice, ...content }: DossierContent): Omit<DossierContent, 'marksNotice'> {
  const hasGlyph = readCoverage()
  let isMarked = false
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      const shown = showable(value, hasGlyph)
      isMarked ||= shown.isMarked
      return breakable(shown.text, key === 'code' ? CODE_WORD_MAX : WORD_MAX)
    }
    if (Array.isArray(value)) return value.map(item => walk(item, key))
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, walk(field, name)]))
    return value
  }
  const shown = walk(content, '') as Omit<DossierContent, 'marksNotice'>
  return isMarked ? { ...shown, notices: [...shown.notices, marksNotice] } : shown
}

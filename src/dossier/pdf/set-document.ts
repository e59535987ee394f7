// Sets the document of a court bundle as PDF/A-2b. The compiler works for a second or so without a pause, so it has a thread of its own: the program goes on.

import { Worker } from 'node:worker_threads'
import { Fault } from '../../kernel/index.ts'
import type { DossierContent } from '../content/content.ts'
import { readCoverage } from './fonts.ts'
import { breakable, showable } from './showable.ts'

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
    return await inThread(JSON.stringify(input))
  } catch (error) {
    throw new Fault(
      'dossier.not_set',
      `The document could not be set: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function inThread(input: string): Promise<Uint8Array> {
  const thread = new Worker(new URL('document-thread.ts', import.meta.url), { workerData: input })
  return new Promise((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', code => reject(new Error(`the compiler ended with code ${code}`)))
  })
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

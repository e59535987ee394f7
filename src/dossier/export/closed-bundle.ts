// A bundle for a browser that shows the dossier and checks it: every entry with its proof, and the content of those about money, which the page compares its lines
// with. It discloses nothing that the page does not show, so nobody has to be told that it was taken; it only reads.

import { latestSigned } from '../../evidence/index.ts'
import type { Database } from '../../platform/index.ts'
import type { FoundLoan } from '../read/find-loan.ts'
import { readDossier } from '../read/read-dossier.ts'
import { BundleFiles, json, MemorySink } from './bundle-files.ts'
import { writeContent } from './write-content.ts'

/** Kinds whose content says nothing but what a line of the page says. */
const SHOWN: readonly string[] = ['receipt.recorded']

/** Files by their path, as `exportBundle` writes them without the document; null while nothing is signed. */
export async function closedBundle(db: Database, loan: FoundLoan): Promise<ReadonlyMap<string, Uint8Array> | null> {
  const signed = await latestSigned(db)
  if (!signed) return null
  // After it, as in an export: what comes in meanwhile is a line that waits for the log.
  const dossier = await readDossier(db, loan, { isOpened: false })
  const sink = new MemorySink()
  const bundle = new BundleFiles(sink)
  const content = await writeContent(
    db,
    bundle,
    { loan, dossier, checkpoint: signed.checkpoint },
    signed.key,
    kind => !SHOWN.includes(kind),
  )
  bundle.write('manifest.json', json({ ...content, hasDocument: false, anchors: [] }))
  bundle.seal()
  return sink.files
}

// Writes the court bundle of a loan: everything that a stranger needs to check the dossier offline, and the dossier itself to read.

import { existsSync, readdirSync } from 'node:fs'
import { readFolder } from '../../../verify/index.ts'
import { currentCheckpoint, currentLogKey, type LogHome, recordEntry } from '../../evidence/index.ts'
import { Fault, must, tlog } from '../../kernel/index.ts'
import type { Clock, Database, ObjectStore } from '../../platform/index.ts'
import type { Language } from '../content/content.ts'
import { dossierContent } from '../content/dossier-content.ts'
import { setDocument } from '../pdf/set-document.ts'
import type { FoundLoan } from '../read/find-loan.ts'
import { readDossier } from '../read/read-dossier.ts'
import type { Manifest } from './bundle.ts'
import { BundleFiles, FolderSink, json } from './bundle-files.ts'
import { closeLines } from './close-lines.ts'
import { refuseUnfit } from './refuse-unfit.ts'
import { tellHead } from './tell-head.ts'
import { writeAttestations } from './write-attestations.ts'
import { writeContent } from './write-content.ts'

export type ExportOptions = {
  readonly folder: string
  /** Its anchors attest the checkpoint that all proofs lead to. One that does not answer is left out and named. */
  readonly logHome: LogHome
  readonly clock: Clock
  /** Where the content of attachments lies; left out, none is in the bundle. */
  readonly store?: ObjectStore
  /** The name of the person who takes the copy. */
  readonly by?: string
  /** Kinds of entries whose content stays closed: they are proved, and nobody reads what they say. */
  readonly closed?: readonly string[]
  /** Of the document to read. */
  readonly language: Language
}

export type Exported = {
  readonly manifest: Manifest
  readonly files: number
  /** SHA-256 of SHA256SUMS in hexadecimal: names the whole bundle, and stands in its document. */
  readonly bundleSha256: string
  /** Names of anchors that did not attest the checkpoint; `evidence status` tells why. */
  readonly unattested: readonly string[]
}

/** Throws `Fault` 'dossier.folder_not_empty', 'dossier.not_set', 'dossier.differs_from_record', and what reading the loan and keeping the log throw. */
export async function exportBundle(db: Database, loan: FoundLoan, options: ExportOptions): Promise<Exported> {
  refuseFilledFolder(options.folder)
  // The copy shows names and numbers in clear: that it was taken is in the record before it is, and so in the copy.
  await recordEntry(db, {
    kind: 'dossier.exported',
    customerId: loan.customerId,
    loanId: loan.loanId,
    ...(options.by !== undefined && { by: options.by }),
    // says nothing about the borrower, and a person who was erased has no key to seal it with
    isSealed: false,
    body: { by: options.by, closed: [...(options.closed ?? [])] },
  })
  // into the log, so that the head which is told next counts it
  await currentCheckpoint(db, options.logHome, options.clock)
  const headedBy = await tellHead(db, loan)
  const checkpoint = await currentCheckpoint(db, options.logHome, options.clock)
  // After the checkpoint: what comes in meanwhile is a line that waits for the log, not an entry without a line.
  const whole = await readDossier(db, loan, { isOpened: true })
  const { key } = must(await currentLogKey(db), 'a log that was signed has a key')
  const bundle = new BundleFiles(new FolderSink(options.folder))
  const closed = new Set(options.closed)
  const content = await writeContent(
    db,
    bundle,
    { loan, dossier: whole, checkpoint, headedBy, ...(options.store && { store: options.store }) },
    key,
    kind => closed.has(kind),
  )
  const dossier = closeLines(whole, content.entries, closed)
  bundle.write('dossier.json', json(dossier))
  const { anchors, unattested } = await writeAttestations(db, bundle, checkpoint, options.logHome.anchors ?? [])
  const manifest: Manifest = { ...content, hasDocument: true, anchors }
  bundle.write('manifest.json', json(manifest))
  const issue = {
    manifest,
    bundleSha256: bundle.sha256,
    issuedAt: options.clock.now(),
    verifierKey: tlog.printVerifierKey(key),
  }
  const setting = setDocument(dossierContent(dossier, options.language, issue), issue)
  bundle.flush()
  // Checked while the document is being set: what is written last is not there yet.
  const written = readFolder(options.folder)
  const read = async (path: string) => (await bundle.last(path, setting)) ?? written(path)
  const [document] = await Promise.all([setting, refuseUnfit(options.folder, read)])
  bundle.writeDocument(document)
  return { manifest, ...bundle.seal(), unattested }
}

function refuseFilledFolder(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Fault(
      'dossier.folder_not_empty',
      `${folder} is not empty. A bundle is written into a folder of its own: name another with --to.`,
    )
}

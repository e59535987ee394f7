// The files of the record in a bundle, each under the number of its entry: `files/0007.pdf` with `files/0007.salt`.

import { extname } from 'node:path'
import { type Attachment, attachmentContent, readAttachments } from '../../evidence/index.ts'
import type { Database, ObjectStore } from '../../platform/index.ts'
import type { FoundLoan } from '../read/find-loan.ts'
import { type BundleEntry, type BundleFile, entryName } from './bundle.ts'
import type { BundleFiles } from './bundle-files.ts'

type Row = { readonly entry_id: bigint }

/** The entries with the file that each commits to, where it is disclosed and still there. `rows` are the entries' own, in the same order. */
export async function writeAttachments(
  db: Database,
  bundle: BundleFiles,
  store: ObjectStore,
  { customerId, loanId }: FoundLoan,
  rows: readonly Row[],
  entries: readonly BundleEntry[],
): Promise<BundleEntry[]> {
  const attachments = new Map(
    (await readAttachments(db, customerId, loanId)).map(attachment => [attachment.entryId, attachment]),
  )
  const written: BundleEntry[] = []
  for (const [at, entry] of entries.entries()) {
    const attachment = attachments.get(rows[at]?.entry_id ?? -1n)
    const file =
      attachment && entry.content === 'shown'
        ? await writeFile(db, bundle, store, entryName(entry.n), attachment)
        : null
    written.push(file ? { ...entry, file } : entry)
  }
  return written
}

async function writeFile(
  db: Database,
  bundle: BundleFiles,
  store: ObjectStore,
  number: string,
  attachment: Attachment,
): Promise<BundleFile | null> {
  const { note, destroyed } = attachment
  if (note === null || destroyed !== null) return null
  const chunks: Uint8Array[] = []
  bundle.flush()
  for await (const chunk of attachmentContent(db, store, attachment)) chunks.push(chunk)
  const path = `files/${number}${endingOf(note.name)}`
  const salt = `files/${number}.salt`
  bundle.write(path, Buffer.concat(chunks))
  bundle.write(salt, Buffer.from(note.salt, 'hex'))
  return { name: note.name, path, salt }
}

/** The ending of a name, where it is one that every system takes. */
function endingOf(name: string): string {
  const ending = extname(name).toLowerCase()
  return /^\.[a-z0-9]{1,8}$/.test(ending) && ending !== '.salt' ? ending : '.bin'
}

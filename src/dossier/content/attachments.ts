// Section of the files of the record: contracts, recordings, photos, each with its place in the bundle.

import { grouped } from '../../kernel/index.ts'
import type { Dossier, DossierAttachment } from '../dossier.ts'
import type { Manifest } from '../export/bundle.ts'
import type { Section } from './content.ts'
import { NOTHING, type Wording } from './wording.ts'

/** Without a manifest there is no bundle, and so no place in one. */
export function attachmentsSection(wording: Wording, { attachments }: Dossier, manifest?: Manifest): Section {
  const paths = new Map(manifest?.entries.map(({ index, file }) => [index, file?.path]))
  const place = ({ entry, isDestroyed }: DossierAttachment) =>
    isDestroyed ? wording.say('destroyed') : (paths.get(entry?.leafIndex ?? -1) ?? NOTHING)
  return {
    title: wording.say('attachments'),
    isPage: false,
    blocks: [
      wording.table(
        '',
        'noAttachments',
        [
          wording.column('addedOn'),
          wording.column('entryKind'),
          wording.column('fileName', 3),
          wording.figures('bytes'),
          wording.column('inBundle', 2),
          wording.column('entry'),
        ],
        attachments.map(one => [
          one.addedOn,
          wording.name('attachment', one.kind),
          one.name ?? NOTHING,
          grouped(String(one.bytes)),
          place(one),
          wording.entry(one.entry),
        ]),
      ),
    ],
  }
}

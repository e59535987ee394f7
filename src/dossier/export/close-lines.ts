// What a dossier that is handed on leaves out: lines whose own entry stays closed. They are there as entries without a word, as in the rest of the bundle.

import type { Dossier, EntryRef, TimelineLine } from '../dossier.ts'
import type { BundleEntry } from './bundle.ts'

/** Figures that were worked out from such lines stay: what was paid on an instalment says nothing about a single receipt. */
export function closeLines(dossier: Dossier, entries: readonly BundleEntry[], closed: ReadonlySet<string>): Dossier {
  const types = new Map(entries.filter(({ type }) => closed.has(type)).map(({ index, type }) => [index, type]))
  if (types.size === 0) return dossier
  const closedType = (entry: EntryRef | null) =>
    entry?.vouches === 'own' && entry.leafIndex !== null ? types.get(entry.leafIndex) : undefined
  const isOpen = ({ entry }: { readonly entry: EntryRef | null }) => closedType(entry) === undefined
  return {
    ...dossier,
    repayment: { ...dossier.repayment, receipts: dossier.repayment.receipts.filter(isOpen) },
    contacts: { ...dossier.contacts, promises: dossier.contacts.promises.filter(isOpen) },
    legal: { ...dossier.legal, flags: dossier.legal.flags.filter(isOpen) },
    attachments: dossier.attachments.filter(isOpen),
    timeline: dossier.timeline.map((line): TimelineLine => {
      const type = closedType(line.entry)
      return type === undefined ? line : { ...line, what: { kind: 'entry', type } }
    }),
  }
}

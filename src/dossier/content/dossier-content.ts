// Puts the whole of a dossier into words: a cover and the sections, in one language. With an `Issue` it is the document of a court bundle, without one the
// six parts and the timeline.

import type { Dossier } from '../dossier.ts'
import type { Manifest } from '../export/bundle.ts'
import { attachmentsSection } from './attachments.ts'
import { contactsSection, legalSection } from './contacts-and-legal.ts'
import type { Block, DossierContent, Language } from './content.ts'
import { disclosureSection } from './disclosure.ts'
import { borrowerName, partiesSection } from './parties.ts'
import { repaymentSection } from './repayment.ts'
import { timelineSection } from './timeline.ts'
import { loanSection, vehicleSection } from './vehicle-and-loan.ts'
import { verificationSection } from './verification.ts'
import { Wording } from './wording.ts'

/** What a document says of the bundle that it lies in. */
export type Issue = {
  readonly manifest: Manifest
  /** SHA-256 of SHA256SUMS, hexadecimal. */
  readonly bundleSha256: string
  /** UTC. */
  readonly issuedAt: string
  /** As it stands in `log.vkey`. */
  readonly verifierKey: string
}

export function dossierContent(dossier: Dossier, language: Language, issue?: Issue): DossierContent {
  const { manifest } = issue ?? {}
  const entries = [...(manifest?.entries ?? []), ...(manifest?.support ?? [])]
  const closed = new Set(entries.filter(({ content }) => content !== 'shown').map(({ index }) => index))
  const wording = new Wording(language, dossier, closed)
  return {
    language,
    title: wording.say('title'),
    subtitle: wording.say('subtitle'),
    runningTitle: wording.say('runningTitle', dossier.loan.loanNumber),
    pageOf: wording.say('pageOf'),
    marksNotice: wording.say('marks'),
    notices: [
      ...(dossier.borrower.isFictional ? [wording.say('fictional')] : []),
      ...(dossier.borrower.isErased ? [wording.say('erased')] : []),
    ],
    cover: [
      {
        kind: 'facts',
        facts: [
          wording.fact('loanNumber', dossier.loan.loanNumber),
          wording.fact('lender', dossier.loan.portfolio.lender),
          wording.fact('borrower', borrowerName(wording, dossier)),
          wording.fact('asOf', dossier.repayment.asOf),
        ],
      },
      ...(issue ? issueBlocks(wording, issue) : []),
    ],
    sections: [
      partiesSection(wording, dossier),
      vehicleSection(wording, dossier),
      loanSection(wording, dossier),
      repaymentSection(wording, dossier),
      contactsSection(wording, dossier),
      legalSection(wording, dossier),
      attachmentsSection(wording, dossier, manifest),
      timelineSection(wording, dossier),
      ...(issue ? [disclosureSection(wording, issue.manifest), verificationSection(wording, issue)] : []),
    ],
  }
}

function issueBlocks(wording: Wording, { manifest, bundleSha256, issuedAt }: Issue): Block[] {
  const attested = manifest.anchors.map(({ name, attestedAt }) => `${name} ${instantText(attestedAt)}`)
  return [
    {
      kind: 'facts',
      facts: [
        wording.fact('issuedAt', instantText(issuedAt)),
        wording.fact('log', manifest.origin),
        wording.fact('logSize', String(manifest.size)),
        { label: wording.say('logRoot'), code: manifest.root },
        wording.fact(
          'attestedBy',
          attested.length === 0 ? wording.say('nobody') : attested.join(wording.language === 'zh' ? '；' : '; '),
        ),
      ],
    },
    { kind: 'step', text: wording.say('bundleHash'), code: [bundleSha256] },
    wording.note('bundleHashMeaning'),
    wording.paragraph('reading'),
  ]
}

/** `2026-11-23T08:09:10.000Z` to the second. */
function instantText(instant: string): string {
  return `${instant.slice(0, 19).replace('T', ' ')} UTC`
}

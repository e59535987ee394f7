// Section of the parties: the lender as far as the book knows it, the borrower and everyone else on the loan.

import type { Dossier, DossierParty } from '../dossier.ts'
import type { Section } from './content.ts'
import { NOTHING, type Wording } from './wording.ts'

export function partiesSection(wording: Wording, { loan, borrower }: Dossier): Section {
  const known = (open: string | null, hint: string | null) =>
    open ?? (borrower.isErased ? wording.say('erasedValue') : (hint ?? NOTHING))
  const rows = borrower.parties.map(party => [
    wording.name('role', party.role),
    known(party.name, party.nameHint),
    // an identity number that was never known was not erased either
    party.identityNumber === null && party.identityNumberHint === null
      ? NOTHING
      : known(party.identityNumber, party.identityNumberHint),
    endpointsText(wording, party, known),
  ])
  return {
    title: wording.say('parties'),
    isPage: false,
    blocks: [
      {
        kind: 'facts',
        facts: [wording.fact('lender', loan.portfolio.lender), wording.fact('customerNumber', borrower.customerNumber)],
      },
      wording.note('lenderNote'),
      wording.table(
        wording.say('partyTable'),
        'noParties',
        [
          wording.column('partyRole'),
          wording.column('partyName', 3),
          wording.column('identityNumber', 3),
          wording.column('endpoints', 5),
        ],
        rows,
      ),
    ],
  }
}

/** The borrower by name, for the cover. */
export function borrowerName(wording: Wording, { borrower }: Dossier): string {
  const names = borrower.parties
    .filter(({ role }) => role === 'borrower')
    .map(({ name, nameHint }) => name ?? (borrower.isErased ? wording.say('erasedValue') : (nameHint ?? NOTHING)))
  return names.length === 0 ? NOTHING : names.join(wording.language === 'zh' ? '、' : ', ')
}

function endpointsText(
  wording: Wording,
  { endpoints }: DossierParty,
  known: (open: string | null, hint: string | null) => string,
): string {
  const texts = endpoints.map(
    ({ kind, value, hint, isUsable }) =>
      `${wording.name('endpoint', kind)} ${known(value, hint)}${isUsable ? '' : wording.say('unusable')}`,
  )
  return texts.length === 0 ? NOTHING : texts.join(wording.language === 'zh' ? '；' : '; ')
}

// A dossier on one page: the headline and the check, the six parts, the timeline.

import { useQuery } from '@tanstack/react-query'
import { type Dossier, fetchClosedBundle } from '../../client/api.ts'
import { BorrowerPanel } from './borrower-panel.tsx'
import { ContactsPanel } from './contacts-panel.tsx'
import { DossierFigures } from './dossier-figures.tsx'
import { LegalPanel } from './legal-panel.tsx'
import { LoanPanel } from './loan-panel.tsx'
import { RepaymentPanel } from './repayment-panel.tsx'
import { TimelinePanel } from './timeline-panel.tsx'
import { VehiclePanel } from './vehicle-panel.tsx'
import { Verification } from './verification.tsx'

type Props = {
  readonly dossier: Dossier
  /** Asks for it again. */
  readonly reread: () => Promise<Dossier | undefined>
}

export function DossierView({ dossier, reread }: Props) {
  const { loanNumber: loan, portfolio } = dossier.loan
  const verification = useQuery({
    queryKey: ['dossiers', loan, portfolio.code, 'verified'],
    queryFn: async ({ signal }) => {
      const fetchFiles = () => fetchClosedBundle({ loan, portfolio: portfolio.code }, signal)
      // The checker is fetched while the page is already read.
      const [{ verifyDossier }, files] = await Promise.all([import('./verify-dossier.ts'), fetchFiles()])
      const first = await verifyDossier(files, dossier)
      if (first.check.ok) return first
      // It may have grown between the two answers, which is no reason to frighten anybody. In this order the page knows everything that the files do.
      const again = await fetchFiles()
      const now = await reread()
      return now ? verifyDossier(again, now) : first
    },
  })
  const verified = verification.data
  return (
    <div className="flex flex-col gap-4">
      <Verification verification={verification} />
      <DossierFigures dossier={dossier} />
      <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
        <BorrowerPanel borrower={dossier.borrower} />
        <LoanPanel loan={dossier.loan} />
        <VehiclePanel vehicle={dossier.vehicle} currency={portfolio.currency} />
      </div>
      <RepaymentPanel repayment={dossier.repayment} currency={portfolio.currency} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <ContactsPanel contacts={dossier.contacts} currency={portfolio.currency} />
        <LegalPanel legal={dossier.legal} />
      </div>
      <TimelinePanel dossier={dossier} verified={verified} />
    </div>
  )
}

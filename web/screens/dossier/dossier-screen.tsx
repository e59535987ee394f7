// The dossier of a loan: found by its number, shown whole, checked by the reader's own browser.

import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { dossierQuery } from '../../client/api.ts'
import { Failure } from '../../ui/failure.tsx'
import { Empty, Waiting } from '../../ui/notice.tsx'
import { DossierView } from './dossier-view.tsx'
import { LoanSearch } from './loan-search.tsx'

const route = getRouteApi('/dossiers')

export function DossierScreen() {
  const { loan, portfolio } = route.useSearch()
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h1 className="text-xl">
          {loan === undefined ? <Trans>Dossiers</Trans> : <Trans>Dossier of loan {loan}</Trans>}
        </h1>
        <LoanSearch />
      </div>
      {loan === undefined ? (
        <Empty title={<Trans>Which loan?</Trans>}>
          <p>
            <Trans>
              Type the beginning of its number above. The dossier shows everything that is on record of the loan.
            </Trans>
          </p>
        </Empty>
      ) : (
        <ShownDossier key={`${portfolio} ${loan}`} loan={loan} portfolio={portfolio} />
      )}
    </>
  )
}

type Which = { readonly loan: string; readonly portfolio: string | undefined }

function ShownDossier({ loan, portfolio }: Which) {
  const { data, error, isPending, refetch } = useQuery(dossierQuery({ loan, portfolio }))
  if (isPending) return <Waiting />
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  return <DossierView dossier={data} reread={async () => (await refetch()).data} />
}

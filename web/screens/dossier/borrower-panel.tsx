// Part of the borrower and everyone else on the loan. What is shown is masked; the full names and numbers are in a court bundle.

import { Trans } from '@lingui/react/macro'
import type { Dossier } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { FactLine, FactList } from '../../ui/fact-list.tsx'
import { Panel } from '../../ui/panel.tsx'

export function BorrowerPanel({ borrower }: { readonly borrower: Dossier['borrower'] }) {
  const { name } = useWords()
  return (
    <Panel title={<Trans>Borrower</Trans>} remark={<Trans>masked</Trans>}>
      <div className="flex flex-col gap-3 px-3 sm:px-4 pb-4 text-sm">
        {borrower.isErased ? (
          <p className="text-soft">
            <Trans>The personal data was erased: it cannot be read any more by anybody.</Trans>
          </p>
        ) : null}
        {borrower.isFictional ? (
          <p className="text-faint">
            <Trans>A made-up person of the demonstration.</Trans>
          </p>
        ) : null}
        {borrower.parties.map((party, at) => (
          <FactList key={at}>
            <FactLine name={name('role', party.role)}>
              <span className="font-semibold">{party.nameHint}</span>
            </FactLine>
            {party.identityNumberHint === null ? null : (
              <FactLine name={<Trans>Identity number</Trans>}>{party.identityNumberHint}</FactLine>
            )}
            {party.endpoints.map((endpoint, place) => (
              <FactLine key={place} name={name('endpoint', endpoint.kind)}>
                {endpoint.isUsable ? (endpoint.hint ?? '–') : <s className="text-faint">{endpoint.hint ?? '–'}</s>}
              </FactLine>
            ))}
          </FactList>
        ))}
        <FactList>
          <FactLine name={<Trans>Customer number</Trans>}>{borrower.customerNumber}</FactLine>
        </FactList>
      </div>
    </Panel>
  )
}

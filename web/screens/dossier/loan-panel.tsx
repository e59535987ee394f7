// Part of the loan: what was agreed.

import { Trans } from '@lingui/react/macro'
import type { Dossier } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { FactLine, FactList } from '../../ui/fact-list.tsx'
import { Panel } from '../../ui/panel.tsx'

export function LoanPanel({ loan }: { readonly loan: Dossier['loan'] }) {
  const { format, name } = useWords()
  const { portfolio } = loan
  const money = (minor: string | null) => minor && format.money(minor, portfolio.currency)
  const day = (date: string | null) => date && format.day(date)
  return (
    <Panel title={<Trans>Loan</Trans>} remark={name('value', loan.status)}>
      <FactList className="px-3 sm:px-4 pb-4 text-sm">
        <FactLine name={<Trans>Lender</Trans>}>{portfolio.lender}</FactLine>
        <FactLine name={<Trans>Portfolio</Trans>}>{portfolio.name}</FactLine>
        <FactLine name={<Trans>Product</Trans>}>{name('value', loan.product)}</FactLine>
        <FactLine name={<Trans>Principal</Trans>}>{money(loan.principalMinor)}</FactLine>
        <FactLine name={<Trans>Annual rate</Trans>}>{loan.annualRate && format.rate(loan.annualRate)}</FactLine>
        <FactLine name={<Trans>Scheduled payment</Trans>}>{money(loan.paymentMinor)}</FactLine>
        <FactLine name={<Trans>Term</Trans>}>
          {loan.termMonths === null ? null : <Trans>{format.count(loan.termMonths)} months</Trans>}
        </FactLine>
        <FactLine name={<Trans>Opened</Trans>}>{day(loan.openedOn)}</FactLine>
        <FactLine name={<Trans>First due date</Trans>}>{day(loan.firstDueOn)}</FactLine>
        <FactLine name={<Trans>Last due date</Trans>}>{day(loan.maturesOn)}</FactLine>
      </FactList>
    </Panel>
  )
}

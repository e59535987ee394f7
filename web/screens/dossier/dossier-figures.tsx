// What one looks for first in a dossier: how late, how much, what was paid.

import { Trans } from '@lingui/react/macro'
import type { Dossier } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { Figures } from '../../ui/figures.tsx'

export function DossierFigures({ dossier: { loan, repayment, contacts } }: { readonly dossier: Dossier }) {
  const { format, name } = useWords()
  const { currency } = loan.portfolio
  const due = repayment.instalments.filter(({ dueOn }) => dueOn <= repayment.asOf)
  const paid = due.filter(({ paidOn }) => paidOn !== null)
  const last = repayment.receipts.findLast(({ reverses }) => reverses === null)
  const decision = contacts.decisions.at(-1)
  return (
    <Figures
      figures={[
        {
          id: 'days',
          name: <Trans>Days past due</Trans>,
          value: format.count(repayment.daysPastDue),
          remark: <Trans>on {format.day(repayment.asOf)}</Trans>,
        },
        {
          id: 'due',
          name: <Trans>Due and unpaid</Trans>,
          value: format.moneyShort(repayment.dueMinor, currency),
          exact: format.money(repayment.dueMinor, currency),
          remark: repayment.oldestUnpaidDueOn ? (
            <Trans>since {format.day(repayment.oldestUnpaidDueOn)}</Trans>
          ) : undefined,
        },
        {
          id: 'balance',
          name: <Trans>Balance</Trans>,
          value: format.moneyShort(repayment.balanceMinor, currency),
          exact: format.money(repayment.balanceMinor, currency),
        },
        {
          id: 'instalments',
          name: <Trans>Instalments paid</Trans>,
          value: due.length === 0 ? '–' : `${format.count(paid.length)} / ${format.count(due.length)}`,
          remark: <Trans>of those due</Trans>,
        },
        {
          id: 'receipt',
          name: <Trans>Last receipt</Trans>,
          value: last ? format.moneyShort(last.amountMinor, currency) : '–',
          ...(last && { exact: format.money(last.amountMinor, currency), remark: format.day(last.valueOn) }),
        },
        {
          id: 'treatment',
          name: <Trans>Decided last</Trans>,
          value: (
            <span className="block py-1 text-base leading-snug whitespace-normal">
              {decision?.treatment ? name('treatment', decision.treatment) : '–'}
            </span>
          ),
          remark: decision ? format.day(decision.businessDate) : undefined,
        },
      ]}
    />
  )
}

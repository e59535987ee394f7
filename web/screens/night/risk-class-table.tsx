// How the loans stand in the five risk classes.

import { Trans, useLingui } from '@lingui/react/macro'
import type { NightReport } from '../../client/api.ts'
import { compareMinor } from '../../i18n/format.ts'
import { useWords } from '../../i18n/use-words.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Money } from '../../ui/money.tsx'
import { Named } from '../../ui/named.tsx'
import { inOrder, RISK_CLASS_ORDER, rankOf } from '../../ui/order.ts'
import { Panel } from '../../ui/panel.tsx'

type Props = { readonly report: NightReport }

export function RiskClassTable({ report }: Props) {
  const { t } = useLingui()
  const { format, name } = useWords()
  const { currency } = report.portfolio
  const loans = report.riskClasses.reduce((sum, row) => sum + row.loans, 0)
  return (
    <Panel title={<Trans>Risk classes</Trans>}>
      <DataTable
        caption={t`Risk classes`}
        rows={inOrder(report.riskClasses, RISK_CLASS_ORDER, row => row.riskClass)}
        keyOf={row => row.riskClass}
        columns={[
          {
            id: 'class',
            name: <Trans>Class</Trans>,
            renderCell: row => <Named code={row.riskClass} name={name('riskClass', row.riskClass)} />,
            compare: (a, b) => rankOf(a.riskClass, RISK_CLASS_ORDER) - rankOf(b.riskClass, RISK_CLASS_ORDER),
          },
          {
            id: 'loans',
            name: <Trans>Loans</Trans>,
            isNumber: true,
            renderCell: row => format.count(row.loans),
            compare: (a, b) => a.loans - b.loans,
          },
          {
            id: 'share',
            name: <Trans>Share</Trans>,
            isNumber: true,
            renderCell: row => format.percent(row.loans, loans),
          },
          {
            id: 'balance',
            name: <Trans>Balance</Trans>,
            isNumber: true,
            renderCell: row => <Money minor={row.balanceMinor} currency={currency} />,
            compare: (a, b) => compareMinor(a.balanceMinor, b.balanceMinor),
          },
        ]}
      />
    </Panel>
  )
}

// Stages: a picture of the loans to be worked, and the figures of all.

import { Trans, useLingui } from '@lingui/react/macro'
import type { NightReport } from '../../client/api.ts'
import { compareMinor, sumMinor } from '../../i18n/format.ts'
import { useWords } from '../../i18n/use-words.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Money } from '../../ui/money.tsx'
import { rankOf, STAGE_ORDER } from '../../ui/order.ts'
import { Panel } from '../../ui/panel.tsx'
import { StageMark } from '../../ui/stage-mark.tsx'
import { StageChart } from './stage-chart.tsx'

type Row = NightReport['stages'][number]

export function StagePanel({ report }: { readonly report: NightReport }) {
  const { t } = useLingui()
  const { format } = useWords()
  const { currency } = report.portfolio
  const arrears = sumMinor(report.stages.map(row => row.arrearsMinor))
  const loans = report.stages.reduce((sum, row) => sum + row.loans, 0)
  const columns: Column<Row>[] = [
    {
      id: 'stage',
      name: <Trans>Stage</Trans>,
      renderCell: row => <StageMark stage={row.stage} />,
      compare: (a, b) => rankOf(a.stage, STAGE_ORDER) - rankOf(b.stage, STAGE_ORDER),
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
      // A telephone has no room for it; the picture says as much.
      className: 'max-sm:hidden',
      renderCell: row => format.percent(row.loans, loans),
    },
    {
      id: 'past-due',
      name: <Trans>Past due</Trans>,
      isNumber: true,
      renderCell: row => format.count(row.pastDue.loans),
      compare: (a, b) => a.pastDue.loans - b.pastDue.loans,
    },
    {
      id: 'arrears',
      name: <Trans>Due and unpaid</Trans>,
      isNumber: true,
      renderCell: row => <Money minor={row.arrearsMinor} currency={currency} />,
      compare: (a, b) => compareMinor(a.arrearsMinor, b.arrearsMinor),
    },
  ]
  return (
    <Panel title={<Trans>Stages</Trans>} remark={<Trans>the picture shows the loans to be worked</Trans>}>
      <div className="grid items-stretch xl:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)]">
        <StageChart report={report} />
        <DataTable
          caption={t`Stages`}
          columns={columns}
          rows={report.stages}
          keyOf={row => row.stage}
          foot={[
            [
              <Trans key="all">All</Trans>,
              format.count(loans),
              format.percent(loans, loans),
              format.count(report.pastDue.loans),
              format.money(arrears, currency),
            ],
            // What is due today or charged off is unpaid too, but not in the headline: this row leads from one to the other.
            [
              <span key="past-due" title={t`Neither paid off nor charged off, and at least one day past due`}>
                <Trans>of these open and past due</Trans>
              </span>,
              format.count(report.pastDue.loans),
              // The headline's rate is of open loans: a second one, of all loans, would contradict it.
              null,
              format.count(report.pastDue.loans),
              <Money key="arrears" minor={report.pastDue.arrearsMinor} currency={currency} />,
            ],
          ]}
        />
      </div>
    </Panel>
  )
}

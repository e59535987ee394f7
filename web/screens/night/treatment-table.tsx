// What is to be done, by stage and treatment.

import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { NightReport } from '../../client/api.ts'
import { compareMinor } from '../../i18n/format.ts'
import { useWords } from '../../i18n/use-words.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Money } from '../../ui/money.tsx'
import { Named } from '../../ui/named.tsx'
import { inOrder, rankOf, STAGE_ORDER } from '../../ui/order.ts'
import { Panel } from '../../ui/panel.tsx'
import { StageMark } from '../../ui/stage-mark.tsx'
import { useQueueNames } from './queue-names.ts'

type Row = NightReport['treatments'][number]

export function TreatmentTable({ report }: { readonly report: NightReport }) {
  const { t } = useLingui()
  const { format, name, locale } = useWords()
  const queueName = useQueueNames()
  const { currency, code: portfolio } = report.portfolio
  // Within a stage, what is done most comes first.
  const rows = inOrder(
    report.treatments.toSorted((a, b) => b.loans - a.loans),
    STAGE_ORDER,
    row => row.stage,
  )
  const byName = (a: string, b: string) => a.localeCompare(b, locale)
  const queueLink = (queue: string) => (
    <Link to="/queues" search={{ queue, portfolio }} className="text-accent underline-offset-2 hover:underline">
      <Named code={queue} name={queueName(queue)} />
    </Link>
  )
  const columns: Column<Row>[] = [
    {
      id: 'stage',
      name: <Trans>Stage</Trans>,
      // A telephone has no room for a column of stages and one of queues: there both stand under the treatment.
      className: 'max-sm:hidden',
      renderCell: row => <StageMark stage={row.stage} />,
      compare: (a, b) => rankOf(a.stage, STAGE_ORDER) - rankOf(b.stage, STAGE_ORDER),
      groupOf: row => row.stage,
    },
    {
      id: 'treatment',
      name: <Trans>Treatment</Trans>,
      className: 'max-sm:pl-3',
      renderCell: row => (
        <>
          <Named code={row.treatment} name={name('treatment', row.treatment)} />
          <span className="flex flex-wrap gap-x-3 text-xs text-soft sm:hidden">
            <StageMark stage={row.stage} />
            {row.queue === null ? null : queueLink(row.queue)}
          </span>
        </>
      ),
      compare: (a, b) => byName(name('treatment', a.treatment), name('treatment', b.treatment)),
    },
    {
      id: 'queue',
      name: <Trans>Queue</Trans>,
      className: 'max-sm:hidden',
      renderCell: row => (row.queue === null ? <span className="text-faint">–</span> : queueLink(row.queue)),
      compare: (a, b) => byName(a.queue ?? '', b.queue ?? ''),
    },
    {
      id: 'loans',
      name: <Trans>Loans</Trans>,
      isNumber: true,
      renderCell: row => format.count(row.loans),
      compare: (a, b) => a.loans - b.loans,
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
    <Panel title={<Trans>Treatments</Trans>} remark={<Trans>what the decision tables say to do</Trans>}>
      {report.treatments.length === 0 ? (
        <p className="px-4 pb-4 text-soft">
          <Trans>The tables asked for no treatment that night.</Trans>
        </p>
      ) : (
        <DataTable
          caption={t`Treatments`}
          columns={columns}
          rows={rows}
          keyOf={row => `${row.stage} ${row.treatment} ${row.queue ?? ''}`}
        />
      )}
    </Panel>
  )
}

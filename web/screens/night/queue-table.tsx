// What the night handed out, by queue; each leads to its tasks.

import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { NightReport } from '../../client/api.ts'
import { compareMinor } from '../../i18n/format.ts'
import { useWords } from '../../i18n/use-words.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Money } from '../../ui/money.tsx'
import { Named } from '../../ui/named.tsx'
import { inOrder, QUEUE_ORDER } from '../../ui/order.ts'
import { Panel } from '../../ui/panel.tsx'
import { useQueueNames } from './queue-names.ts'

type Props = { readonly report: NightReport }

export function QueueTable({ report }: Props) {
  const { t } = useLingui()
  const { format, locale } = useWords()
  const queueName = useQueueNames()
  const { currency } = report.portfolio
  return (
    <Panel title={<Trans>Open tasks by queue</Trans>}>
      {report.queues.length === 0 ? (
        <p className="px-4 pb-4 text-soft">
          <Trans>No task was open when the night ended.</Trans>
        </p>
      ) : (
        <DataTable
          caption={t`Open tasks by queue`}
          rows={inOrder(report.queues, QUEUE_ORDER, row => row.queue)}
          keyOf={row => row.queue}
          columns={[
            {
              id: 'queue',
              name: <Trans>Queue</Trans>,
              renderCell: row => (
                <Link
                  to="/queues"
                  search={{ queue: row.queue, portfolio: report.portfolio.code }}
                  className="text-accent underline-offset-2 hover:underline"
                >
                  <Named code={row.queue} name={queueName(row.queue)} />
                </Link>
              ),
              compare: (a, b) => queueName(a.queue).localeCompare(queueName(b.queue), locale),
            },
            {
              id: 'tasks',
              name: <Trans>Tasks</Trans>,
              isNumber: true,
              renderCell: row => format.count(row.tasks),
              compare: (a, b) => a.tasks - b.tasks,
            },
            {
              id: 'arrears',
              name: <Trans>Due and unpaid</Trans>,
              isNumber: true,
              renderCell: row => <Money minor={row.arrearsMinor} currency={currency} />,
              compare: (a, b) => compareMinor(a.arrearsMinor, b.arrearsMinor),
            },
          ]}
        />
      )}
    </Panel>
  )
}

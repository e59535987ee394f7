// The report's smaller tables: risk classes, work handed out, and the steps of the night with their counts and time.

import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import type { NightReport } from '../../client/api.ts'
import { compareMinor } from '../../i18n/format.ts'
import { useWords } from '../../i18n/use-words.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Money } from '../../ui/money.tsx'
import { Named } from '../../ui/named.tsx'
import { Panel } from '../../ui/panel.tsx'
import { inOrder, QUEUE_ORDER, RISK_CLASS_ORDER, rankOf } from './order.ts'
import { useQueueNames } from './treatment-table.tsx'

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

export function StepTable({ report }: Props) {
  const { t } = useLingui()
  const { format, name } = useWords()
  const longest = Math.max(...report.steps.map(step => step.seconds), 0.001)
  return (
    <Panel title={<Trans>Steps of the night</Trans>} remark={<Trans>eligible = done + held + failed</Trans>}>
      <DataTable
        caption={t`Steps of the night`}
        rows={report.steps}
        keyOf={row => row.step}
        columns={[
          { id: 'step', name: <Trans>Step</Trans>, renderCell: row => name('step', row.step) },
          {
            id: 'eligible',
            name: <Trans>Eligible</Trans>,
            isNumber: true,
            // The sum of the next three: left out where two tables share a middling screen, and on a telephone.
            className: 'max-sm:hidden lg:max-xl:hidden',
            compare: (a, b) => a.eligible - b.eligible,
            renderCell: row => format.count(row.eligible),
          },
          {
            id: 'done',
            name: <Trans>Done</Trans>,
            isNumber: true,
            compare: (a, b) => a.done - b.done,
            renderCell: row => format.count(row.done),
          },
          {
            id: 'held',
            name: <Trans>Held</Trans>,
            isNumber: true,
            compare: (a, b) => a.held - b.held,
            renderCell: row => <Bad count={row.held} />,
          },
          {
            id: 'failed',
            name: <Trans>Failed</Trans>,
            isNumber: true,
            compare: (a, b) => a.failed - b.failed,
            renderCell: row => <Bad count={row.failed} />,
          },
          {
            id: 'seconds',
            name: <Trans>Seconds</Trans>,
            isNumber: true,
            compare: (a, b) => a.seconds - b.seconds,
            renderCell: row => (
              <span className="inline-flex items-center justify-end gap-3">
                <span aria-hidden="true" className="h-1.5 w-16 rounded-full bg-sunk max-xl:hidden">
                  <span
                    className="share-width block h-full rounded-full bg-accent"
                    style={{ '--share': row.seconds / longest } as CSSProperties}
                  />
                </span>
                <span className="min-w-12">{format.seconds(row.seconds)}</span>
              </span>
            ),
          },
        ]}
      />
    </Panel>
  )
}

/** A count that should be nought: quiet when it is, marked when it is not. */
function Bad({ count }: { readonly count: number }) {
  const { format } = useWords()
  return <span className={count === 0 ? 'text-faint' : 'font-semibold text-danger'}>{format.count(count)}</span>
}

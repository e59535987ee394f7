// One portfolio's report: headline figures, stages, work handed out, risk classes, the night's own steps, treatments.

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import type { NightReport, NightResult } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { Figures } from '../../ui/figures.tsx'
import { CommandLine, Empty } from '../../ui/notice.tsx'
import { inOrder, STAGE_ORDER } from '../../ui/order.ts'
import { QueueTable } from './queue-table.tsx'
import { RiskClassTable } from './risk-class-table.tsx'
import { StagePanel } from './stage-panel.tsx'
import { StepTable } from './step-table.tsx'
import { TreatmentTable } from './treatment-table.tsx'

export function ReportView({ run }: { readonly run: NightResult }) {
  const report = useMemo(
    () => run.report && { ...run.report, stages: inOrder(run.report.stages, STAGE_ORDER, row => row.stage) },
    [run.report],
  )
  if (report === null) return <NoReport run={run} />
  return (
    <div className="space-y-4">
      {run.heldSlices.length > 0 ? <Held run={run} /> : null}
      <Headline report={report} />
      <StagePanel report={report} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <QueueTable report={report} />
        <div className="min-w-0 space-y-4">
          <RiskClassTable report={report} />
          <StepTable report={report} />
        </div>
      </div>
      <TreatmentTable report={report} />
    </div>
  )
}

function Headline({ report }: { readonly report: NightReport }) {
  const { t } = useLingui()
  const { format } = useWords()
  const { currency } = report.portfolio
  const { open, pastDue } = report
  const pastDueLoans = pastDue.loans
  const pastDueCount = format.count(pastDueLoans)
  const balanceShare = format.percentMinor(pastDue.balanceMinor, open.balanceMinor)
  const worked = format.count(report.inScope.loans)
  const again = format.count(report.redecided)
  const speed = format.count(Math.round(report.loansPerSecond))
  const seconds = format.seconds(report.seconds)
  return (
    <Figures
      figures={[
        {
          id: 'loans',
          name: <Trans>Loans decided</Trans>,
          value: format.count(report.loans),
          remark:
            report.redecided === 0 ? (
              <Trans>{worked} to be worked</Trans>
            ) : (
              <Trans>
                {worked} to be worked; {again} decided again
              </Trans>
            ),
        },
        {
          id: 'past-due',
          name: <Trans>Past-due rate</Trans>,
          value: format.percent(pastDueLoans, open.loans),
          remark: <Plural value={pastDueLoans} one={`${pastDueCount} loan`} other={`${pastDueCount} loans`} />,
        },
        {
          id: 'arrears',
          name: <Trans>Past-due amount</Trans>,
          value: format.moneyShort(pastDue.arrearsMinor, currency),
          exact: format.money(pastDue.arrearsMinor, currency),
          remark: <Trans>of open loans past due</Trans>,
        },
        {
          id: 'balance',
          name: <Trans>Balance past due</Trans>,
          value: format.moneyShort(pastDue.balanceMinor, currency),
          exact: format.money(pastDue.balanceMinor, currency),
          remark: <Trans>{balanceShare} of the open balance</Trans>,
        },
        {
          id: 'tasks',
          name: <Trans>Open tasks</Trans>,
          value: format.count(report.tasks),
          remark: <Trans>one a customer</Trans>,
        },
        {
          id: 'time',
          name: <Trans>Time</Trans>,
          value: t`${seconds} s`,
          remark: <Trans>{speed} loans/s</Trans>,
        },
      ]}
    />
  )
}

function NoReport({ run }: { readonly run: NightResult }) {
  if (run.state === 'held') return <Held run={run} />
  if (run.isReportUnreadable) {
    return (
      <Empty title={<Trans>This report was stored by another version of Curebook.</Trans>}>
        <p>
          <Trans>The decisions are kept; this page cannot show their summary.</Trans>
        </p>
      </Empty>
    )
  }
  return (
    <Empty title={<Trans>This night has not finished.</Trans>}>
      <p>
        <Trans>
          If it is running, its bar is above and the report appears by itself. If it was interrupted, run it again: what
          is done stays done.
        </Trans>
      </p>
      <p>
        <CommandLine>{`./bin/curebook night run --date ${run.businessDate}`}</CommandLine>
      </p>
    </Empty>
  )
}

function Held({ run }: { readonly run: NightResult }) {
  const { name } = useWords()
  const steps = [...new Set(run.heldSlices.map(slice => name('step', slice.step)))].join(', ')
  return (
    <div role="alert" className="rounded-lg border border-warn bg-warn-soft px-4 py-3">
      <p className="font-semibold text-warn">
        <Plural
          value={run.heldSlices.length}
          one="# part of the night is held."
          other="# parts of the night are held."
        />
      </p>
      <p className="mt-1 text-soft">
        <Trans>
          The rest is decided. The reason is shown by the first command; the second does again only what is held.{' '}
          {steps}
        </Trans>
      </p>
      <p className="mt-2 flex flex-wrap gap-2">
        <CommandLine>./bin/curebook night status</CommandLine>
        <CommandLine>{`./bin/curebook night run --date ${run.businessDate}`}</CommandLine>
      </p>
    </div>
  )
}

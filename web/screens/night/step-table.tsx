// The steps of the night with their counts and time.

import { Trans, useLingui } from '@lingui/react/macro'
import type { CSSProperties } from 'react'
import type { NightReport } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/panel.tsx'

type Props = { readonly report: NightReport }

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

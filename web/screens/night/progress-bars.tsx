// One bar a running night: how much is done, and what each step has counted so far.

import { Trans } from '@lingui/react/macro'
import type { CSSProperties } from 'react'
import { Label, ProgressBar } from 'react-aria-components'
import type { NightProgress } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'

export function NightProgressBars({ runs }: { readonly runs: NightProgress['runs'] }) {
  const { format, name } = useWords()
  return (
    <div className="mb-4 space-y-2">
      {runs.map(run => {
        const day = format.day(run.businessDate)
        return (
          <ProgressBar
            key={run.runId}
            value={run.share * 100}
            className="block rounded-lg border border-line bg-surface px-4 py-3 shadow-sm"
          >
            <div className="flex items-baseline justify-between gap-x-4">
              <Label className="min-w-0">
                <Trans>
                  The night of {run.portfolio.name} for {day} is running
                </Trans>
              </Label>
              <span className="shrink-0 font-semibold tabular-nums">{format.percent(run.share, 1)}</span>
            </div>
            <div className="mt-2 h-1.5 overflow-hidden rounded-full bg-sunk">
              <div
                className="share-width h-full rounded-full bg-accent transition-[width] duration-700"
                style={{ '--share': run.share } as CSSProperties}
              />
            </div>
            {run.steps.length === 0 ? null : (
              <p className="mt-1.5 text-xs text-faint tabular-nums">
                {run.steps.map(step => `${name('step', step.step)} ${format.count(step.done)}`).join(' · ')}
              </p>
            )}
          </ProgressBar>
        )
      })}
    </div>
  )
}

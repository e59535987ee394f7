// The night report: what last night decided, one portfolio at a time, with the progress of a night that runs now.

import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { type Night, nightQuery, nightsQuery } from '../../client/api.ts'
import { useNightProgress } from '../../client/progress.ts'
import { useWords } from '../../i18n/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { CommandLine, Empty, Failure, Waiting } from '../../ui/notice.tsx'
import { NightProgressBars } from './progress-bars.tsx'
import { ReportView } from './report-view.tsx'

const route = getRouteApi('/')

export function NightScreen() {
  const { date, portfolio } = route.useSearch()
  const navigate = route.useNavigate()
  const night = useQuery(nightQuery(date))
  const progress = useNightProgress()
  const running = progress?.runs.filter(run => run.state === 'running' && !run.isInterrupted) ?? []
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h1 className="text-xl">
          <Trans>Night report</Trans>
        </h1>
        <DateChoice
          shown={night.data?.businessDate ?? date}
          onChange={next => void navigate({ search: { date: next, portfolio } })}
        />
      </div>
      {running.length > 0 ? <NightProgressBars runs={running} /> : null}
      {night.isPending ? <Waiting /> : null}
      {night.isError ? <Failure error={night.error} onRetry={() => void night.refetch()} /> : null}
      {night.data?.runs.length === 0 ? <NoNight /> : null}
      {night.data && night.data.runs.length > 0 ? (
        <Portfolios
          night={night.data}
          chosen={portfolio}
          onChoose={code => void navigate({ search: { date, portfolio: code }, replace: true })}
        />
      ) : null}
    </>
  )
}

type DateChoiceProps = { readonly shown: string | undefined; readonly onChange: (date: string) => void }

function DateChoice({ shown, onChange }: DateChoiceProps) {
  const { t } = useLingui()
  const { format } = useWords()
  const nights = useQuery(nightsQuery)
  const dates = [...new Set(nights.data?.nights.map(run => run.businessDate))]
  if (shown === undefined) return null
  if (!dates.includes(shown)) dates.unshift(shown)
  return (
    <Choice
      label={t`Business date`}
      isLabelShown
      value={shown}
      options={dates.map(date => ({ id: date, name: format.day(date) }))}
      onChange={onChange}
    />
  )
}

type PortfoliosProps = {
  readonly night: Night
  readonly chosen: string | undefined
  readonly onChoose: (code: string) => void
}

function Portfolios({ night, chosen, onChoose }: PortfoliosProps) {
  const { t } = useLingui()
  const codes = night.runs.map(run => run.portfolio.code)
  const selected = chosen !== undefined && codes.includes(chosen) ? chosen : (codes[0] ?? '')
  const tabs = useRef<HTMLDivElement>(null)
  // On a telephone a link may choose a tab that lies outside the strip.
  useEffect(() => {
    // The tabs themselves appear one pass after the strip.
    const frame = requestAnimationFrame(() => {
      const tab = tabs.current?.querySelector(`[data-code="${CSS.escape(selected)}"]`)
      tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
    return () => cancelAnimationFrame(frame)
  }, [selected])
  return (
    <Tabs selectedKey={selected} onSelectionChange={key => onChoose(String(key))} className="flex grow flex-col">
      <TabList
        ref={tabs}
        aria-label={t`Portfolios`}
        className="mb-4 flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none]"
      >
        {night.runs.map(({ portfolio }) => (
          <Tab
            key={portfolio.code}
            id={portfolio.code}
            data-code={portfolio.code}
            className="-mb-px shrink-0 scroll-mx-6 cursor-default border-b-2 border-transparent px-3 py-2 text-soft -outline-offset-2 data-hovered:text-ink data-selected:border-accent data-selected:font-semibold data-selected:text-ink"
          >
            {portfolio.name}
            <span className="ml-2 text-xs font-normal text-faint">
              {portfolio.jurisdiction} · {portfolio.currency}
            </span>
          </Tab>
        ))}
      </TabList>
      {night.runs.map(run => (
        <TabPanel key={run.portfolio.code} id={run.portfolio.code} className="-outline-offset-1">
          <ReportView run={run} />
        </TabPanel>
      ))}
    </Tabs>
  )
}

function NoNight() {
  return (
    <Empty title={<Trans>No night has been run yet.</Trans>}>
      <p>
        <Trans>
          A night decides every loan of the book for one business date. Load a book first, then run the night for the
          day you want:
        </Trans>
      </p>
      <p>
        <CommandLine>bin/curebook night run --date 2026-03-31</CommandLine>
      </p>
    </Empty>
  )
}

// The night report: what last night decided, one portfolio at a time, with the progress of a night that runs now.

import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ApiRefused, type Night, nightQuery, nightsQuery, type Portfolio } from '../../client/api.ts'
import { useNightProgress } from '../../client/progress.ts'
import { useWords } from '../../i18n/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { Failure } from '../../ui/failure.tsx'
import { CommandLine, Empty, Remark, Waiting } from '../../ui/notice.tsx'
import { datesOf, latestDateOf, portfoliosOf } from './choose-night.ts'
import { PortfolioTabs } from './portfolio-tabs.tsx'
import { NightProgressBars } from './progress-bars.tsx'
import { ReportView } from './report-view.tsx'

const route = getRouteApi('/')

export function NightScreen() {
  const { date, portfolio } = route.useSearch()
  const navigate = route.useNavigate()
  const nights = useQuery(nightsQuery)
  const known = nights.data?.nights ?? []
  const night = useQuery({
    ...nightQuery(date ?? (portfolio === undefined ? undefined : latestDateOf(known, portfolio))),
    enabled: date !== undefined || portfolio === undefined || !nights.isPending,
  })
  const progress = useNightProgress()
  const running = progress?.runs.filter(run => run.state === 'running' && !run.isInterrupted) ?? []
  const runs = night.data?.runs ?? []
  const portfolios = portfoliosOf([...known, ...runs])
  const found = portfolios.find(({ code }) => code === portfolio)
  const selected = found ?? runs[0]?.portfolio ?? portfolios[0]
  const isNoNight = night.error instanceof ApiRefused && night.error.code === 'api.night_unknown'
  const shownDate = night.data?.businessDate ?? date
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h1 className="text-xl">
          <Trans>Night report</Trans>
        </h1>
        {shownDate === undefined ? null : (
          <DateChoice
            shown={shownDate}
            dates={datesOf(known, selected?.code)}
            onChange={next => void navigate({ search: { date: next, portfolio: selected?.code } })}
          />
        )}
      </div>
      {running.length > 0 ? <NightProgressBars runs={running} /> : null}
      {night.isError && !isNoNight ? <Failure error={night.error} onRetry={() => void night.refetch()} /> : null}
      {isNoNight ? <OtherNight portfolio={portfolio} /> : null}
      {night.data && portfolio !== undefined && selected !== undefined && found === undefined ? (
        <Remark>
          <Trans>
            There is no night of a portfolio {portfolio}. Shown is {selected.name}.
          </Trans>
        </Remark>
      ) : null}
      {night.data && selected === undefined ? <NoNight /> : null}
      {night.isError || selected === undefined ? null : (
        <PortfolioTabs
          portfolios={portfolios}
          selected={selected.code}
          onChoose={code => {
            const isThere = date !== undefined && datesOf(known, code).includes(date)
            void navigate({ search: { date: isThere ? date : undefined, portfolio: code }, replace: true })
          }}
        >
          <ShownReport night={night.data} portfolio={selected} />
        </PortfolioTabs>
      )}
      {night.isPending && selected === undefined ? <Waiting /> : null}
    </>
  )
}

type ShownReportProps = { readonly night: Night | undefined; readonly portfolio: Portfolio }

function ShownReport({ night, portfolio }: ShownReportProps) {
  const { format } = useWords()
  if (night === undefined) return <Waiting />
  const run = night.runs.find(row => row.portfolio.code === portfolio.code)
  if (run) return <ReportView run={run} />
  const day = night.businessDate === null ? '' : format.day(night.businessDate)
  return (
    <Empty
      title={
        <Trans>
          {portfolio.name} had no night for {day}.
        </Trans>
      }
    >
      <p>
        <Link to="/" search={{ portfolio: portfolio.code }} className="text-accent underline">
          <Trans>Show its latest night</Trans>
        </Link>
      </p>
    </Empty>
  )
}

type DateChoiceProps = {
  readonly shown: string
  readonly dates: readonly string[]
  readonly onChange: (date: string) => void
}

function DateChoice({ shown, dates, onChange }: DateChoiceProps) {
  const { t } = useLingui()
  const { format } = useWords()
  const options = dates.includes(shown) ? dates : [shown, ...dates]
  return (
    <Choice
      label={t`Business date`}
      isLabelShown
      value={shown}
      options={options.map(date => ({ id: date, name: format.day(date) }))}
      onChange={onChange}
    />
  )
}

/** For an address whose date has no night. */
function OtherNight({ portfolio }: { readonly portfolio: string | undefined }) {
  return (
    <Empty title={<Trans>There is no night for this date.</Trans>}>
      <p>
        <Link to="/" search={{ portfolio }} className="text-accent underline">
          <Trans>Show the latest night</Trans>
        </Link>
      </p>
    </Empty>
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
        <CommandLine>./bin/curebook night run --date 2026-03-31</CommandLine>
      </p>
    </Empty>
  )
}

// The work queues: which there are, what waits in each, and why each task is there.

import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { portfoliosQuery, queuesQuery } from '../../client/api.ts'
import { Choice } from '../../ui/choice.tsx'
import { Failure } from '../../ui/failure.tsx'
import { CommandLine, Empty, Remark, Waiting } from '../../ui/notice.tsx'
import { inOrder, QUEUE_ORDER } from '../../ui/order.ts'
import { NothingWaits } from './nothing-waits.tsx'
import { QueueList } from './queue-list.tsx'
import { TaskBoard } from './task-board.tsx'

const route = getRouteApi('/queues')

export function QueuesScreen() {
  const { queue, portfolio, task } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, isPending, refetch } = useQuery(queuesQuery(portfolio))
  const queues = inOrder(data?.queues ?? [], QUEUE_ORDER, row => row.queue)
  const waiting = queues.filter(row => row.tasks > 0)
  const shown = waiting.find(row => row.queue === queue) ?? (queue === undefined ? waiting[0] : undefined)
  const isKnown = queue === undefined || queues.some(row => row.queue === queue)
  const known = useQuery(portfoliosQuery).data?.portfolios
  const isStrangePortfolio = portfolio !== undefined && known?.every(row => row.code !== portfolio) === true
  // A list that is looked at again must not be made anew because the task in the address is another.
  const onTask = useCallback(
    (next: string | undefined) =>
      void navigate({ search: before => ({ ...before, task: next }), replace: true, resetScroll: false }),
    [navigate],
  )
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h1 className="text-xl">
          <Trans>Work queues</Trans>
        </h1>
        <PortfolioChoice
          shown={portfolio}
          onChange={code => void navigate({ search: { queue, portfolio: code }, replace: true })}
        />
      </div>
      {isPending ? <Waiting /> : null}
      {error ? <Failure error={error} onRetry={() => void refetch()} /> : null}
      {isStrangePortfolio ? (
        <Remark>
          <Trans>There is no portfolio {portfolio}.</Trans>{' '}
          <Link to="/queues" search={{ queue }} className="text-accent underline">
            <Trans>Show all portfolios</Trans>
          </Link>
        </Remark>
      ) : null}
      {data && !isKnown ? (
        <Remark>
          <Trans>There is no queue {queue}.</Trans>{' '}
          <Link to="/queues" search={{ portfolio }} className="text-accent underline">
            <Trans>Show the first queue that has tasks</Trans>
          </Link>
        </Remark>
      ) : null}
      {data && waiting.length === 0 && !isStrangePortfolio ? <NoTask /> : null}
      {waiting.length > 0 ? (
        <div className="flex min-h-0 grow flex-col gap-4 xl:flex-row">
          <QueueList
            queues={queues}
            shown={shown?.queue ?? queue ?? ''}
            onShow={next => void navigate({ search: { queue: next, portfolio } })}
          />
          {shown ? (
            <TaskBoard
              key={`${portfolio} ${shown.queue}`}
              queue={shown}
              portfolio={portfolio}
              task={task}
              onTask={onTask}
            />
          ) : null}
          {shown === undefined && isKnown ? <NothingWaits /> : null}
        </div>
      ) : null}
    </>
  )
}

type PortfolioChoiceProps = {
  readonly shown: string | undefined
  readonly onChange: (code: string | undefined) => void
}

// No portfolio has an empty code.
const ALL = ''

/** Amounts of several currencies do not compare: who works one portfolio sees its tasks alone. */
function PortfolioChoice({ shown, onChange }: PortfolioChoiceProps) {
  const { t } = useLingui()
  const { data } = useQuery(portfoliosQuery)
  const known = data?.portfolios ?? []
  const isStrange = shown !== undefined && known.every(row => row.code !== shown)
  if (known.length < 2 && !isStrange) return null
  return (
    <Choice
      label={t`Portfolio`}
      isLabelShown
      value={shown ?? ALL}
      options={[
        { id: ALL, name: t`All portfolios` },
        ...known.map(row => ({ id: row.code, name: row.name, remark: row.currency })),
        // One that an address made up is said to be so above; the choice shows what was asked for.
        ...(isStrange ? [{ id: shown, name: shown }] : []),
      ]}
      onChange={code => onChange(code === ALL ? undefined : code)}
    />
  )
}

function NoTask() {
  return (
    <Empty title={<Trans>No work is waiting.</Trans>}>
      <p>
        <Trans>Tasks are handed out by the night:</Trans>
      </p>
      <p>
        <CommandLine>./bin/curebook night run --date 2026-03-31</CommandLine>
      </p>
    </Empty>
  )
}

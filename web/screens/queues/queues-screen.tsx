// The work queues: which there are, what waits in each, and why each task is there.

import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { queuesQuery } from '../../client/api.ts'
import { CommandLine, Empty, Failure, Waiting } from '../../ui/notice.tsx'
import { inOrder, QUEUE_ORDER } from '../night/order.ts'
import { QueueList } from './queue-list.tsx'
import { TaskBoard } from './task-board.tsx'

const route = getRouteApi('/queues')

export function QueuesScreen() {
  const { queue } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, isPending, refetch } = useQuery(queuesQuery)
  const queues = inOrder(data?.queues ?? [], QUEUE_ORDER, row => row.queue)
  const waiting = queues.filter(row => row.tasks > 0)
  const shown = waiting.find(row => row.queue === queue) ?? (queue === undefined ? waiting[0] : undefined)
  const isEmptyQueue = queue !== undefined && shown === undefined && data !== undefined
  return (
    <>
      <h1 className="mb-4 text-xl">
        <Trans>Work queues</Trans>
      </h1>
      {isPending ? <Waiting /> : null}
      {error ? <Failure error={error} onRetry={() => void refetch()} /> : null}
      {data && waiting.length === 0 ? <NoTask /> : null}
      {waiting.length > 0 ? (
        <div className="flex min-h-0 grow flex-col gap-4 lg:flex-row">
          <QueueList
            queues={queues}
            shown={shown?.queue ?? queue ?? ''}
            onShow={next => void navigate({ search: { queue: next } })}
          />
          {shown ? <TaskBoard key={shown.queue} queue={shown} /> : null}
          {isEmptyQueue ? (
            <div className="grow">
              <Empty title={<Trans>Nothing waits in this queue.</Trans>} />
            </div>
          ) : null}
        </div>
      ) : null}
    </>
  )
}

function NoTask() {
  return (
    <Empty title={<Trans>No work is waiting.</Trans>}>
      <p>
        <Trans>Tasks are handed out by the night:</Trans>
      </p>
      <p>
        <CommandLine>bin/curebook night run --date 2026-03-31</CommandLine>
      </p>
    </Empty>
  )
}

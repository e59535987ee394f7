// The tasks of one queue and the one that is looked at. The list is one tab stop: arrows walk it, and the task under them is explained
// beside it, or below on a small screen.

import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { type Queue, type Task, tasksQuery } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { useMedia, WIDE } from '../../ui/media.ts'
import { Failure, Waiting } from '../../ui/notice.tsx'
import { TaskDetail, TaskSheet } from './task-detail.tsx'
import { TaskRows } from './task-rows.tsx'
import { TaskTable } from './task-table.tsx'

export type TaskRow = Task & { readonly id: string }

type TaskBoardProps = { readonly queue: Queue; readonly portfolio: string | undefined }

export function TaskBoard({ queue, portfolio }: TaskBoardProps) {
  const { t } = useLingui()
  const { format, pick } = useWords()
  const isWide = useMedia(WIDE)
  const pages = useInfiniteQuery(tasksQuery(queue.queue, portfolio))
  const [chosen, setChosen] = useState<string | null>(null)
  // The list keeps what it has built for a row by the row's identity: rows made anew would be built anew at every key press.
  const tasks = useMemo(() => pages.data?.pages.flatMap(page => page.tasks.map(withId)) ?? [], [pages.data])
  const shown = tasks.find(task => task.id === chosen) ?? null
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  if (pages.isPending) return <Waiting />
  if (pages.isError) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />
  const loaded = format.count(tasks.length)
  const all = format.count(queue.tasks)
  const list = {
    label: t`Tasks in ${pick(queue)}`,
    tasks,
    onChoose: setChosen,
    isLoading: isFetchingNextPage,
    onLoadMore: loadMore,
  }
  return (
    <>
      <section className="flex min-h-96 min-w-0 grow flex-col">
        <p className="mb-2 text-sm text-soft tabular-nums">
          <Trans>
            {loaded} of {all} loaded, next best case first
          </Trans>
        </p>
        <div className="relative min-h-0 grow overflow-hidden rounded-lg border border-line bg-surface shadow-sm">
          {isWide ? <TaskTable {...list} /> : <TaskRows {...list} chosen={shown?.id ?? null} />}
        </div>
      </section>
      {isWide ? <TaskDetail task={shown} /> : <TaskSheet task={shown} onClose={() => setChosen(null)} />}
    </>
  )
}

function withId(task: Task): TaskRow {
  return { ...task, id: `${task.customerId} ${task.portfolio.code} ${task.businessDate}` }
}

// The tasks of one queue and the one that is looked at. The list is one tab stop: arrows walk it, and the task under them is explained
// beside it, or below on a small screen.

import { Plural, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { type Queue, type Task, tasksQuery } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { Failure } from '../../ui/failure.tsx'
import { useMedia, WIDE } from '../../ui/media.ts'
import { Waiting } from '../../ui/notice.tsx'
import { NothingWaits } from './nothing-waits.tsx'
import { TaskDetail, TaskSheet } from './task-detail.tsx'
import { TaskRows } from './task-rows.tsx'
import { TaskTable } from './task-table.tsx'

export type TaskRow = Task & { readonly id: string }

type TaskBoardProps = {
  readonly queue: Queue
  readonly portfolio: string | undefined
  /** The chosen task as the address names it. */
  readonly task: string | undefined
  readonly onTask: (id: string | undefined) => void
}

// So far the list is read by itself for a task that the address names; further down the reader scrolls.
const SEEK_TASKS = 2_000

export function TaskBoard({ queue, portfolio, task, onTask }: TaskBoardProps) {
  const { t } = useLingui()
  const { pick } = useWords()
  const isWide = useMedia(WIDE)
  const pages = useInfiniteQuery(tasksQuery(queue.queue, portfolio))
  const [chosen, setChosen] = useState<string | null>(task ?? null)
  const [initial] = useState(chosen)
  useLateAddress(chosen, task, onTask)
  // The list keeps what it has built for a row by the row's identity: rows made anew would be built anew at every key press.
  const tasks = useMemo(() => pages.data?.pages.flatMap(page => page.tasks.map(withId)) ?? [], [pages.data])
  const shown = tasks.find(task => task.id === chosen) ?? null
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const isSeeking = chosen !== null && shown === null && hasNextPage && tasks.length < SEEK_TASKS
  useEffect(() => {
    if (isSeeking) loadMore()
  }, [isSeeking, loadMore])
  if (pages.isPending) return <Waiting />
  if (pages.isError) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />
  // Done by others since the queues were counted.
  if (tasks.length === 0) return <NothingWaits />
  const list = {
    label: t`Tasks in ${pick(queue)}`,
    tasks,
    initial,
    onChoose: setChosen,
    isLoading: isFetchingNextPage,
    onLoadMore: loadMore,
  }
  return (
    <div className="flex min-h-0 min-w-0 grow gap-4">
      <section className="flex min-h-96 min-w-0 grow flex-col">
        <p className="mb-2 text-sm text-soft tabular-nums">
          <Plural value={queue.tasks} one="# task, next best case first" other="# tasks, next best case first" />
        </p>
        <div className="relative min-h-0 grow overflow-hidden rounded-lg border border-line bg-surface shadow-sm">
          {isWide ? <TaskTable {...list} /> : <TaskRows {...list} chosen={shown?.id ?? null} />}
        </div>
      </section>
      {isWide ? (
        <TaskDetail task={shown} isMissing={chosen !== null && shown === null && !isSeeking} />
      ) : (
        <TaskSheet task={shown} onClose={() => setChosen(null)} />
      )}
    </div>
  )
}

// Browsers limit how often the address may change: who runs through the list by keyboard changes it only where he stops.
const REST_MS = 250

function useLateAddress(chosen: string | null, task: string | undefined, onTask: (id: string | undefined) => void) {
  useEffect(() => {
    const next = chosen ?? undefined
    if (next === task) return undefined
    const timer = setTimeout(() => onTask(next), REST_MS)
    return () => clearTimeout(timer)
  }, [chosen, task, onTask])
}

function withId(task: Task): TaskRow {
  return { ...task, id: `${task.customerId}.${task.portfolio.code}.${task.businessDate}` }
}

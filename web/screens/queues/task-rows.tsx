// Tasks as a virtualised list of two-line rows for small screens.

import { Trans } from '@lingui/react/macro'
import {
  Collection,
  GridList,
  GridListItem,
  GridListLoadMoreItem,
  ListLayout,
  Virtualizer,
} from 'react-aria-components'
import { useWords } from '../../i18n/use-words.ts'
import { Named } from '../../ui/named.tsx'
import { StageMark } from '../../ui/stage-mark.tsx'
import type { TaskListProps } from './task-table.tsx'

type TaskRowsProps = TaskListProps & { readonly chosen: string | null }

export function TaskRows({ label, tasks, chosen, onChoose, isLoading, onLoadMore }: TaskRowsProps) {
  const { format, name } = useWords()
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 60, loaderHeight: 40 }}>
      <GridList
        aria-label={label}
        selectionMode="single"
        selectedKeys={chosen === null ? [] : [chosen]}
        onSelectionChange={keys => {
          const [key] = keys === 'all' ? [] : keys
          onChoose(key === undefined ? null : String(key))
        }}
        className="absolute inset-0 overflow-auto outline-none"
      >
        <Collection items={tasks}>
          {task => (
            <GridListItem
              id={task.id}
              textValue={task.loanNumber}
              className="flex h-full flex-col justify-center gap-0.5 border-b border-line px-3 -outline-offset-2 data-selected:bg-accent-soft"
            >
              <span className="flex justify-between gap-3">
                <span className="truncate font-medium tabular-nums">
                  {task.loanNumber}
                  <span className="ml-2 font-normal text-soft">{task.nameHint}</span>
                </span>
                <span className="shrink-0 tabular-nums">
                  {format.money(task.arrearsMinor, task.portfolio.currency)}
                </span>
              </span>
              <span className="flex justify-between gap-3 text-sm text-soft">
                <span className="truncate">
                  <Named code={task.treatment} name={name('treatment', task.treatment)} />
                </span>
                {task.stage === null ? null : <StageMark stage={task.stage} />}
              </span>
            </GridListItem>
          )}
        </Collection>
        <GridListLoadMoreItem onLoadMore={onLoadMore} isLoading={isLoading} className="px-3 py-2 text-sm text-faint">
          <Trans>Loading …</Trans>
        </GridListLoadMoreItem>
      </GridList>
    </Virtualizer>
  )
}

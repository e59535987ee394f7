// Tasks as a virtualised grid for wide screens: only the rows in view exist, one tab stop, arrows, Home, End, Page Up and Down.

import { Trans } from '@lingui/react/macro'
import { memo } from 'react'
import {
  Cell,
  Collection,
  Column,
  Row,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  TableLoadMoreItem,
  Virtualizer,
} from 'react-aria-components'
import { useWords } from '../../i18n/use-words.ts'
import { Named } from '../../ui/named.tsx'
import { StageMark } from '../../ui/stage-mark.tsx'
import type { TaskRow } from './task-board.tsx'

export type TaskListProps = {
  readonly label: string
  readonly tasks: readonly TaskRow[]
  /** The task that is chosen when the list appears. */
  readonly initial: string | null
  readonly onChoose: (id: string | null) => void
  readonly isLoading: boolean
  readonly onLoadMore: () => void
}

const ROW_HEIGHT = 34

/** Keeps its own selection: if the board gave it back, every arrow key would describe all columns and rows to the grid again. */
export const TaskTable = memo(function TaskTable(props: TaskListProps) {
  const { label, tasks, initial, onChoose, isLoading, onLoadMore } = props
  const { format, name } = useWords()
  const head = 'flex h-full items-center border-b border-line-strong bg-surface px-2 text-sm text-soft outline-none'
  const cell = 'flex h-full items-center truncate px-2 text-sm -outline-offset-2'
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW_HEIGHT, headingHeight: 34, loaderHeight: 34 }}>
      <Table
        aria-label={label}
        selectionMode="single"
        selectionBehavior="replace"
        defaultSelectedKeys={initial === null ? [] : [initial]}
        onSelectionChange={keys => {
          const [key] = keys === 'all' ? [] : keys
          onChoose(key === undefined ? null : String(key))
        }}
        className="absolute inset-0 overflow-auto outline-none"
      >
        <TableHeader className="h-full w-full">
          <Column isRowHeader width="1.8fr" minWidth={116} className={`${head} pl-4`}>
            <Trans>Loan</Trans>
          </Column>
          <Column width="1.5fr" minWidth={96} className={head}>
            <Trans>Borrower</Trans>
          </Column>
          <Column width="1.3fr" minWidth={92} className={head}>
            <Trans>Stage</Trans>
          </Column>
          <Column width="2.4fr" minWidth={156} className={head}>
            <Trans>Treatment</Trans>
          </Column>
          <Column width="1fr" minWidth={84} className={`${head} justify-end`}>
            <Trans>Days</Trans>
          </Column>
          <Column width="1.6fr" minWidth={116} className={`${head} justify-end pr-4`}>
            <Trans>Arrears</Trans>
          </Column>
        </TableHeader>
        <TableBody>
          <Collection items={tasks}>
            {task => (
              <Row
                id={task.id}
                className="h-full cursor-default border-b border-line -outline-offset-2 data-hovered:bg-sunk data-selected:bg-accent-soft"
              >
                <Cell className={`${cell} pl-4 font-medium tabular-nums`}>{task.loanNumber}</Cell>
                <Cell className={cell}>{task.nameHint ?? '–'}</Cell>
                <Cell className={cell}>{task.stage === null ? '–' : <StageMark stage={task.stage} />}</Cell>
                <Cell className={cell}>
                  <Named code={task.treatment} name={name('treatment', task.treatment)} />
                </Cell>
                <Cell className={`${cell} justify-end tabular-nums`}>
                  {task.daysPastDue === null ? '–' : format.count(task.daysPastDue)}
                </Cell>
                <Cell className={`${cell} justify-end pr-4 tabular-nums`}>
                  {format.money(task.arrearsMinor, task.portfolio.currency)}
                </Cell>
              </Row>
            )}
          </Collection>
          <TableLoadMoreItem onLoadMore={onLoadMore} isLoading={isLoading} className="px-4 py-2 text-sm text-faint">
            <Trans>Loading …</Trans>
          </TableLoadMoreItem>
        </TableBody>
      </Table>
    </Virtualizer>
  )
})

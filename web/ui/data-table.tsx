// A table to read: real table markup, columns that sort by their header's button, numbers aligned by their digits. For rows that are
// worked through by keyboard there is the task list instead.

import { type ReactNode, useState } from 'react'
import { cx } from './class-names.ts'

export type Column<Row> = {
  readonly id: string
  readonly name: ReactNode
  readonly renderCell: (row: Row) => ReactNode
  readonly isNumber?: boolean
  /** Order of two rows when sorted upwards; a column without it does not sort. */
  readonly compare?: (a: Row, b: Row) => number
  readonly className?: string
  /** What rows that follow one another share in this column: it is shown once, and a line parts it from the next. */
  readonly groupOf?: (row: Row) => string
}

type DataTableProps<Row> = {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Rows below the line, a cell for each column. */
  readonly foot?: readonly (readonly ReactNode[])[]
}

// On a telephone words go on a second line before figures leave the screen.
const CELL = 'px-1 py-1.5 sm:px-2 sm:whitespace-nowrap first:pl-3 last:pr-3 sm:first:pl-4 sm:last:pr-4'
const NUMBER = 'numeric'

type Sorting = { readonly id: string; readonly isDown: boolean }

export function DataTable<Row>({ caption, columns, rows, keyOf, foot }: DataTableProps<Row>) {
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const compare = columns.find(column => column.id === sorting?.id)?.compare
  const sorted = compare && sorting ? rows.toSorted((a, b) => (sorting.isDown ? compare(b, a) : compare(a, b))) : rows
  // Rows stand together by a column only while no other column orders them.
  const group = columns.find(({ id, groupOf }) => groupOf && (sorting === null || sorting.id === id))
  const isRepeat = (index: number) => {
    const [row, before] = [sorted[index], sorted[index - 1]]
    return row !== undefined && before !== undefined && group?.groupOf?.(row) === group?.groupOf?.(before)
  }
  return (
    // A wide table scrolls in its own frame, with a shadow where more of it is; its sort buttons take the keyboard there.
    <div className="scroll-shadow overflow-x-auto rounded-b-lg">
      <table className="w-full border-collapse text-sm max-sm:text-[0.8125rem]">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line-strong text-soft">
            {columns.map(column => (
              <th
                key={column.id}
                scope="col"
                aria-sort={sorting?.id === column.id ? (sorting.isDown ? 'descending' : 'ascending') : undefined}
                className={cx(
                  CELL,
                  'align-bottom',
                  column.isNumber ? 'numeric max-sm:whitespace-normal' : 'text-start',
                  column.className,
                )}
              >
                {column.compare === undefined ? (
                  <span className="font-normal">{column.name}</span>
                ) : (
                  <SortButton
                    column={column}
                    sorting={sorting?.id === column.id ? sorting : null}
                    onSort={() => setSorting(nextSorting(column, sorting))}
                  />
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row, index) => (
            <tr
              key={keyOf(row)}
              className={cx(
                'border-b last:border-b-0 hover:bg-sunk',
                group && !isRepeat(index + 1) ? 'border-line-strong' : 'border-line',
              )}
            >
              {columns.map(column => (
                <td key={column.id} className={cx(CELL, column.isNumber && NUMBER, column.className)}>
                  {column === group && isRepeat(index) ? (
                    <span className="sr-only">{column.renderCell(row)}</span>
                  ) : (
                    column.renderCell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot === undefined ? null : (
          <tfoot>
            {foot.map((cells, row) => (
              <tr key={row} className={row === 0 ? 'border-t border-line-strong font-semibold' : 'text-soft'}>
                {columns.map((column, index) => (
                  <td key={column.id} className={cx(CELL, column.isNumber && NUMBER, column.className)}>
                    {cells[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tfoot>
        )}
      </table>
    </div>
  )
}

type SortButtonProps<Row> = {
  readonly column: Column<Row>
  readonly sorting: Sorting | null
  readonly onSort: () => void
}

function SortButton<Row>({ column, sorting, onSort }: SortButtonProps<Row>) {
  return (
    <button
      type="button"
      onClick={onSort}
      className={cx(
        'group inline-flex items-center gap-1 rounded-sm font-normal text-balance hover:text-ink',
        column.isNumber ? 'flex-row-reverse text-end' : 'text-start',
        sorting && 'text-ink',
      )}
    >
      {column.name}
      <svg
        aria-hidden="true"
        viewBox="0 0 8 8"
        className={cx(
          'size-2 shrink-0',
          !sorting && 'max-sm:hidden',
          sorting ? 'opacity-100' : 'opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60',
          sorting && !sorting.isDown && 'rotate-180',
        )}
      >
        <path d="M0 2h8L4 7z" fill="currentColor" />
      </svg>
    </button>
  )
}

// Numbers are first sorted downwards, because the largest is what one looks for; names upwards. A third press goes back.
function nextSorting<Row>(column: Column<Row>, sorting: Sorting | null): Sorting | null {
  const first = column.isNumber === true
  if (sorting?.id !== column.id) return { id: column.id, isDown: first }
  return sorting.isDown === first ? { id: column.id, isDown: !first } : null
}

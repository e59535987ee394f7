// A titled part of a screen.

import { type ReactNode, useId } from 'react'
import { cx } from './class-names.ts'

type PanelProps = {
  readonly title: ReactNode
  /** A quiet remark beside the title. */
  readonly remark?: ReactNode
  readonly children: ReactNode
  readonly className?: string
}

export function Panel({ title, remark, children, className }: PanelProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={cx('min-w-0 rounded-lg border border-line bg-surface shadow-sm', className)}
    >
      <header className="flex flex-wrap items-baseline gap-x-3 px-3 pt-3 pb-2 sm:px-4">
        <h2 id={id} className="text-base">
          {title}
        </h2>
        {remark === undefined ? null : <p className="text-xs text-faint">{remark}</p>}
      </header>
      {children}
    </section>
  )
}

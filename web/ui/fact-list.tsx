// Facts as name and value, two columns: the value stands at the end of its line, so that a column of them reads downwards.

import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

export function FactList({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return <dl className={cx('grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1', className)}>{children}</dl>
}

/** One fact; what nobody knows is a dash. */
export function FactLine({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="text-end break-words tabular-nums">{children ?? '–'}</dd>
    </>
  )
}

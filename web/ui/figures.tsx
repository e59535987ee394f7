// A row of headline figures: a name, a number large enough to read across a desk, and what it is made of.

import type { ReactNode } from 'react'

export type Figure = {
  readonly id: string
  readonly name: ReactNode
  readonly value: ReactNode
  readonly remark?: ReactNode
  /** The exact value, when the shown one is rounded. */
  readonly exact?: string
}

export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className="flex flex-wrap gap-px overflow-hidden rounded-lg border border-line bg-line shadow-sm">
      {figures.map(figure => (
        <div key={figure.id} className="flex grow basis-34 flex-col bg-surface px-4 py-3">
          <dt className="text-sm text-soft">{figure.name}</dt>
          <dd
            className="mt-0.5 text-2xl font-semibold tracking-tight whitespace-nowrap tabular-nums"
            title={figure.exact}
          >
            {figure.value}
          </dd>
          {figure.remark === undefined ? null : (
            <dd className="mt-0.5 text-xs text-faint tabular-nums">{figure.remark}</dd>
          )}
        </div>
      ))}
    </dl>
  )
}

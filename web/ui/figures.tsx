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
    // Two, three or six in a row: six figures fill each of them.
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line shadow-sm sm:grid-cols-3 xl:grid-cols-6">
      {figures.map(figure => (
        <div key={figure.id} className="flex min-w-0 flex-col bg-surface px-3 py-3 sm:px-4">
          <dt className="text-sm text-soft">{figure.name}</dt>
          <dd
            className="mt-0.5 text-xl font-semibold tracking-tight whitespace-nowrap tabular-nums sm:text-2xl"
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

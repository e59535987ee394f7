// Plain words in place of content: nothing there yet, or something went wrong and what to do.

import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

type EmptyProps = { readonly title: ReactNode; readonly children?: ReactNode }

export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="mx-auto max-w-xl px-4 py-16 text-center">
      <h2 className="text-lg">{title}</h2>
      <div className="mt-2 space-y-3 text-pretty text-soft">{children}</div>
    </div>
  )
}

/** A command that the reader can copy. */
export function CommandLine({ children }: { readonly children: string }) {
  return (
    <code className="inline-block max-w-full overflow-x-auto rounded-md border border-line bg-sunk px-3 py-1.5 font-mono text-xs whitespace-nowrap text-ink sm:text-sm">
      {children}
    </code>
  )
}

/**
 * Holds the place of content that is on its way: the outline of a table, which appears only when the wait is long enough to be noticed.
 * Screen readers hear it once.
 */
export function Waiting() {
  return (
    <output className="delayed block w-full self-start">
      <span className="sr-only">
        <Trans>Loading …</Trans>
      </span>
      <span aria-hidden="true" className="block animate-pulse rounded-lg border border-line bg-surface shadow-sm">
        {OUTLINE.map(width => (
          <span key={width} className="flex justify-between gap-8 border-b border-line px-4 py-3 last:border-b-0">
            <span className={cx('h-3 rounded-sm bg-line', width)} />
            <span className="h-3 w-16 rounded-sm bg-line" />
          </span>
        ))}
      </span>
    </output>
  )
}

// Widths as different as names are.
const OUTLINE = ['w-1/5', 'w-2/5', 'w-1/3', 'w-1/4', 'w-3/10', 'w-3/8']

/** A sentence above content that is shown all the same: what the address asked for is not there. */
export function Remark({ children }: { readonly children: ReactNode }) {
  return <output className="mb-4 block rounded-lg border border-warn bg-warn-soft px-4 py-2.5">{children}</output>
}

// Plain words in place of content: nothing there yet, or something went wrong and what to do.

import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'

type EmptyProps = { readonly title: ReactNode; readonly children?: ReactNode }

export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="mx-auto max-w-xl px-4 py-16 text-center">
      <h2 className="text-lg">{title}</h2>
      <div className="mt-2 space-y-3 text-soft">{children}</div>
    </div>
  )
}

/** A command that the reader can copy. */
export function CommandLine({ children }: { readonly children: string }) {
  return (
    <code className="inline-block max-w-full overflow-x-auto rounded-md border border-line bg-sunk px-3 py-1.5 font-mono text-sm text-ink">
      {children}
    </code>
  )
}

/** Holds the place of content that is on its way. Screen readers hear it once. */
export function Waiting() {
  return (
    <output className="block grow px-4 py-16 text-center text-faint">
      <Trans>Loading …</Trans>
    </output>
  )
}

/** A sentence above content that is shown all the same: what the address asked for is not there. */
export function Remark({ children }: { readonly children: ReactNode }) {
  return <output className="mb-4 block rounded-lg border border-warn bg-warn-soft px-4 py-2.5">{children}</output>
}

// Plain words in place of content: nothing there yet, or something went wrong and what to do.

import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { ApiRefused } from '../client/api.ts'

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

type FailureProps = { readonly error: unknown; readonly onRetry: () => void }

export function Failure({ error, onRetry }: FailureProps) {
  const isAnswer = error instanceof ApiRefused
  return (
    <div role="alert" className="m-4 rounded-lg border border-danger bg-danger-soft px-4 py-3">
      <p className="font-semibold text-danger">
        {isAnswer ? <Trans>The server refused.</Trans> : <Trans>The server does not answer.</Trans>}
      </p>
      <p className="mt-1 text-soft">
        {isAnswer ? (
          <>
            {error.message} <span className="font-mono text-xs">{error.code}</span>
          </>
        ) : (
          <Trans>Is Curebook still running? Start it again and this page goes on.</Trans>
        )}
      </p>
      <Button
        onPress={onRetry}
        className="mt-3 rounded-md border border-line-strong bg-surface px-3 py-1 text-sm hover:bg-sunk"
      >
        <Trans>Try again</Trans>
      </Button>
    </div>
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

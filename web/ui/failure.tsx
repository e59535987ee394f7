// What the server refused or failed at, in the reader's language. The API's own sentence is English: it is shown where this page knows
// no better one, beside the code by which the log can be searched.

import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from 'react-aria-components'
import { ApiRefused } from '../client/api.ts'

type Case = { readonly title: MessageDescriptor; readonly advice: MessageDescriptor | null }

const SILENT: Case = {
  title: msg`The server does not answer.`,
  advice: msg`Is Curebook still running? Start it again and this page goes on.`,
}

const CASES: Readonly<Record<string, Case>> = {
  'api.unavailable': {
    title: msg`The database does not answer.`,
    advice: msg`Curebook itself is running. Check that its database is too, then try again.`,
  },
  'api.defect': {
    title: msg`Something went wrong in Curebook.`,
    advice: msg`The log says where and why.`,
  },
  'api.queue_unknown': { title: msg`There is no such queue.`, advice: msg`Choose one of the list.` },
  'api.loan_unknown': { title: msg`There is no such loan.`, advice: null },
  'api.host_unknown': {
    title: msg`Curebook does not answer under this name.`,
    advice: msg`Open it under the address that it printed when it started.`,
  },
}

const REFUSED: Case = { title: msg`The server refused.`, advice: null }

type FailureProps = { readonly error: unknown; readonly onRetry: () => void }

export function Failure({ error, onRetry }: FailureProps) {
  const { i18n } = useLingui()
  const answer = error instanceof ApiRefused ? error : null
  const { title, advice } = answer === null ? SILENT : (CASES[answer.code] ?? REFUSED)
  return (
    <div role="alert" className="w-full self-start rounded-lg border border-danger bg-danger-soft px-4 py-3">
      <p className="font-semibold text-danger">{i18n._(title)}</p>
      <p className="mt-1 text-soft">
        {advice === null ? <span lang="en">{answer?.message}</span> : i18n._(advice)}
        {answer === null ? null : <span className="ml-2 font-mono text-xs">{answer.code}</span>}
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

// How the evidence log stands: how far it is signed, what waits, and who outside attests it.

import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { evidenceQuery } from '../../client/api.ts'
import { Failure } from '../../ui/failure.tsx'
import { Waiting } from '../../ui/notice.tsx'
import { AnchorPanel } from './anchor-panel.tsx'
import { LogFigures } from './log-figures.tsx'
import { LogPanel } from './log-panel.tsx'

export function EvidenceScreen() {
  const { data, error, isPending, refetch } = useQuery(evidenceQuery)
  return (
    <>
      <h1 className="mb-4 text-xl">
        <Trans>Evidence log</Trans>
      </h1>
      {isPending ? <Waiting /> : null}
      {error ? <Failure error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <div className="flex flex-col gap-4">
          <LogFigures evidence={data} />
          <AnchorPanel anchors={data.anchors} />
          <LogPanel evidence={data} />
        </div>
      ) : null}
    </>
  )
}

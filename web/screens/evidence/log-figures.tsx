// The log in figures.

import { Trans } from '@lingui/react/macro'
import type { Evidence } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { Figures } from '../../ui/figures.tsx'

export function LogFigures({ evidence }: { readonly evidence: Evidence }) {
  const { format } = useWords()
  const { size, signedSize, signedAt, waiting, waitingSince, indexedOn, anchors } = evidence
  const attested = Math.max(0, ...anchors.map(anchor => anchor.size))
  return (
    <Figures
      figures={[
        { id: 'size', name: <Trans>Entries</Trans>, value: format.count(size), remark: <Trans>in the log</Trans> },
        {
          id: 'signed',
          name: <Trans>Signed</Trans>,
          value: format.count(signedSize),
          remark: signedAt === null ? <Trans>never yet</Trans> : format.moment(signedAt),
        },
        {
          id: 'attested',
          name: <Trans>Attested outside</Trans>,
          value: format.count(attested),
          remark: <Trans>of those signed</Trans>,
        },
        {
          id: 'waiting',
          name: <Trans>Waiting</Trans>,
          value: format.count(waiting),
          remark:
            waitingSince === null ? <Trans>nothing waits</Trans> : <Trans>since {format.moment(waitingSince)}</Trans>,
        },
        {
          id: 'index',
          name: <Trans>Index of all dossiers</Trans>,
          value: <span className="text-lg">{indexedOn === null ? '–' : format.day(indexedOn)}</span>,
        },
        {
          id: 'anchors',
          name: <Trans>Anchors</Trans>,
          value: format.count(anchors.length),
          remark: <Trans>{format.count(anchors.filter(anchor => anchor.trouble !== null).length)} in trouble</Trans>,
        },
      ]}
    />
  )
}

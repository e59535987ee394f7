// The whole story, newest first, each line with the entry of the log that stands behind it.

import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi } from '@tanstack/react-router'
import type { Dossier, TimelineLine } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EvidenceBadge } from './evidence-badge.tsx'
import { useTimelineKinds, useTimelineText } from './timeline-text.ts'
import type { Verified } from './verify-dossier.ts'

const route = getRouteApi('/dossiers')
// No kind has an empty name.
const ALL = ''

type Props = { readonly dossier: Dossier; readonly verified: Verified | undefined }

export function TimelinePanel({ dossier: { timeline, loan }, verified }: Props) {
  const { t } = useLingui()
  const { format } = useWords()
  const { show = ALL } = route.useSearch()
  const navigate = route.useNavigate()
  const kinds = useTimelineKinds()
  const there = new Set(timeline.map(({ what }) => what.kind))
  const lines = timeline.filter(({ what }) => show === ALL || what.kind === show).toReversed()
  return (
    <Panel
      title={<Trans>Timeline</Trans>}
      remark={<Trans>{format.count(lines.length)} lines, newest first, each with its entry of the evidence log</Trans>}
    >
      <div className="flex justify-end px-3 sm:px-4 pb-2">
        <Choice
          label={t`Show`}
          isLabelShown
          value={show}
          options={[
            { id: ALL, name: t`Everything` },
            ...Object.entries(kinds)
              .filter(([kind]) => there.has(kind as TimelineLine['what']['kind']))
              .map(([id, name]) => ({ id, name })),
          ]}
          onChange={kind =>
            void navigate({
              search: before => ({ ...before, show: kind === ALL ? undefined : kind }),
              replace: true,
              resetScroll: false,
            })
          }
        />
      </div>
      <ol className="border-t border-line text-sm">
        {lines.map((line, at) => (
          <Line key={`${line.on} ${at}`} line={line} currency={loan.portfolio.currency} verified={verified} />
        ))}
      </ol>
    </Panel>
  )
}

type LineProps = { readonly line: TimelineLine; readonly currency: string; readonly verified: Verified | undefined }

function Line({ line, currency, verified }: LineProps) {
  const { format } = useWords()
  const { name, detail } = useTimelineText(currency)(line)
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 border-b border-line px-3 py-1.5 sm:px-4 last:border-b-0 hover:bg-sunk sm:grid-cols-[9rem_10rem_minmax(0,1fr)_auto]">
      <time dateTime={line.on} className="text-soft tabular-nums max-sm:col-span-2 max-sm:text-xs">
        {format.day(line.on)}
      </time>
      <span className="font-semibold max-sm:col-start-1">{name}</span>
      <span className="text-pretty break-words tabular-nums max-sm:col-start-1">{detail}</span>
      <span className="max-sm:col-start-2 max-sm:row-start-2">
        <EvidenceBadge line={line} verified={verified} />
      </span>
    </li>
  )
}

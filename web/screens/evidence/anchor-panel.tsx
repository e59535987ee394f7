// Who outside attests the log, and since when somebody does not.

import { Trans, useLingui } from '@lingui/react/macro'
import type { AnchorState } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/panel.tsx'

export function AnchorPanel({ anchors }: { readonly anchors: readonly AnchorState[] }) {
  const { t } = useLingui()
  const { format } = useWords()
  const kinds = { rfc3161: t`Time-stamp authority`, witness: t`Witness`, evm: t`Chain` }
  return (
    <Panel title={<Trans>Anchors</Trans>} remark={<Trans>outsiders who attest what is signed</Trans>}>
      {anchors.length === 0 ? (
        <p className="max-w-3xl px-3 sm:px-4 pb-4 text-sm text-pretty text-soft">
          <Trans>
            None is set. Nobody outside attests the log, so nobody but the lender can tell that it was not written anew.
            Name a time-stamp authority under “anchors” in curebook.json.
          </Trans>
        </p>
      ) : (
        <DataTable
          caption={t`Anchors`}
          rows={anchors}
          keyOf={row => row.name}
          columns={[
            { id: 'name', name: <Trans>Name</Trans>, renderCell: row => row.name },
            { id: 'kind', name: <Trans>Kind</Trans>, className: 'max-sm:hidden', renderCell: row => kinds[row.kind] },
            {
              id: 'size',
              name: <Trans>Entries attested</Trans>,
              isNumber: true,
              renderCell: row => format.count(row.size),
            },
            {
              id: 'attested',
              name: <Trans>Attested at</Trans>,
              className: 'max-sm:hidden',
              renderCell: row => (row.attestedAt === null ? '–' : format.moment(row.attestedAt)),
            },
            { id: 'state', name: <Trans>State</Trans>, renderCell: row => <State anchor={row} /> },
          ]}
        />
      )}
    </Panel>
  )
}

function State({ anchor: { unanchoredSince, trouble } }: { readonly anchor: AnchorState }) {
  const { format } = useWords()
  return (
    <span className="whitespace-normal">
      {unanchoredSince === null ? (
        <span className="text-accent">
          <Trans>attests everything that is signed</Trans>
        </span>
      ) : (
        <span className={trouble === null ? 'text-soft' : 'font-semibold text-danger'}>
          <Trans>unanchored since {format.moment(unanchoredSince)}</Trans>
        </span>
      )}
      {trouble === null ? null : (
        <span lang="en" className="block text-xs text-soft">
          {trouble}
        </span>
      )}
    </span>
  )
}

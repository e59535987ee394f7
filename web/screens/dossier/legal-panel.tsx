// Part of the legal actions: repossession and the circumstances that bind or stop collection.

import { Trans, useLingui } from '@lingui/react/macro'
import type { Dossier } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/panel.tsx'

export function LegalPanel({ legal }: { readonly legal: Dossier['legal'] }) {
  const { t } = useLingui()
  const { format, name } = useWords()
  return (
    <Panel title={<Trans>Legal actions and circumstances</Trans>}>
      <p className="px-3 sm:px-4 pb-3 text-sm text-soft">
        {legal.isRepossessed ? (
          <Trans>The vehicle was repossessed.</Trans>
        ) : (
          <Trans>The vehicle was not repossessed. No legal action is on record.</Trans>
        )}
      </p>
      {legal.flags.length === 0 ? null : (
        <DataTable
          caption={t`Circumstances`}
          rows={legal.flags}
          keyOf={row => `${row.kind} ${row.startsOn}`}
          columns={[
            { id: 'kind', name: <Trans>Circumstance</Trans>, renderCell: row => name('flag', row.kind) },
            { id: 'from', name: <Trans>From</Trans>, renderCell: row => format.day(row.startsOn) },
            {
              id: 'until',
              name: <Trans>Until</Trans>,
              renderCell: row => (row.endsOn === null ? <Trans>open</Trans> : format.day(row.endsOn)),
            },
          ]}
        />
      )}
    </Panel>
  )
}

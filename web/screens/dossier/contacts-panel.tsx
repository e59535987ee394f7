// Part of the contacts: what each night decided to do, newest first, and what was promised.

import { Trans, useLingui } from '@lingui/react/macro'
import type { Dossier } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Money } from '../../ui/money.tsx'
import { Named } from '../../ui/named.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StageMark } from '../../ui/stage-mark.tsx'

type Props = { readonly contacts: Dossier['contacts']; readonly currency: string }

/** More are in the timeline. */
const SHOWN_MAX = 12

export function ContactsPanel({ contacts, currency }: Props) {
  const { t } = useLingui()
  const { format, name } = useWords()
  const decisions = contacts.decisions.toReversed().slice(0, SHOWN_MAX)
  return (
    <Panel
      title={<Trans>Contacts</Trans>}
      remark={
        contacts.decisions.length > SHOWN_MAX ? (
          <Trans>
            the last {SHOWN_MAX} of {format.count(contacts.decisions.length)} decisions
          </Trans>
        ) : undefined
      }
    >
      {decisions.length === 0 ? (
        <p className="px-3 sm:px-4 pb-4 text-sm text-faint">
          <Trans>No night has decided anything about this loan.</Trans>
        </p>
      ) : (
        <DataTable
          caption={t`Decisions`}
          rows={decisions}
          keyOf={row => `${row.businessDate} ${row.decidedSeq}`}
          columns={[
            { id: 'day', name: <Trans>Business date</Trans>, renderCell: row => format.day(row.businessDate) },
            {
              id: 'stage',
              name: <Trans>Stage</Trans>,
              renderCell: row => (row.stage === null ? '–' : <StageMark stage={row.stage} />),
            },
            {
              id: 'treatment',
              name: <Trans>Treatment</Trans>,
              renderCell: row =>
                row.treatment === null ? '–' : <Named code={row.treatment} name={name('treatment', row.treatment)} />,
            },
            {
              id: 'days',
              name: <Trans>Days past due</Trans>,
              isNumber: true,
              renderCell: row => format.count(row.daysPastDue),
            },
          ]}
        />
      )}
      {contacts.promises.length === 0 ? null : (
        <>
          <h3 className="px-3 sm:px-4 pt-4 pb-1 text-sm text-faint">
            <Trans>Promises to pay</Trans>
          </h3>
          <DataTable
            caption={t`Promises to pay`}
            rows={contacts.promises}
            keyOf={row => `${row.promisedOn} ${row.dueOn} ${row.amountMinor}`}
            columns={[
              { id: 'promised', name: <Trans>Promised on</Trans>, renderCell: row => format.day(row.promisedOn) },
              { id: 'due', name: <Trans>Due on</Trans>, renderCell: row => format.day(row.dueOn) },
              {
                id: 'amount',
                name: <Trans>Amount</Trans>,
                isNumber: true,
                renderCell: row => <Money minor={row.amountMinor} currency={currency} />,
              },
              {
                id: 'outcome',
                name: <Trans>Outcome</Trans>,
                renderCell: row => (row.outcome === null ? <Trans>Running</Trans> : name('promise', row.outcome)),
              },
            ]}
          />
        </>
      )}
    </Panel>
  )
}

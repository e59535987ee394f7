// Part of repayment and overdue history: instalment by instalment, or month by month where the lender reports months.

import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Dossier, Instalment } from '../../client/api.ts'
import { sumMinor } from '../../i18n/format.ts'
import { useWords } from '../../i18n/use-words.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Money } from '../../ui/money.tsx'
import { Panel } from '../../ui/panel.tsx'
import { instalmentState } from './instalment-state.ts'
import { INSTALMENT_STATES, InstalmentStrip } from './instalment-strip.tsx'

type Props = { readonly repayment: Dossier['repayment']; readonly currency: string }

export function RepaymentPanel({ repayment, currency }: Props) {
  const { format } = useWords()
  const { instalments, months, asOf } = repayment
  return (
    <Panel title={<Trans>Repayment and overdue history</Trans>} remark={<Trans>as of {format.day(asOf)}</Trans>}>
      {instalments.length > 0 ? (
        <>
          <InstalmentStrip instalments={instalments} asOf={asOf} />
          <Folded lines={instalments.length}>
            <InstalmentTable instalments={instalments} asOf={asOf} currency={currency} />
          </Folded>
        </>
      ) : months.length > 0 ? (
        <Folded lines={months.length}>
          <MonthTable months={months} currency={currency} />
        </Folded>
      ) : (
        <p className="px-3 sm:px-4 pb-4 text-sm text-faint">
          <Trans>No instalment and no month is on record.</Trans>
        </p>
      )}
    </Panel>
  )
}

/** A long table is folded: the strip above it shows the same at a glance. */
function Folded({ lines, children }: { readonly lines: number; readonly children: ReactNode }) {
  const { format } = useWords()
  return (
    <details open={lines <= FOLDED_FROM}>
      <summary className="cursor-default px-3 sm:px-4 pb-3 text-sm text-accent">
        <Trans>All {format.count(lines)} lines</Trans>
      </summary>
      {children}
    </details>
  )
}

const FOLDED_FROM = 12

type InstalmentsProps = {
  readonly instalments: readonly Instalment[]
  readonly asOf: string
  readonly currency: string
}

function InstalmentTable({ instalments, asOf, currency }: InstalmentsProps) {
  const { t, i18n } = useLingui()
  const { format } = useWords()
  const dueOf = (row: Instalment) => sumMinor([row.principalMinor, row.interestMinor, row.feeMinor])
  return (
    <DataTable
      caption={t`Instalments`}
      rows={instalments}
      keyOf={row => String(row.number)}
      columns={[
        { id: 'number', name: <Trans>No.</Trans>, isNumber: true, renderCell: row => format.count(row.number) },
        { id: 'due', name: <Trans>Due on</Trans>, renderCell: row => format.day(row.dueOn) },
        {
          id: 'principal',
          name: <Trans>Principal</Trans>,
          isNumber: true,
          className: 'max-lg:hidden',
          renderCell: row => <Money minor={row.principalMinor} currency={currency} />,
        },
        {
          id: 'interest',
          name: <Trans>Interest</Trans>,
          isNumber: true,
          className: 'max-lg:hidden',
          renderCell: row => <Money minor={row.interestMinor} currency={currency} />,
        },
        {
          id: 'amount',
          name: <Trans>Due</Trans>,
          isNumber: true,
          renderCell: row => <Money minor={dueOf(row)} currency={currency} />,
        },
        {
          id: 'paid',
          name: <Trans>Paid</Trans>,
          isNumber: true,
          renderCell: row => <Money minor={row.paidMinor} currency={currency} />,
        },
        {
          id: 'paidOn',
          name: <Trans>Paid on</Trans>,
          className: 'max-sm:hidden',
          renderCell: row => (row.paidOn === null ? '–' : format.day(row.paidOn)),
        },
        {
          id: 'overdue',
          name: <Trans>Overdue days</Trans>,
          isNumber: true,
          compare: (a, b) => a.overdueDays - b.overdueDays,
          renderCell: row =>
            row.overdueDays === 0 ? <span className="text-faint">–</span> : format.count(row.overdueDays),
        },
        {
          id: 'state',
          name: <Trans>State</Trans>,
          className: 'max-sm:hidden',
          renderCell: row => i18n._(INSTALMENT_STATES[instalmentState(row, asOf)]),
        },
      ]}
    />
  )
}

type MonthsProps = { readonly months: Dossier['repayment']['months']; readonly currency: string }

function MonthTable({ months, currency }: MonthsProps) {
  const { t } = useLingui()
  const { format } = useWords()
  return (
    <DataTable
      caption={t`Reported months`}
      rows={months}
      keyOf={row => row.endsOn}
      columns={[
        { id: 'ends', name: <Trans>Month to</Trans>, renderCell: row => format.day(row.endsOn) },
        {
          id: 'days',
          name: <Trans>Days past due</Trans>,
          isNumber: true,
          compare: (a, b) => (a.daysPastDue ?? 0) - (b.daysPastDue ?? 0),
          renderCell: row => (row.daysPastDue === null ? '–' : format.count(row.daysPastDue)),
        },
        {
          id: 'paid',
          name: <Trans>Paid</Trans>,
          isNumber: true,
          renderCell: row => (row.paidMinor === null ? '–' : <Money minor={row.paidMinor} currency={currency} />),
        },
        {
          id: 'balance',
          name: <Trans>Balance at the end</Trans>,
          isNumber: true,
          renderCell: row =>
            row.endBalanceMinor === null ? '–' : <Money minor={row.endBalanceMinor} currency={currency} />,
        },
      ]}
    />
  )
}

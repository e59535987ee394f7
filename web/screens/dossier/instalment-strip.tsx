// All instalments at a glance, one mark each: paid in time, paid late, unpaid, still to come. The table below says the same in words and figures.

import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { Instalment } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { cx } from '../../ui/class-names.ts'
import { type InstalmentState, instalmentState } from './instalment-state.ts'

export const INSTALMENT_STATES = {
  paid: msg`Paid in time`,
  paid_late: msg`Paid late`,
  unpaid: msg`Unpaid`,
  to_come: msg`To come`,
}

const MARKS: Readonly<Record<InstalmentState, string>> = {
  paid: 'bg-(--stage-due-soon)',
  paid_late: 'bg-(--stage-m1)',
  unpaid: 'bg-(--stage-m4)',
  to_come: 'border border-line-strong',
}

type Props = { readonly instalments: readonly Instalment[]; readonly asOf: string }

export function InstalmentStrip({ instalments, asOf }: Props) {
  const { i18n } = useLingui()
  const { format } = useWords()
  const counts = Object.entries(INSTALMENT_STATES).map(([state, name]) => ({
    state: state as InstalmentState,
    name: i18n._(name),
    count: instalments.filter(instalment => instalmentState(instalment, asOf) === state).length,
  }))
  return (
    <div className="px-3 sm:px-4 pb-3">
      <div aria-hidden="true" className="flex flex-wrap gap-1">
        {instalments.map(instalment => {
          const state = instalmentState(instalment, asOf)
          return (
            <span
              key={instalment.number}
              title={`${instalment.number} · ${format.day(instalment.dueOn)} · ${i18n._(INSTALMENT_STATES[state])}`}
              className={cx('h-5 w-2.5 rounded-[2px]', MARKS[state])}
            />
          )
        })}
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-soft">
        {counts
          .filter(({ count }) => count > 0)
          .map(({ state, name, count }) => (
            <li key={state} className="inline-flex items-center gap-1.5">
              <span aria-hidden="true" className={cx('size-2.5 rounded-[2px]', MARKS[state])} />
              {name} {format.count(count)}
            </li>
          ))}
      </ul>
    </div>
  )
}

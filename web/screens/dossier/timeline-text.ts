// A line of the timeline in words.

import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { TimelineLine } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'

type Kind = TimelineLine['what']['kind']
type Text = { readonly name: string; readonly detail: string }

/** Says of a line what happened and the figures of it. */
export function useTimelineText(currency: string): (line: TimelineLine) => Text {
  const { t } = useLingui()
  const { format, name } = useWords()
  const money = (minor: string) => format.money(minor, currency)
  const pastDue = (days: number) => t`${plural(days, { one: '# day past due', other: '# days past due' })}`
  const kinds = useTimelineKinds()
  const details = ({ what }: TimelineLine): readonly (string | null)[] => {
    switch (what.kind) {
      case 'due':
        return [
          t`no. ${what.number}`,
          money(what.dueMinor),
          what.overdueDays > 0 ? t`${plural(what.overdueDays, { one: '# day late', other: '# days late' })}` : null,
        ]
      case 'receipt':
        return [money(what.amountMinor), what.number, what.reverses === null ? null : t`takes back ${what.reverses}`]
      case 'month':
        return [
          what.daysPastDue === null ? null : pastDue(what.daysPastDue),
          what.endBalanceMinor === null ? null : t`balance ${money(what.endBalanceMinor)}`,
        ]
      case 'decision':
        return [
          what.treatment === null ? t`nothing to do` : name('treatment', what.treatment),
          what.stage === null ? null : name('stage', what.stage),
          pastDue(what.daysPastDue),
        ]
      case 'promise':
        return [
          money(what.amountMinor),
          t`by ${format.day(what.dueOn)}`,
          what.outcome === null ? null : name('promise', what.outcome),
        ]
      case 'flag':
        return [name('flag', what.flag), what.endsOn === null ? null : t`until ${format.day(what.endsOn)}`]
      case 'attachment':
        return [name('attachment', what.attachment), t`${format.count(what.bytes)} bytes`]
      case 'entry':
        return [name('entry', what.type)]
      default:
        return []
    }
  }
  return line => ({
    name: kinds[line.what.kind],
    detail: details(line)
      .filter(part => part !== null)
      .join(' · '),
  })
}

/** Names of the kinds of lines. */
export function useTimelineKinds(): Readonly<Record<Kind, string>> {
  const { t } = useLingui()
  return {
    opened: t`Loan opened`,
    due: t`Instalment due`,
    receipt: t`Receipt`,
    month: t`Month reported`,
    decision: t`Decision`,
    promise: t`Promise to pay`,
    flag: t`Circumstance`,
    attachment: t`File added`,
    entry: t`Record`,
  }
}

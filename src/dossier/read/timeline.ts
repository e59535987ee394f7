// One timeline from all parts, oldest first. Every line is in a part too; entries about the loan that no part shows have a line of their own.

import type { Dossier, TimelineLine } from '../dossier.ts'
import type { EntryRefs } from './entry-refs.ts'

/** On one day: what fell due, then what came, then what was decided. */
const ORDER: readonly TimelineLine['what']['kind'][] = [
  'opened',
  'due',
  'month',
  'receipt',
  'promise',
  'flag',
  'decision',
  'attachment',
  'entry',
]

export function timelineOf(parts: Omit<Dossier, 'timeline'>, refs: EntryRefs): TimelineLine[] {
  const { loan, repayment, contacts, legal, attachments } = parts
  const lines: TimelineLine[] = [
    ...(loan.openedOn === null ? [] : [{ on: loan.openedOn, what: { kind: 'opened' as const }, entry: loan.entry }]),
    ...repayment.instalments
      .filter(({ dueOn }) => dueOn <= repayment.asOf)
      .map(({ dueOn: on, number, principalMinor, interestMinor, feeMinor, overdueDays, entry }) => {
        const dueMinor = principalMinor + interestMinor + feeMinor
        return { on, what: { kind: 'due' as const, number, dueMinor, overdueDays }, entry }
      }),
    ...repayment.months.map(({ endsOn: on, daysPastDue, endBalanceMinor, entry }) => ({
      on,
      what: { kind: 'month' as const, daysPastDue, endBalanceMinor },
      entry,
    })),
    ...repayment.receipts.map(({ valueOn: on, number, amountMinor, reverses, entry }) => ({
      on,
      what: { kind: 'receipt' as const, number, amountMinor, reverses },
      entry,
    })),
    ...contacts.promises.map(({ promisedOn: on, amountMinor, dueOn, outcome, entry }) => ({
      on,
      what: { kind: 'promise' as const, amountMinor, dueOn, outcome },
      entry,
    })),
    ...contacts.decisions.map(({ businessDate: on, stage, treatment, daysPastDue, entry }) => ({
      on,
      what: { kind: 'decision' as const, stage, treatment, daysPastDue },
      entry,
    })),
    ...attachments.map(({ addedOn: on, kind: attachment, name, bytes, entry }) => ({
      on,
      what: { kind: 'attachment' as const, attachment, name, bytes },
      entry,
    })),
    ...legal.flags.map(({ startsOn: on, kind: flag, endsOn, entry }) => ({
      on,
      what: { kind: 'flag' as const, flag, endsOn },
      entry,
    })),
  ]
  const shown = new Set(lines.flatMap(({ entry }) => (entry?.vouches === 'own' ? entry.entryId : [])))
  const others = refs.own
    .filter(({ entryId }) => !shown.has(entryId))
    .map(({ entryId, kind: type, recordedAt }) => ({
      on: recordedAt.slice(0, 10),
      what: { kind: 'entry' as const, type },
      entry: refs.ofOwn(entryId),
    }))
  return [...lines, ...others].sort(
    (a, b) => a.on.localeCompare(b.on) || ORDER.indexOf(a.what.kind) - ORDER.indexOf(b.what.kind),
  )
}

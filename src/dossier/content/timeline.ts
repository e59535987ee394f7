// Section of the timeline: everything in the order of its days, each line with the entry that it stands on.

import { grouped } from '../../kernel/index.ts'
import type { Dossier, TimelineLine } from '../dossier.ts'
import type { Section } from './content.ts'
import { NOTHING, type Wording } from './wording.ts'

export function timelineSection(wording: Wording, { timeline }: Dossier): Section {
  const lines = withoutRepeats(timeline)
  return {
    title: wording.say('timeline'),
    isPage: false,
    blocks: [
      wording.note('timelineNote'),
      ...(lines.length < timeline.length ? [wording.note('sameDecisions')] : []),
      wording.table(
        '',
        'noTimeline',
        [wording.column('day'), wording.column('what'), wording.column('detail', 1), wording.column('entry')],
        lines.map(line => [line.on, ...whatTexts(wording, line), wording.entry(line.entry)]),
      ),
    ],
  }
}

/** Of decisions that are the same night after night, the first. */
function withoutRepeats(timeline: Dossier['timeline']): TimelineLine[] {
  let before = ''
  return timeline.filter(({ what, entry }) => {
    if (what.kind !== 'decision') return true
    const answer = [what.stage, what.treatment, entry === null].join('\u001f')
    const isRepeat = answer === before
    before = answer
    return !isRepeat
  })
}

/** What kind of line it is, and what it says. */
function whatTexts(wording: Wording, { what }: TimelineLine): [string, string] {
  switch (what.kind) {
    case 'opened':
      return [wording.say('whatOpened'), NOTHING]
    case 'due':
      return [
        wording.say('whatDue'),
        wording.say(
          what.overdueDays > 0 ? 'saidDueLate' : 'saidDue',
          what.number,
          wording.money(what.dueMinor),
          what.overdueDays,
        ),
      ]
    case 'receipt':
      return [
        wording.say('whatReceipt'),
        what.reverses === null
          ? wording.say('saidReceipt', what.number, wording.money(what.amountMinor))
          : wording.say('saidReversal', what.number, wording.money(what.amountMinor), what.reverses),
      ]
    case 'month':
      return [
        wording.say('whatMonth'),
        wording.say('saidMonth', what.daysPastDue ?? '?', wording.money(what.endBalanceMinor)),
      ]
    case 'decision':
      return [
        wording.say('whatDecision'),
        wording.say('saidDecision', wording.stage(what.stage), wording.treatment(what.treatment), what.daysPastDue),
      ]
    case 'promise':
      return [
        wording.say('whatPromise'),
        what.outcome === null
          ? wording.say('saidPromise', wording.money(what.amountMinor), what.dueOn)
          : wording.say(
              'saidPromiseEnded',
              wording.money(what.amountMinor),
              what.dueOn,
              wording.name('promiseOutcome', what.outcome),
            ),
      ]
    case 'flag': {
      const flag = wording.name('flag', what.flag)
      return [wording.say('whatFlag'), what.endsOn === null ? flag : wording.say('saidUntil', flag, what.endsOn)]
    }
    case 'attachment':
      return [
        wording.say('whatAttachment'),
        wording.say(
          'saidAttachment',
          wording.name('attachment', what.attachment),
          what.name ?? NOTHING,
          grouped(String(what.bytes)),
        ),
      ]
    default:
      return [wording.say('whatEntry'), wording.name('entryType', what.type)]
  }
}

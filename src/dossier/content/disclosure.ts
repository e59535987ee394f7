// Section of what the bundle discloses: how many entries of which kind, and each one that is closed.

import type { Manifest } from '../export/bundle.ts'
import { entryName } from '../export/bundle.ts'
import type { Block, Section } from './content.ts'
import type { Wording } from './wording.ts'

const WHY = { shown: 'leftOut', closed: 'leftOut', erased: 'contentErased', damaged: 'contentDamaged' } as const

export function disclosureSection(wording: Wording, { entries, support, rows }: Manifest): Section {
  const listed = [
    ...entries.map(entry => ({ ...entry, part: wording.say('ofDossier'), file: `${entryName(entry.n)}.bin` })),
    ...support.map(entry => ({ ...entry, part: wording.say('supporting'), file: `support/${entry.index}.bin` })),
  ]
  const kinds = Map.groupBy(listed, ({ part, type }) => JSON.stringify([part, type]))
  // Of the seals a note tells: there is one a night.
  const closed = listed.filter(({ content, type }) => content !== 'shown' && type !== 'run.sealed')
  const counted = [...kinds.values()].map(same => {
    const disclosed = same.filter(({ content }) => content === 'shown').length
    const { part = '', type = '' } = same[0] ?? {}
    return [part, wording.name('entryType', type), String(disclosed), String(same.length - disclosed)]
  })
  const blocks: Block[] = [
    ...(entries.length === 0 ? [wording.paragraph('noOwnEntries')] : []),
    wording.table(
      wording.say('disclosureTable'),
      'noTimeline',
      [
        wording.column('entry', 1),
        wording.column('entryKind', 2),
        wording.figures('disclosedCount', 1),
        wording.figures('closedCount', 1),
      ],
      counted,
    ),
    wording.table(
      wording.say('closedTable'),
      'nothingClosed',
      [
        wording.column('file', 1),
        wording.figures('index', 1),
        wording.column('entryKind', 2),
        wording.column('whyClosed', 2),
      ],
      closed.map(({ file, index, type, content }) => [
        file,
        `#${index}`,
        wording.name('entryType', type),
        wording.say(WHY[content]),
      ]),
    ),
    ...(closed.length === 0 ? [] : [wording.note('disclosureNote')]),
    ...(listed.some(({ type }) => type === 'run.sealed') ? [wording.note('sealNote', rows)] : []),
  ]
  return { title: wording.say('disclosure'), isPage: false, blocks }
}

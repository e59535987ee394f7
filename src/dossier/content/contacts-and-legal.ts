// Sections of the contacts and of the legal actions. What has no record is said to have none.

import type { Dossier } from '../dossier.ts'
import type { Section } from './content.ts'
import { sameDecisions } from './same-decisions.ts'
import { NOTHING, type Wording } from './wording.ts'

export function contactsSection(wording: Wording, { contacts }: Dossier): Section {
  const spans = sameDecisions(contacts.decisions)
  return {
    title: wording.say('contacts'),
    isPage: false,
    blocks: [
      // Calls, messages, letters and visits are nowhere in the book yet; they will be a table here.
      wording.paragraph('noContacts'),
      wording.table(
        wording.say('promises', wording.currency),
        'noPromises',
        [
          wording.column('promisedOn', 1),
          wording.column('promisedFor', 1),
          wording.figures('amount', 1),
          wording.column('takenBy', 1),
          wording.column('outcome', 1),
          wording.column('entry'),
        ],
        contacts.promises.map(one => [
          one.promisedOn,
          one.dueOn,
          wording.amount(one.amountMinor),
          wording.name('taker', one.takenBy),
          one.outcome === null ? wording.say('outcomeOpen') : wording.name('promiseOutcome', one.outcome),
          wording.entry(one.entry),
        ]),
      ),
      wording.table(
        wording.say('decisions', wording.currency),
        'noDecisions',
        [
          wording.column('businessDate'),
          wording.figures('nights', 3.4),
          wording.column('stage', 7.8),
          wording.column('treatment', 8.6),
          wording.column('channel', 4),
          wording.column('riskClass', 7.6),
          wording.figures('daysPastDue', 4.8),
          wording.figures('arrears'),
          wording.column('entry'),
        ],
        spans.map(({ first, last, nights }) => [
          fromTo(first.businessDate, last.businessDate),
          String(nights),
          wording.stage(first.stage),
          wording.treatment(first.treatment),
          wording.name('channel', first.channel),
          wording.name('riskClass', first.riskClass),
          fromTo(String(first.daysPastDue), String(last.daysPastDue)),
          wording.amount(last.arrearsMinor),
          fromTo(wording.entry(first.entry), wording.entry(last.entry)),
        ]),
      ),
      ...(spans.length < contacts.decisions.length ? [wording.note('sameDecisions')] : []),
    ],
  }
}

export function legalSection(wording: Wording, { legal }: Dossier): Section {
  return {
    title: wording.say('legal'),
    isPage: false,
    blocks: [
      // Notices and matters are nowhere in the book yet; they will be a table here.
      wording.paragraph('noLegalSteps'),
      wording.paragraph(legal.isRepossessed ? 'repossessed' : 'notRepossessed'),
      wording.table(
        wording.say('flags'),
        'noFlags',
        [
          wording.column('flag', 2),
          wording.column('startedOn', 1),
          wording.column('endedOn', 1),
          wording.column('entry'),
        ],
        legal.flags.map(one => [
          wording.name('flag', one.kind),
          one.startsOn,
          one.endsOn ?? NOTHING,
          wording.entry(one.entry),
        ]),
      ),
    ],
  }
}

function fromTo(first: string, last: string): string {
  return first === last ? first : `${first} – ${last}`
}

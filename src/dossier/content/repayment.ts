// Section of the repayment and overdue history: how the loan stands, every instalment with its days late, what came in, months, overdue spells.

import type { Dossier, DossierInstalment } from '../dossier.ts'
import type { Block, Section } from './content.ts'
import { NOTHING, type Wording } from './wording.ts'

export function repaymentSection(wording: Wording, { repayment }: Dossier): Section {
  return {
    title: wording.say('repayment'),
    isPage: false,
    blocks: [
      {
        kind: 'facts',
        facts: [
          wording.fact('asOf', repayment.asOf),
          wording.fact('daysPastDue', String(repayment.daysPastDue)),
          wording.fact('oldestUnpaid', repayment.oldestUnpaidDueOn),
          wording.fact('arrears', wording.money(repayment.dueMinor)),
          wording.fact('balance', wording.money(repayment.balanceMinor)),
        ],
      },
      ...instalmentBlocks(wording, repayment),
      receiptTable(wording, repayment),
      ...(repayment.months.length === 0 ? [] : [monthTable(wording, repayment)]),
      spellTable(wording, repayment),
    ],
  }
}

function instalmentBlocks(wording: Wording, { instalments, asOf }: Dossier['repayment']): Block[] {
  const due = (one: DossierInstalment) => one.principalMinor + one.interestMinor + one.feeMinor
  const total = (of: (one: DossierInstalment) => bigint) =>
    wording.amount(instalments.reduce((sum, one) => sum + of(one), 0n))
  const paidOn = (one: DossierInstalment) => one.paidOn ?? wording.say(one.dueOn <= asOf ? 'unpaid' : 'notDue')
  const table = wording.table(
    wording.say('instalments', wording.currency),
    'noInstalments',
    [
      wording.figures('number'),
      wording.column('dueOn'),
      wording.figures('principalPart', 1),
      wording.figures('interestPart', 1),
      wording.figures('feePart', 1),
      wording.figures('due', 1),
      wording.figures('paid', 1),
      wording.column('paidOn'),
      wording.figures('overdueDays'),
      wording.column('entry'),
    ],
    instalments.map(one => [
      String(one.number),
      one.dueOn,
      wording.amount(one.principalMinor),
      wording.amount(one.interestMinor),
      wording.amount(one.feeMinor),
      wording.amount(due(one)),
      wording.amount(one.paidMinor),
      paidOn(one),
      String(one.overdueDays),
      wording.entry(one.entry),
    ]),
    [
      '',
      wording.say('total'),
      total(one => one.principalMinor),
      total(one => one.interestMinor),
      total(one => one.feeMinor),
      total(due),
      total(one => one.paidMinor),
      '',
      '',
      '',
    ],
  )
  return table.kind === 'table' ? [table, wording.note('instalmentNote', asOf)] : [table]
}

function receiptTable(wording: Wording, { receipts }: Dossier['repayment']): Block {
  return wording.table(
    wording.say('receipts', wording.currency),
    'noReceipts',
    [
      wording.column('receivedOn'),
      wording.column('receiptNumber', 2),
      wording.figures('amount', 1),
      wording.column('reverses', 1),
      wording.column('entry'),
    ],
    receipts.map(one => [
      one.valueOn,
      one.number,
      wording.amount(one.amountMinor),
      one.reverses ?? NOTHING,
      wording.entry(one.entry),
    ]),
    [
      wording.say('total'),
      '',
      wording.amount(receipts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)),
      '',
      '',
    ],
  )
}

function monthTable(wording: Wording, { months }: Dossier['repayment']): Block {
  return {
    kind: 'table',
    title: wording.say('monthTable', wording.currency),
    columns: [
      wording.column('monthEnd'),
      wording.figures('daysPastDue', 1),
      wording.figures('balance', 1),
      wording.figures('paid', 1),
      wording.column('status', 1),
      wording.column('entry'),
    ],
    rows: months.map(one => [
      one.endsOn,
      one.daysPastDue === null ? NOTHING : String(one.daysPastDue),
      wording.amount(one.endBalanceMinor),
      wording.amount(one.paidMinor),
      wording.name('status', one.status),
      wording.entry(one.entry),
    ]),
    foot: [],
  }
}

function spellTable(wording: Wording, { spells }: Dossier['repayment']): Block {
  return wording.table(
    wording.say('spells'),
    'noSpells',
    [wording.column('startedOn', 1), wording.column('endedOn', 1), wording.figures('days', 1)],
    spells.map(one => [one.startedOn, one.endedOn ?? wording.say('goesOn'), String(one.days)]),
  )
}

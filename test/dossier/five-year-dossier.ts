// A dossier of five years for the tests of the document: sixty instalments, some paid late and the last few not at all, a receipt for each, a decision for
// each day on which a night found it late, promises and flags. All people are made up.

import type { Issue } from '../../src/dossier/content/dossier-content.ts'
import type { Dossier, EntryRef } from '../../src/dossier/dossier.ts'
import { BUNDLE_FORMAT } from '../../src/dossier/export/bundle.ts'
import { addDays, addMonths, businessDate, daysBetween } from '../../src/kernel/index.ts'

const MONTHS = 60
const UNPAID = 3
const AS_OF = businessDate('2026-11-20')

export type Texts = {
  readonly loanNumber: string
  readonly name: string
  readonly lender: string
  readonly address: string
}

export const PLAIN: Texts = {
  loanNumber: 'JJ-2021-004711',
  name: '王甲一',
  lender: '示例汽车金融有限公司',
  address: '虚构省示例市不存在路1号',
}

export function fiveYearDossier(texts: Texts = PLAIN): Dossier {
  const file: EntryRef = { entryId: 3n, vouches: 'file', leafIndex: 2 }
  const instalments = Array.from({ length: MONTHS }, (_, at) => {
    const dueOn = addMonths(businessDate('2021-12-15'), at)
    const isPaid = at < MONTHS - UNPAID
    const paidOn = isPaid ? addDays(dueOn, at % 9 === 8 ? 24 : 0) : null
    const end = paidOn ?? AS_OF
    return {
      number: at + 1,
      dueOn,
      principalMinor: 250_000n + BigInt(at) * 1_037n,
      interestMinor: 98_700n - BigInt(at) * 1_037n,
      feeMinor: at === 8 ? 5_000n : 0n,
      paidMinor: isPaid ? 348_700n + (at === 8 ? 5_000n : 0n) : at === MONTHS - UNPAID ? 100_001n : 0n,
      paidOn,
      overdueDays: Math.max(0, daysBetween(dueOn, end)),
      entry: file,
    }
  })
  const due = (one: (typeof instalments)[number]) => one.principalMinor + one.interestMinor + one.feeMinor
  const late = instalments.filter(one => one.overdueDays > 0 && one.dueOn < AS_OF)
  const receipts = instalments
    .filter(one => one.paidOn !== null)
    .map((one, at) => ({
      number: `R${String(at + 1).padStart(5, '0')}`,
      valueOn: one.paidOn ?? '',
      amountMinor: one.paidMinor,
      reverses: null,
      entry: at === 56 ? ({ entryId: 90n, vouches: 'own', leafIndex: 812 } as const) : file,
    }))
  const decisions = late.flatMap(one =>
    Array.from({ length: Math.min(one.overdueDays, 24) }, (_, day) => ({
      businessDate: addDays(one.dueOn, day + 1),
      decidedSeq: 0,
      stage: day < 10 ? 'm1_early' : 'm1',
      treatment: day < 10 ? 'message_reminder' : 'call_soft',
      channel: day < 10 ? 'sms' : 'call',
      riskClass: 'special_mention',
      daysPastDue: day + 1,
      arrearsMinor: due(one) - (one.paidOn === null ? one.paidMinor : 0n),
      entry: { entryId: 100n + BigInt(day), vouches: 'row', leafIndex: 100 + day } as const,
    })),
  )
  const oldest = instalments.find(one => one.paidOn === null)
  const arrears = late.filter(one => one.paidOn === null).reduce((sum, one) => sum + due(one) - one.paidMinor, 0n)
  return {
    did: 'AAAAAAAAAAAAAAAAAAAAAA',
    loan: {
      portfolio: {
        portfolioId: 1,
        code: 'CN-DEMO',
        name: '示例资产组合',
        lender: texts.lender,
        jurisdiction: 'CN',
        currency: 'CNY',
      },
      customerId: 1n,
      loanId: 2n,
      loanNumber: texts.loanNumber,
      product: 'level_payment',
      status: 'open',
      openedOn: '2021-11-15',
      firstDueOn: '2021-12-15',
      maturesOn: '2026-11-15',
      termMonths: MONTHS,
      principalMinor: 16_835_460n,
      annualRate: '0.089900',
      paymentMinor: 348_700n,
      entry: file,
    },
    borrower: {
      customerNumber: 'K-1001',
      isFictional: true,
      isErased: false,
      parties: [
        {
          role: 'borrower',
          kind: 'person',
          name: texts.name,
          nameHint: '王**',
          identityNumber: '000000190001010000',
          identityNumberHint: '0000**********0000',
          language: 'zh-CN',
          endpoints: [
            { kind: 'phone', value: '00000001001', hint: '000****1001', isUsable: true },
            { kind: 'phone', value: '00000001002', hint: '000****1002', isUsable: false },
            { kind: 'address', value: texts.address, hint: '虚构省…', isUsable: true },
          ],
        },
        {
          role: 'guarantor',
          kind: 'person',
          name: '李乙二',
          nameHint: '李**',
          identityNumber: null,
          identityNumberHint: null,
          language: 'zh-CN',
          endpoints: [],
        },
      ],
    },
    vehicle: {
      vehicleNumber: 'V-1',
      vin: 'LXX00000000000001',
      plate: '虚A00001',
      engineNumber: 'E000001',
      make: '示例牌',
      model: '样车 1.5L',
      modelYear: 2021,
      isNew: true,
      valueMinor: 21_000_000n,
      valueOn: '2021-11-10',
      valueSource: '经销商发票',
    },
    repayment: {
      asOf: AS_OF,
      daysPastDue: oldest?.overdueDays ?? 0,
      oldestUnpaidDueOn: oldest?.dueOn ?? null,
      dueMinor: arrears,
      balanceMinor: 927_417n,
      instalments,
      receipts,
      months: [],
      spells: late
        .filter(one => one.paidOn !== null || one === oldest)
        .map(one => ({ startedOn: one.dueOn, endedOn: one.paidOn, days: one.overdueDays })),
    },
    contacts: {
      decisions,
      promises: [
        {
          promisedOn: '2026-10-01',
          dueOn: '2026-10-08',
          amountMinor: 348_700n,
          takenBy: 'human',
          outcome: 'broken',
          entry: null,
        },
      ],
    },
    legal: {
      isRepossessed: false,
      flags: [{ kind: 'hardship', startsOn: '2026-09-01', endsOn: '2026-12-01', entry: null }],
    },
    attachments: [
      {
        attachmentId: 1n,
        kind: 'document',
        name: '合同.pdf',
        bytes: 1_234_567,
        addedOn: '2026-11-03',
        isDestroyed: false,
        entry: { entryId: 92n, vouches: 'own', leafIndex: 814 },
      },
      {
        attachmentId: 2n,
        kind: 'recording',
        name: null,
        bytes: 99,
        addedOn: '2026-11-04',
        isDestroyed: true,
        entry: null,
      },
    ],
    timeline: [
      { on: '2021-11-15', what: { kind: 'opened' as const }, entry: file },
      ...instalments.map(one => ({
        on: one.dueOn,
        what: { kind: 'due' as const, number: one.number, dueMinor: due(one), overdueDays: one.overdueDays },
        entry: file,
      })),
      ...receipts.map(({ valueOn: on, number, amountMinor, reverses, entry }) => ({
        on,
        what: { kind: 'receipt' as const, number, amountMinor, reverses },
        entry,
      })),
      ...decisions.map(({ businessDate: on, stage, treatment, daysPastDue, entry }) => ({
        on,
        what: { kind: 'decision' as const, stage, treatment, daysPastDue },
        entry,
      })),
      {
        on: '2026-10-01',
        what: { kind: 'promise' as const, amountMinor: 348_700n, dueOn: '2026-10-08', outcome: 'broken' },
        entry: null,
      },
      { on: '2026-09-01', what: { kind: 'flag' as const, flag: 'hardship', endsOn: '2026-12-01' }, entry: null },
      {
        on: '2026-11-02',
        what: { kind: 'entry' as const, type: 'hold.placed' },
        entry: { entryId: 91n, vouches: 'own' as const, leafIndex: 813 },
      },
    ].sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0)),
  }
}

export const ISSUE: Issue = {
  manifest: {
    format: BUNDLE_FORMAT,
    origin: 'log.example/1',
    size: 900,
    root: 'q4Dn7mW5o4pmVw1+o8K3nqDZ5z3Sx0yJ0c1Yv2Ww0bA=',
    did: 'AAAAAAAAAAAAAAAAAAAAAA',
    portfolio: 'CN-DEMO',
    loan: PLAIN.loanNumber,
    entries: [
      { n: 0, index: 812, type: 'receipt.recorded', content: 'closed' },
      { n: 1, index: 813, type: 'hold.placed', content: 'shown' },
      {
        n: 2,
        index: 814,
        type: 'attachment.added',
        content: 'shown',
        file: { name: '合同.pdf', path: 'files/0002.pdf', salt: 'files/0002.salt' },
      },
    ],
    support: [
      { index: 2, type: 'import.finished', content: 'shown' },
      { index: 100, type: 'run.sealed', content: 'closed' },
      { index: 899, type: 'index.snapshot', content: 'shown' },
    ],
    rows: 144,
    hasIndex: true,
    headed: null,
    hasDocument: true,
    anchors: [
      {
        name: 'tsa',
        kind: 'rfc3161',
        attestedAt: '2026-11-23T08:09:09Z',
        files: ['checkpoint.tsq', 'checkpoint.tsr', 'checkpoint.ca.pem'],
      },
    ],
  },
  bundleSha256: '5f0c0e9a77d4e1b5a0f1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f50617',
  issuedAt: '2026-11-23T08:09:10.000Z',
  verifierKey: 'log.example/1+1a2b3c4d+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
}

// The dossier as a screen gets it: names and numbers masked.

import { z } from 'zod'
import { BUSINESS_DATE, COUNT, CURRENCY, ID, MINOR } from '../fields.ts'

const DAY = BUSINESS_DATE.nullable()
const TEXT = z.string().nullable()

const ENTRY = z
  .strictObject({
    entryId: ID,
    vouches: z.enum(['own', 'file', 'row']).meta({
      description:
        'own: the entry is about this line; file: it is the import of the file that the line came in; row: the line is a row that the entry seals.',
    }),
    leafIndex: COUNT.nullable().meta({ description: 'Number in the log; null until the log has taken the entry in.' }),
  })
  .nullable()
  .meta({ id: 'EntryRef' })

const LOAN = z.strictObject({
  portfolio: z.strictObject({
    portfolioId: z.number().int(),
    code: z.string(),
    name: z.string(),
    lender: z.string(),
    jurisdiction: z.string(),
    currency: CURRENCY,
  }),
  customerId: ID,
  loanId: ID,
  loanNumber: z.string(),
  product: z.string(),
  status: z.string(),
  openedOn: DAY,
  firstDueOn: DAY,
  maturesOn: DAY,
  termMonths: COUNT.nullable(),
  principalMinor: MINOR.nullable(),
  annualRate: TEXT.meta({ description: 'Fraction a year in decimal text: 0.0899 is 8.99 %.' }),
  paymentMinor: MINOR.nullable(),
  entry: ENTRY,
})

const BORROWER = z.strictObject({
  customerNumber: z.string(),
  isFictional: z.boolean(),
  isErased: z.boolean(),
  parties: z.array(
    z.strictObject({
      role: z.string(),
      kind: z.string(),
      nameHint: TEXT,
      identityNumberHint: TEXT,
      language: TEXT,
      endpoints: z.array(z.strictObject({ kind: z.string(), hint: TEXT, isUsable: z.boolean() })),
    }),
  ),
})

const VEHICLE = z.strictObject({
  vehicleNumber: z.string(),
  vin: TEXT,
  plate: TEXT,
  engineNumber: TEXT,
  make: TEXT,
  model: TEXT,
  modelYear: z.number().int().nullable(),
  isNew: z.boolean().nullable(),
  valueMinor: MINOR.nullable(),
  valueOn: DAY,
  valueSource: TEXT,
})

const REPAYMENT = z.strictObject({
  asOf: BUSINESS_DATE,
  daysPastDue: z.number().int(),
  oldestUnpaidDueOn: DAY,
  dueMinor: MINOR,
  balanceMinor: MINOR,
  instalments: z.array(
    z
      .strictObject({
        number: COUNT,
        dueOn: BUSINESS_DATE,
        principalMinor: MINOR,
        interestMinor: MINOR,
        feeMinor: MINOR,
        paidMinor: MINOR,
        paidOn: DAY,
        overdueDays: COUNT,
        entry: ENTRY,
      })
      .meta({ id: 'Instalment' }),
  ),
  receipts: z.array(
    z.strictObject({
      number: z.string(),
      valueOn: BUSINESS_DATE,
      amountMinor: MINOR,
      reverses: TEXT,
      entry: ENTRY,
    }),
  ),
  months: z.array(
    z.strictObject({
      endsOn: BUSINESS_DATE,
      daysPastDue: z.number().int().nullable(),
      endBalanceMinor: MINOR.nullable(),
      paidMinor: MINOR.nullable(),
      status: TEXT,
      entry: ENTRY,
    }),
  ),
  spells: z.array(z.strictObject({ startedOn: BUSINESS_DATE, endedOn: DAY, days: COUNT })),
})

const CONTACTS = z.strictObject({
  decisions: z.array(
    z
      .strictObject({
        businessDate: BUSINESS_DATE,
        decidedSeq: z.number().int(),
        stage: TEXT,
        treatment: TEXT,
        channel: TEXT,
        riskClass: TEXT,
        daysPastDue: z.number().int(),
        arrearsMinor: MINOR,
        entry: ENTRY,
      })
      .meta({ id: 'DossierDecision' }),
  ),
  promises: z.array(
    z.strictObject({
      promisedOn: BUSINESS_DATE,
      dueOn: BUSINESS_DATE,
      amountMinor: MINOR,
      takenBy: z.string(),
      outcome: TEXT,
      entry: ENTRY,
    }),
  ),
})

const LEGAL = z.strictObject({
  isRepossessed: z.boolean(),
  flags: z.array(z.strictObject({ kind: z.string(), startsOn: BUSINESS_DATE, endsOn: DAY, entry: ENTRY })),
})

const ATTACHMENTS = z.array(
  z.strictObject({
    attachmentId: ID,
    kind: z.string(),
    name: TEXT.meta({ description: 'Null: file names may name people.' }),
    bytes: COUNT,
    addedOn: BUSINESS_DATE,
    isDestroyed: z.boolean(),
    entry: ENTRY,
  }),
)

const WHAT = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('opened') }),
  z.strictObject({ kind: z.literal('due'), number: COUNT, dueMinor: MINOR, overdueDays: COUNT }),
  z.strictObject({ kind: z.literal('receipt'), number: z.string(), amountMinor: MINOR, reverses: TEXT }),
  z.strictObject({
    kind: z.literal('month'),
    daysPastDue: z.number().int().nullable(),
    endBalanceMinor: MINOR.nullable(),
  }),
  z.strictObject({ kind: z.literal('decision'), stage: TEXT, treatment: TEXT, daysPastDue: z.number().int() }),
  z.strictObject({ kind: z.literal('promise'), amountMinor: MINOR, dueOn: BUSINESS_DATE, outcome: TEXT }),
  z.strictObject({ kind: z.literal('flag'), flag: z.string(), endsOn: DAY }),
  z.strictObject({ kind: z.literal('attachment'), attachment: z.string(), name: TEXT, bytes: COUNT }),
  z.strictObject({ kind: z.literal('entry'), type: z.string() }),
])

export const DOSSIER = z
  .strictObject({
    did: TEXT.meta({ description: 'Name of the dossier in the log; null while no entry is about this loan alone.' }),
    loan: LOAN,
    borrower: BORROWER,
    vehicle: VEHICLE.nullable(),
    repayment: REPAYMENT,
    contacts: CONTACTS,
    legal: LEGAL,
    attachments: ATTACHMENTS,
    timeline: z
      .array(z.strictObject({ on: BUSINESS_DATE, what: WHAT, entry: ENTRY }).meta({ id: 'TimelineLine' }))
      .meta({ description: 'Oldest first.' }),
  })
  .meta({ id: 'Dossier' })

export const CLOSED_BUNDLE = z
  .strictObject({
    files: z.record(z.string(), z.string()).meta({
      description:
        'A court bundle without content: file by path, in base64. It shows that the entries of the dossier are in the signed log.',
    }),
  })
  .meta({ id: 'ClosedBundle' })

export const LOANS_FOUND = z
  .strictObject({
    loans: z.array(
      z.strictObject({
        portfolio: z.string(),
        portfolioName: z.string(),
        loanNumber: z.string(),
        status: z.string(),
        nameHint: TEXT,
      }),
    ),
    isCut: z.boolean().meta({ description: 'There are more than are shown.' }),
  })
  .meta({ id: 'LoansFound' })

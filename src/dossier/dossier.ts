// The dossier of one loan (催收简历): six parts and one timeline, each line with the evidence entry that vouches for it. Read-only; amounts are minor units
// of the portfolio's currency, days are business dates.

/** The entry of the evidence that a line stands on, and how: `own` is about the line itself, `file` is the import of the file that the line came in,
 * `row` is the seal of a night with the line as one of its rows. */
export type EntryRef = {
  readonly entryId: bigint
  readonly vouches: 'own' | 'file' | 'row'
  /** Its number in the log; null until the log has taken it in. */
  readonly leafIndex: number | null
}

export type DossierLoan = {
  readonly portfolio: {
    readonly portfolioId: number
    readonly code: string
    readonly name: string
    readonly lender: string
    readonly jurisdiction: string
    readonly currency: string
  }
  readonly customerId: bigint
  readonly loanId: bigint
  readonly loanNumber: string
  readonly product: string
  readonly status: string
  readonly openedOn: string | null
  readonly firstDueOn: string | null
  readonly maturesOn: string | null
  readonly termMonths: number | null
  readonly principalMinor: bigint | null
  /** Fraction a year, as text: `0.089900`. */
  readonly annualRate: string | null
  readonly paymentMinor: bigint | null
  readonly entry: EntryRef | null
}

export type DossierParty = {
  readonly role: string
  readonly kind: string
  /** Null where it is not shown in clear, was never known, or the person was erased. */
  readonly name: string | null
  readonly nameHint: string | null
  readonly identityNumber: string | null
  readonly identityNumberHint: string | null
  readonly language: string | null
  readonly endpoints: readonly {
    readonly kind: string
    readonly value: string | null
    /** Null after the person was erased. */
    readonly hint: string | null
    readonly isUsable: boolean
  }[]
}

export type DossierBorrower = {
  readonly customerNumber: string
  readonly isFictional: boolean
  /** The person's key was destroyed: names and numbers cannot be opened any more. */
  readonly isErased: boolean
  readonly parties: readonly DossierParty[]
}

export type DossierVehicle = {
  readonly vehicleNumber: string
  /** Masked to the last four characters where names are. */
  readonly vin: string | null
  readonly plate: string | null
  readonly engineNumber: string | null
  readonly make: string | null
  readonly model: string | null
  readonly modelYear: number | null
  readonly isNew: boolean | null
  readonly valueMinor: bigint | null
  readonly valueOn: string | null
  readonly valueSource: string | null
}

export type DossierInstalment = {
  readonly number: number
  readonly dueOn: string
  readonly principalMinor: bigint
  readonly interestMinor: bigint
  readonly feeMinor: bigint
  readonly paidMinor: bigint
  /** The day on which the last of it was paid; null while something is missing. */
  readonly paidOn: string | null
  /** Days from the due date to payment, or to the date of the dossier while it is unpaid; 0 when paid in time or not due yet. */
  readonly overdueDays: number
  readonly entry: EntryRef | null
}

export type DossierReceipt = {
  readonly number: string
  readonly valueOn: string
  readonly amountMinor: bigint
  /** Number of the receipt that this one takes back. */
  readonly reverses: string | null
  readonly entry: EntryRef | null
}

export type DossierMonth = {
  readonly endsOn: string
  readonly daysPastDue: number | null
  readonly endBalanceMinor: bigint | null
  readonly paidMinor: bigint | null
  readonly status: string | null
  readonly entry: EntryRef | null
}

export type DossierRepayment = {
  /** The date for which arrears and overdue days hold. */
  readonly asOf: string
  readonly daysPastDue: number
  readonly oldestUnpaidDueOn: string | null
  readonly dueMinor: bigint
  readonly balanceMinor: bigint
  readonly instalments: readonly DossierInstalment[]
  readonly receipts: readonly DossierReceipt[]
  /** History by month where the lender reports months instead of instalments. */
  readonly months: readonly DossierMonth[]
  readonly spells: readonly { readonly startedOn: string; readonly endedOn: string | null; readonly days: number }[]
}

export type DossierDecision = {
  readonly businessDate: string
  readonly decidedSeq: number
  readonly stage: string | null
  readonly treatment: string | null
  readonly channel: string | null
  readonly riskClass: string | null
  readonly daysPastDue: number
  readonly arrearsMinor: bigint
  readonly entry: EntryRef | null
}

export type DossierContacts = {
  /** What each night decided to do, where the loan was in scope. */
  readonly decisions: readonly DossierDecision[]
  readonly promises: readonly {
    readonly promisedOn: string
    readonly dueOn: string
    readonly amountMinor: bigint
    readonly takenBy: string
    readonly outcome: string | null
    readonly entry: EntryRef | null
  }[]
}

export type DossierLegal = {
  readonly isRepossessed: boolean
  readonly flags: readonly {
    readonly kind: string
    readonly startsOn: string
    readonly endsOn: string | null
    readonly entry: EntryRef | null
  }[]
}

/** A file of the record: a contract, a recording, a photo. */
export type DossierAttachment = {
  readonly attachmentId: bigint
  readonly kind: string
  /** Null where names are not shown in clear, or the person was erased. */
  readonly name: string | null
  readonly bytes: number
  readonly addedOn: string
  /** Its time was over; what commits to it stays. */
  readonly isDestroyed: boolean
  readonly entry: EntryRef | null
}

export type TimelineLine = {
  readonly on: string
  readonly what:
    | { readonly kind: 'opened' }
    | { readonly kind: 'due'; readonly number: number; readonly dueMinor: bigint; readonly overdueDays: number }
    | {
        readonly kind: 'receipt'
        readonly number: string
        readonly amountMinor: bigint
        readonly reverses: string | null
      }
    | { readonly kind: 'month'; readonly daysPastDue: number | null; readonly endBalanceMinor: bigint | null }
    | {
        readonly kind: 'decision'
        readonly stage: string | null
        readonly treatment: string | null
        readonly daysPastDue: number
      }
    | {
        readonly kind: 'promise'
        readonly amountMinor: bigint
        readonly dueOn: string
        readonly outcome: string | null
      }
    | { readonly kind: 'flag'; readonly flag: string; readonly endsOn: string | null }
    | {
        readonly kind: 'attachment'
        readonly attachment: string
        readonly name: string | null
        readonly bytes: number
      }
    | { readonly kind: 'entry'; readonly type: string }
  readonly entry: EntryRef | null
}

export type Dossier = {
  /** Name of the dossier in the log, base64url; null while no entry is about this loan alone. */
  readonly did: string | null
  readonly loan: DossierLoan
  readonly borrower: DossierBorrower
  readonly vehicle: DossierVehicle | null
  readonly repayment: DossierRepayment
  readonly contacts: DossierContacts
  readonly legal: DossierLegal
  readonly attachments: readonly DossierAttachment[]
  /** Oldest first. */
  readonly timeline: readonly TimelineLine[]
}

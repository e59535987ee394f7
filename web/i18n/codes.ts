// Names for the codes that decision tables and the night use. Tables are the lender's own: a code that is not known here is shown as it is.

import type { I18n, MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

type Names = Readonly<Record<string, MessageDescriptor>>

const STAGES: Names = {
  closed: msg`Closed`,
  current: msg`Current`,
  due_soon: msg`Due soon`,
  m1_early: msg`M1 early`,
  m1: msg`M1`,
  m2: msg`M2`,
  m3: msg`M3`,
  m4: msg`M4`,
  m4_plus: msg`M4+`,
  m5_plus: msg`M5+`,
  charged_off: msg`Charged off`,
}

const TREATMENTS: Names = {
  none: msg`No work`,
  wait: msg`Wait and watch`,
  combined_case: msg`Led by the worse loan`,
  no_contact: msg`No contact`,
  statutory_only: msg`Statutory steps only`,
  due_reminder: msg`Due-date reminder`,
  due_call: msg`Due-date call`,
  balloon_call: msg`Balloon call`,
  message_reminder: msg`Message reminder`,
  call_soft: msg`Reminder call`,
  call_firm: msg`Collection call`,
  care_call: msg`Care call`,
  promise_wait: msg`Wait for the promise`,
  promise_follow_up: msg`Broken promise follow-up`,
  hardship_review: msg`Hardship review`,
  dispute_review: msg`Dispute review`,
  attorney_channel: msg`Through the attorney`,
  bankruptcy_hold: msg`Bankruptcy hold`,
  estate_review: msg`Estate review`,
  fraud_review: msg`Fraud review`,
  legal_hold: msg`Legal hold`,
  military_review: msg`Military review`,
  remedy_notice: msg`Notice of remedy`,
  plan_offer: msg`Plan offer`,
  reminder_letter: msg`Collection letter`,
  demand_letter: msg`Demand letter`,
  cure_notice: msg`Right-to-cure notice`,
  field_visit: msg`Field visit`,
  repossession_review: msg`Repossession review`,
  redemption_offer: msg`Redemption offer`,
  vehicle_return: msg`Return of the vehicle`,
  disposal_review: msg`Disposal review`,
  legal_preparation: msg`Legal preparation`,
  legal_action: msg`Legal action`,
  charge_off_review: msg`Charge-off review`,
  placement_review: msg`Placement review`,
  settlement_offer: msg`Settlement offer`,
  deficiency_review: msg`Deficiency review`,
  data_review: msg`Data review`,
}

const RISK_CLASSES: Names = {
  pass: msg`Pass`,
  special_mention: msg`Special mention`,
  substandard: msg`Substandard`,
  doubtful: msg`Doubtful`,
  loss: msg`Loss`,
}

const STEPS: Names = {
  prepare: msg`Compile the tables`,
  age: msg`Count what fell due`,
  promises: msg`Grade promises`,
  decide: msg`Decide from tables`,
  allocate: msg`Hand out tasks`,
  late: msg`Late money`,
}

const CHANNELS: Names = {
  call: msg`Phone`,
  sms: msg`Text message`,
  email: msg`E-mail`,
  letter: msg`Letter`,
  visit: msg`Visit`,
}

const VALUES: Names = {
  level_payment: msg`Level payment`,
  equal_principal: msg`Equal principal`,
  interest_first_balloon: msg`Interest first, balloon at the end`,
  tape: msg`As the tape says`,
  open: msg`Open`,
  paid_off: msg`Paid off`,
  charged_off: msg`Charged off`,
  closed: msg`Closed`,
}

const FLAGS: Names = {
  dispute: msg`Dispute`,
  hardship: msg`Hardship`,
  bankruptcy: msg`Bankruptcy`,
  deceased: msg`Deceased`,
  attorney: msg`Represented by an attorney`,
  military: msg`Active military duty`,
  vulnerable: msg`Vulnerable`,
  fraud: msg`Fraud suspected`,
  cease_contact: msg`Asked to stop contact`,
  legal_hold: msg`Legal hold`,
}

const ROLES: Names = {
  borrower: msg`Borrower`,
  co_borrower: msg`Co-borrower`,
  guarantor: msg`Guarantor`,
  spouse: msg`Spouse`,
  named_contact: msg`Named contact`,
}

const ENDPOINTS: Names = {
  phone: msg`Phone number`,
  email: msg`E-mail address`,
  address: msg`Address`,
  messaging: msg`Messaging account`,
}

const PROMISES: Names = {
  kept: msg`Kept`,
  partly_kept: msg`Partly kept`,
  broken: msg`Broken`,
}

const ATTACHMENTS: Names = {
  document: msg`Document`,
  recording: msg`Recording`,
  photo: msg`Photo`,
}

const ENTRIES: Names = {
  'attachment.destroyed': msg`File destroyed, its time being over`,
  'receipt.recorded': msg`Receipt recorded`,
  'dossier.exported': msg`Court bundle taken`,
  'dossier.headed': msg`Number of entries told`,
  'customer.erased': msg`Personal data erased`,
  'hold.placed': msg`Legal hold placed`,
  'hold.lifted': msg`Legal hold lifted`,
  'import.finished': msg`Import finished`,
}

const FACTS: Names = {
  jurisdiction: msg`Jurisdiction`,
  product: msg`Product`,
  loan_status: msg`Loan status`,
  is_repossessed: msg`Vehicle repossessed`,
  days_past_due: msg`Days past due`,
  days_to_due: msg`Days to next due date`,
  arrears: msg`Arrears`,
  balance: msg`Balance`,
  payment: msg`Scheduled payment`,
  arrears_share_percent: msg`Arrears against principal`,
  months_on_book: msg`Months on book`,
  days_to_maturity: msg`Days to maturity`,
  is_first_payment_default: msg`First payment missed`,
  credit_score: msg`Credit score`,
  loan_to_value_percent: msg`Loan to value`,
  times_past_due_12_months: msg`Times past due, 12 months`,
  times_30_days_12_months: msg`Times 30 days past due, 12 months`,
  times_60_days_24_months: msg`Times 60 days past due, 24 months`,
  broken_promises_6_months: msg`Broken promises, 6 months`,
  has_open_promise: msg`Promise to pay running`,
  is_disputed: msg`Dispute open`,
  is_in_hardship: msg`In hardship`,
  is_bankrupt: msg`In bankruptcy`,
  is_deceased: msg`Deceased`,
  has_attorney: msg`Represented by an attorney`,
  is_military: msg`Active military duty`,
  is_vulnerable: msg`Vulnerable`,
  is_fraud_suspected: msg`Fraud suspected`,
  has_ceased_contact: msg`Asked to stop contact`,
  is_on_legal_hold: msg`Legal hold`,
  customer_loans: msg`Loans of the customer`,
  customer_days_past_due: msg`Days past due, worst loan`,
  customer_arrears: msg`Arrears of the customer`,
  is_hold_out: msg`Random hold-out`,
  stage: msg`Stage`,
  risk_class: msg`Risk class`,
  acceleration: msg`Acceleration`,
  treatment: msg`Treatment`,
}

const KINDS = {
  stage: STAGES,
  treatment: TREATMENTS,
  riskClass: RISK_CLASSES,
  step: STEPS,
  channel: CHANNELS,
  value: VALUES,
  fact: FACTS,
  flag: FLAGS,
  role: ROLES,
  endpoint: ENDPOINTS,
  promise: PROMISES,
  attachment: ATTACHMENTS,
  entry: ENTRIES,
}

/** The name of a code in the language that is spoken now, or the code itself. */
export function nameOf(i18n: I18n, kind: keyof typeof KINDS, code: string): string {
  const message = KINDS[kind][code]
  if (message) return i18n._(message)
  return code === '' ? '–' : code
}

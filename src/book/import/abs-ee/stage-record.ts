// One record of the file becomes one row of the staging table: checked, converted, keyed. What has no column is kept as it came, in
// JSON; a converted value that lost digits (an amount with parts of a cent) is kept there too, so that nothing of the 72 fields is lost.

import { customerId, derivedId, loanId } from '../../../kernel/index.ts'
import type { CopyRow, CopyRows } from '../../../platform/index.ts'
import type { Problem } from '../problem.ts'
import { collectFields, type FieldValues, hasRequired } from './collect-fields.ts'
import { Conversion } from './conversion.ts'
import { loanStatus } from './loan-status.ts'
import type { RawRecord } from './read-records.ts'
import { readScore } from './read-score.ts'
import { recordJson } from './record-json.ts'

export type StagingKeys = { readonly lender: string; readonly portfolio: string }

/** The columns of sql/stage-abs-ee.sql, in its order. */
export const STAGED = {
  seq: 'int4',
  line: 'int4',
  problems: 'jsonb',
  customer_id: 'int8',
  loan_id: 'int8',
  vehicle_id: 'int8',
  loan_number: 'text',
  period_ends_on: 'date',
  opened_on: 'date',
  first_due_on: 'date',
  matures_on: 'date',
  term_months: 'int2',
  principal_minor: 'int8',
  annual_rate: 'numeric',
  payment_minor: 'int8',
  credit_score: 'int2',
  credit_score_kind: 'text',
  payment_to_income: 'numeric',
  has_co_borrower: 'bool',
  make: 'text',
  model: 'text',
  model_year: 'int2',
  is_new: 'bool',
  value_minor: 'int8',
  value_on: 'date',
  value_source: 'text',
  days_past_due: 'int2',
  end_balance_minor: 'int8',
  scheduled_minor: 'int8',
  paid_minor: 'int8',
  charged_off_minor: 'int8',
  recovered_minor: 'int8',
  is_repossessed: 'bool',
  loan_status: 'text',
  next_payment_minor: 'int8',
  loan_attributes: 'jsonb',
  content_sha256: 'bytea',
  description_sha256: 'bytea',
  description: 'jsonb',
  month_attributes: 'jsonb',
} as const

type Staged = CopyRow<typeof STAGED>

/** A loan of more than a hundred years, or days past due beyond what the column holds, is a slip of the keyboard. */
const TERM_MONTHS = { min: 0, max: 1_200 }
const DAYS = { min: -32_767, max: 32_767 }

/** The schema's codes of vehicleValueSourceCode. */
const VALUE_SOURCES: Readonly<Record<string, string>> = {
  '1': 'invoice_price',
  '2': 'msrp',
  '3': 'kelley_blue_book',
  '98': 'other',
}

const NOTHING = Object.fromEntries(Object.keys(STAGED).map(name => [name, null])) as Staged

/** Adds the row of a record; of a record with problems only these. */
export function stageRecord(rows: CopyRows<typeof STAGED>, record: RawRecord, seq: number, keys: StagingKeys): void {
  const problems: Problem[] = []
  const values = collectFields(record, problems)
  // Conversion finds further faults (a date that is none), where the required fields are there.
  const row = hasRequired(values) ? staged(new Conversion(record, values, problems), values, keys) : NOTHING
  const { line } = record
  if (problems.length > 0) rows.push({ ...NOTHING, seq, line, problems: JSON.stringify(problems) })
  else rows.push({ ...row, seq, line })
}

function staged(row: Conversion, values: FieldValues, keys: StagingKeys): Staged {
  const number = row.text('assetNumber') ?? ''
  const opened = row.month('originationDate')
  const balance = row.minor('reportingPeriodActualEndBalanceAmount')
  const scheduled = row.minor('reportingPeriodScheduledPaymentAmount')
  const chargedOff = row.minor('chargedoffPrincipalAmount')
  const recovered = row.minor('recoveredAmount')
  const { score, kind } = readScore(row.text('obligorCreditScoreType'), row.text('obligorCreditScore'))
  const newUsed = row.text('vehicleNewUsedCode')
  const columns = {
    ...NOTHING,
    customer_id: customerId(keys.lender, number),
    loan_id: loanId(keys.portfolio, number),
    vehicle_id: derivedId('vehicle', keys.lender, number),
    loan_number: number,
    period_ends_on: row.day('reportingPeriodEndingDate'),
    opened_on: opened?.firstDay ?? null,
    first_due_on: row.month('originalFirstPaymentDate')?.firstDay ?? null,
    // a loan matures no later than on the last day of its month
    matures_on: row.month('loanMaturityDate')?.lastDay ?? null,
    term_months: row.whole('originalLoanTerm', TERM_MONTHS),
    principal_minor: row.minor('originalLoanAmount'),
    annual_rate: row.rate('reportingPeriodInterestRatePercentage') ?? row.rate('originalInterestRatePercentage'),
    payment_minor: positive(scheduled),
    credit_score: score,
    credit_score_kind: kind,
    payment_to_income: row.incomeShare('paymentToIncomePercentage'),
    has_co_borrower: row.flag('coObligorIndicator'),
    make: row.text('vehicleManufacturerName'),
    model: row.text('vehicleModelName'),
    model_year: modelYear(row.text('vehicleModelYear')),
    is_new: newUsed === null ? null : newUsed === '1',
    value_minor: positive(row.minor('vehicleValueAmount')),
    value_on: row.text('vehicleValueAmount') === null ? null : (opened?.firstDay ?? null),
    value_source: VALUE_SOURCES[row.text('vehicleValueSourceCode') ?? ''] ?? null,
    days_past_due: row.whole('currentDelinquencyStatus', DAYS),
    end_balance_minor: balance,
    scheduled_minor: scheduled,
    paid_minor: row.minor('totalActualAmountPaid'),
    charged_off_minor: chargedOff,
    recovered_minor: recovered,
    is_repossessed: row.flag('repossessedIndicator'),
    loan_status: loanStatus({
      zeroBalanceCodes: row.texts('zeroBalanceCode'),
      balanceMinor: balance,
      chargedOffMinor: chargedOff,
      recoveredMinor: recovered,
    }),
    next_payment_minor: row.minor('nextReportingPeriodPaymentAmountDue'),
  }
  const json = recordJson(values, row.inColumns)
  return {
    ...columns,
    loan_attributes: json.loan,
    content_sha256: json.contentSha256,
    description_sha256: json.descriptionSha256,
    description: json.description,
    month_attributes: json.month,
  }
}

function modelYear(text: string | null): number | null {
  return text !== null && /^(19|20)\d\d$/.test(text) ? Number(text) : null
}

function positive(minor: bigint | null): bigint | null {
  return minor !== null && minor > 0n ? minor : null
}

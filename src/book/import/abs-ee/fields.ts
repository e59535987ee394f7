// The 72 fields of a loan in SEC Schedule AL (exhibit EX-102 of form ABS-EE) with the types that the published XSD gives them. It is
// written out, not read from the XSD, so that the program needs no download; a test compares it with the XSD field by field.

/** `token`: white space collapses before the length is checked; `text`: it counts. `whole`: an integer of at most so many digits. */
export type FieldType =
  | { readonly kind: 'token' | 'text'; readonly lengthMax: number }
  | { readonly kind: 'date' | 'month' | 'decimal' | 'flag' }
  | { readonly kind: 'whole'; readonly digitsMax: number }
  | { readonly kind: 'code'; readonly values: readonly string[] }

export type Field = {
  readonly name: string
  readonly type: FieldType
  /** A record without it is rejected. */
  readonly isRequired?: true
  /** May occur more than once in a record; every value is kept. */
  readonly isRepeated?: true
  /** 'contract' describes the loan, its vehicle and borrower; 'month' what happened in the reporting period. */
  readonly about: 'contract' | 'month'
}

const DATE: FieldType = { kind: 'date' }
const MONTH: FieldType = { kind: 'month' }
const DECIMAL: FieldType = { kind: 'decimal' }
const FLAG: FieldType = { kind: 'flag' }
const token = (lengthMax: number): FieldType => ({ kind: 'token', lengthMax })
const text = (lengthMax: number): FieldType => ({ kind: 'text', lengthMax })
const whole = (digitsMax: number): FieldType => ({ kind: 'whole', digitsMax })
const code = (...values: string[]): FieldType => ({ kind: 'code', values })

const contract = (name: string, type: FieldType, more: { isRequired?: true; isRepeated?: true } = {}): Field => ({
  name,
  type,
  about: 'contract',
  ...more,
})
const month = (name: string, type: FieldType, more: { isRequired?: true; isRepeated?: true } = {}): Field => ({
  name,
  type,
  about: 'month',
  ...more,
})

/** In the order of the schema. `reportingPeriodEndingDate` is optional there, but a month without its date cannot be placed. */
export const FIELDS: readonly Field[] = [
  contract('assetTypeNumber', text(100), { isRequired: true }),
  contract('assetNumber', token(25), { isRequired: true }),
  month('reportingPeriodBeginningDate', DATE),
  month('reportingPeriodEndingDate', DATE, { isRequired: true }),
  contract('originatorName', token(50)),
  contract('originationDate', MONTH),
  contract('originalLoanAmount', DECIMAL),
  contract('originalLoanTerm', whole(8)),
  contract('loanMaturityDate', MONTH),
  contract('originalInterestRatePercentage', DECIMAL),
  contract('interestCalculationTypeCode', code('1', '98')),
  contract('originalInterestRateTypeCode', code('1', '2', '98')),
  contract('originalInterestOnlyTermNumber', whole(2)),
  contract('originalFirstPaymentDate', MONTH),
  contract('underwritingIndicator', FLAG),
  contract('gracePeriodNumber', whole(2)),
  contract('paymentTypeCode', code('1', '2', '3', '4', '98')),
  contract('subvented', code('0', '1', '2', '98'), { isRepeated: true }),
  contract('vehicleManufacturerName', token(30)),
  contract('vehicleModelName', token(30)),
  contract('vehicleNewUsedCode', code('1', '2')),
  contract('vehicleModelYear', text(4)),
  contract('vehicleTypeCode', code('1', '2', '3', '4', '98', '99')),
  contract('vehicleValueAmount', DECIMAL),
  contract('vehicleValueSourceCode', code('1', '2', '3', '98')),
  contract('obligorCreditScoreType', text(35)),
  contract('obligorCreditScore', text(20)),
  contract('obligorIncomeVerificationLevelCode', code('1', '2', '3', '4', '5')),
  contract('obligorEmploymentVerificationCode', code('1', '2', '3')),
  contract('coObligorIndicator', FLAG),
  contract('paymentToIncomePercentage', DECIMAL),
  contract('obligorGeographicLocation', text(100)),
  month('assetAddedIndicator', FLAG),
  month('remainingTermToMaturityNumber', whole(8)),
  month('reportingPeriodModificationIndicator', FLAG),
  month('servicingAdvanceMethodCode', code('1', '2', '3', '4', '99')),
  month('reportingPeriodBeginningLoanBalanceAmount', DECIMAL),
  month('nextReportingPeriodPaymentAmountDue', DECIMAL),
  month('reportingPeriodInterestRatePercentage', DECIMAL),
  month('nextInterestRatePercentage', DECIMAL),
  month('servicingFeePercentage', DECIMAL),
  month('servicingFlatFeeAmount', DECIMAL),
  month('otherServicerFeeRetainedByServicer', DECIMAL),
  month('otherAssessedUncollectedServicerFeeAmount', DECIMAL),
  month('scheduledInterestAmount', DECIMAL),
  month('scheduledPrincipalAmount', DECIMAL),
  month('otherPrincipalAdjustmentAmount', DECIMAL),
  month('reportingPeriodActualEndBalanceAmount', DECIMAL),
  month('reportingPeriodScheduledPaymentAmount', DECIMAL),
  month('totalActualAmountPaid', DECIMAL),
  month('actualInterestCollectedAmount', DECIMAL),
  month('actualPrincipalCollectedAmount', DECIMAL),
  month('actualOtherCollectedAmount', DECIMAL),
  month('servicerAdvancedAmount', DECIMAL),
  month('interestPaidThroughDate', DATE),
  month('zeroBalanceEffectiveDate', MONTH),
  month('zeroBalanceCode', code('1', '2', '3', '4', '5', '99'), { isRepeated: true }),
  month('currentDelinquencyStatus', whole(8)),
  contract('primaryLoanServicerName', text(100)),
  month('mostRecentServicingTransferReceivedDate', MONTH),
  month('assetSubjectDemandIndicator', FLAG),
  month('assetSubjectDemandStatusCode', code('0', '1', '2', '3', '4', '98')),
  month('repurchaseAmount', DECIMAL),
  month('demandResolutionDate', DATE),
  month('repurchaserName', token(30)),
  month('repurchaseReplacementReasonCode', code('1', '2', '3', '4', '5', '98', '99'), { isRepeated: true }),
  month('chargedoffPrincipalAmount', DECIMAL),
  month('recoveredAmount', DECIMAL),
  month('modificationTypeCode', code('1', '2', '3', '4', '98'), { isRepeated: true }),
  month('paymentExtendedNumber', whole(2)),
  month('repossessedIndicator', FLAG),
  month('repossessedProceedsAmount', DECIMAL),
]

/** Namespace of the root element `assetData`; another asset class (leases, mortgages) has another. */
export const NAMESPACE = 'http://www.sec.gov/edgar/document/absee/autoloan/assetdata'

// A made-up asset-data file of any size, for measuring the import: every record differs, all 60-odd fields that issuers fill are there,
// one loan in eight is past due. Nothing of a real filing is in it.

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

const MAKES = ['ASTER', 'BOREAL', 'CORVUS', 'DELTA', 'ELM', 'FJORD', 'GALE']
const STATES = ['TX', 'CA', 'FL', 'NY', 'OH', 'NC', 'IL', 'GA', 'AZ', 'CO']

/** Writes a file of `records` loans for the month that ends on `periodEnd` (MM-DD-YYYY). */
export async function writeAssetFile(
  path: string,
  { records, periodEnd }: { records: number; periodEnd: string },
): Promise<void> {
  const output = createWriteStream(path)
  output.write(
    '<?xml version="1.0" encoding="UTF-8"?>\n<assetData xmlns="http://www.sec.gov/edgar/document/absee/autoloan/assetdata">\n',
  )
  for (let start = 0; start < records; start += 1_000) {
    let text = ''
    for (let index = start; index < Math.min(records, start + 1_000); index += 1) text += recordText(index, periodEnd)
    if (!output.write(text)) await once(output, 'drain')
  }
  output.end('</assetData>\n')
  await once(output, 'finish')
}

function recordText(index: number, periodEnd: string): string {
  const pick = (salt: number, bound: number): number => mixed(index, salt) % bound
  const cents = (salt: number, low: number, span: number): string =>
    `${low + pick(salt, span)}.${String(pick(salt + 50, 100)).padStart(2, '0')}000000`
  const isLate = pick(1, 8) === 0
  const payment = cents(2, 250, 500)
  const fields: readonly (readonly [string, string | number])[] = [
    ['assetTypeNumber', 'Made up'],
    ['assetNumber', `BENCH-${String(index).padStart(9, '0')}`],
    ['reportingPeriodBeginningDate', periodEnd.replace(/-\d\d-/, '-01-')],
    ['reportingPeriodEndingDate', periodEnd],
    ['originatorName', 'Made-up Bank'],
    ['originationDate', `${String(1 + pick(3, 12)).padStart(2, '0')}/${2019 + pick(4, 5)}`],
    ['originalLoanAmount', cents(5, 9_000, 40_000)],
    ['originalLoanTerm', 36 + 12 * pick(6, 4)],
    ['loanMaturityDate', `${String(1 + pick(7, 12)).padStart(2, '0')}/${2027 + pick(8, 4)}`],
    ['originalInterestRatePercentage', `0.0${1 + pick(9, 9)}900000`],
    ['interestCalculationTypeCode', 1],
    ['originalInterestRateTypeCode', 1],
    ['originalInterestOnlyTermNumber', 0],
    ['originalFirstPaymentDate', `${String(1 + pick(10, 12)).padStart(2, '0')}/${2020 + pick(4, 5)}`],
    ['underwritingIndicator', 'true'],
    ['gracePeriodNumber', 1],
    ['paymentTypeCode', 2],
    ['subvented', pick(11, 3)],
    ['vehicleManufacturerName', MAKES[pick(12, MAKES.length)] ?? ''],
    ['vehicleModelName', `MODEL ${pick(13, 40)}`],
    ['vehicleNewUsedCode', 1 + pick(14, 2)],
    ['vehicleModelYear', 2012 + pick(15, 12)],
    ['vehicleTypeCode', 1 + pick(16, 3)],
    ['vehicleValueAmount', cents(17, 8_000, 45_000)],
    ['vehicleValueSourceCode', 98],
    ['obligorCreditScoreType', 'Consumer Bureau'],
    ['obligorCreditScore', 500 + pick(18, 350)],
    ['obligorIncomeVerificationLevelCode', 2],
    ['obligorEmploymentVerificationCode', 2],
    ['coObligorIndicator', pick(19, 4) === 0 ? 'true' : 'false'],
    ['paymentToIncomePercentage', `0.${String(200 + pick(20, 2_000)).padStart(4, '0')}`],
    ['obligorGeographicLocation', STATES[pick(21, STATES.length)] ?? ''],
    ['assetAddedIndicator', 'false'],
    ['remainingTermToMaturityNumber', 12 + pick(22, 60)],
    ['reportingPeriodModificationIndicator', 'false'],
    ['servicingAdvanceMethodCode', 1],
    ['reportingPeriodBeginningLoanBalanceAmount', cents(23, 4_000, 30_000)],
    ['nextReportingPeriodPaymentAmountDue', isLate ? cents(24, 1_000, 900) : payment],
    ['reportingPeriodInterestRatePercentage', `0.0${1 + pick(9, 9)}900000`],
    ['nextInterestRatePercentage', `0.0${1 + pick(9, 9)}900000`],
    ['servicingFeePercentage', '0.01000000'],
    ['servicingFlatFeeAmount', '0.00000000'],
    ['otherServicerFeeRetainedByServicer', '0.00000000'],
    ['otherAssessedUncollectedServicerFeeAmount', isLate ? '25.00000000' : '0.00000000'],
    ['scheduledInterestAmount', cents(25, 20, 100)],
    ['scheduledPrincipalAmount', cents(26, 200, 300)],
    ['otherPrincipalAdjustmentAmount', '0.00000000'],
    ['reportingPeriodActualEndBalanceAmount', cents(27, 4_000, 30_000)],
    ['reportingPeriodScheduledPaymentAmount', payment],
    ['totalActualAmountPaid', isLate ? '0.00000000' : payment],
    ['actualInterestCollectedAmount', isLate ? '0.00000000' : cents(25, 20, 100)],
    ['actualPrincipalCollectedAmount', isLate ? '0.00000000' : cents(26, 200, 300)],
    ['actualOtherCollectedAmount', '0.00000000'],
    ['interestPaidThroughDate', periodEnd],
    ['currentDelinquencyStatus', isLate ? 1 + pick(28, 95) : 0],
    ['primaryLoanServicerName', 'Made-up Bank'],
    ['assetSubjectDemandIndicator', 'false'],
    ['chargedoffPrincipalAmount', '0.00000000'],
    ['recoveredAmount', '0.00000000'],
    ['repossessedIndicator', 'false'],
    ['repossessedProceedsAmount', '0.00000000'],
  ]
  const lines = fields.map(([name, value]) => `    <${name}>${value}</${name}>\n`)
  return `<assets>\n${lines.join('')}</assets>\n`
}

/** A well-spread 32-bit number of a record and a field; the same on every run. */
function mixed(index: number, salt: number): number {
  let bits = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d)
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b)
  return (bits ^ (bits >>> 16)) >>> 0
}

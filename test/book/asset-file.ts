// Small asset-level files for tests: one made-up loan as issuers report it, and the XML of any of them.

/** Fields of one record; a list where an element repeats. */
export type AssetFields = Readonly<Record<string, string | readonly string[]>>

export const ASSET: AssetFields = {
  assetTypeNumber: 'Made up',
  assetNumber: 'A1',
  reportingPeriodEndingDate: '01-31-2026',
  originationDate: '06/2024',
  originalLoanAmount: '20000',
  originalLoanTerm: '60',
  loanMaturityDate: '06/2029',
  originalInterestRatePercentage: '0.0725',
  obligorCreditScoreType: 'Bureau',
  obligorCreditScore: '700',
  paymentToIncomePercentage: '0.12',
  nextReportingPeriodPaymentAmountDue: '400.00',
  reportingPeriodActualEndBalanceAmount: '15000.00',
  reportingPeriodScheduledPaymentAmount: '400.00',
  totalActualAmountPaid: '400.00',
  currentDelinquencyStatus: '0',
  repossessedIndicator: 'false',
}

export function assetFile(...assets: AssetFields[]): string {
  const records = assets.map(asset => {
    const fields = Object.entries(asset).flatMap(([name, value]) =>
      [value].flat().map(text => `    <${name}>${text}</${name}>\n`),
    )
    return `<assets>\n${fields.join('')}</assets>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<assetData xmlns="http://www.sec.gov/edgar/document/absee/autoloan/assetdata">\n${records.join('')}</assetData>\n`
}

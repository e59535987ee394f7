// The loan tape of the tests of `book import csv`: its mapping, with Chinese headings and texts, and its header line.

export const LOANS = {
  kind: 'loan',
  currency: 'CNY',
  customers: 'create',
  fields: {
    loan_number: '借据号',
    customer_number: '客户号',
    product: { constant: 'level_payment' },
    status: { column: '状态', values: { 正常: 'open', 结清: 'paid_off' }, default: '正常' },
    opened_on: { column: '放款日', format: 'YYYY年M月D日' },
    principal: '本金',
    annual_rate: { column: '年利率', unit: 'percent' },
  },
  thousands: ',',
}
export const LOAN_HEADER = '借据号,客户号,状态,放款日,本金,年利率'

// The data dictionary: what each fact means, for the people who write tables. A column of fact.sql without a line here, or a line
// without a column, fails a test.

export type FactType = 'string' | 'number' | 'boolean'

export type Fact = {
  readonly name: string
  readonly type: FactType
  /** Its column in PostgreSQL; whole numbers compare faster than decimals. */
  readonly sqlType: 'integer' | 'numeric' | 'text' | 'boolean'
  /** True when the fact can be unknown; a positive test on an unknown value does not hold. */
  readonly isNullable: boolean
  readonly unit: string | null
  readonly allowed: readonly string[] | null
  readonly zh: string
  readonly en: string
}

const FLAGS: readonly (readonly [string, string, string])[] = [
  ['is_disputed', '有争议', 'a dispute is open'],
  ['is_in_hardship', '经济困难', 'hardship was declared'],
  ['is_bankrupt', '破产', 'in bankruptcy'],
  ['is_deceased', '已故', 'the borrower has died'],
  ['has_attorney', '有律师代理', 'is represented by an attorney'],
  ['is_military', '现役军人', 'on active military duty'],
  ['is_vulnerable', '弱势客户', 'vulnerable'],
  ['is_fraud_suspected', '涉嫌欺诈', 'fraud is suspected'],
  ['has_ceased_contact', '要求停止联系', 'asked us to stop contact'],
  ['is_on_legal_hold', '法律保全', 'a legal hold is in force'],
]

function fact(
  name: string,
  type: FactType,
  zh: string,
  en: string,
  more: Partial<Pick<Fact, 'isNullable' | 'unit' | 'allowed'>> = {},
): Fact {
  const isDecimal = more.unit === 'currency'
  const sqlType = type === 'string' ? 'text' : type === 'boolean' ? 'boolean' : isDecimal ? 'numeric' : 'integer'
  return { name, type, sqlType, zh, en, isNullable: false, unit: null, allowed: null, ...more }
}

export const FACTS: readonly Fact[] = [
  fact('jurisdiction', 'string', '法域', 'law of the portfolio', { allowed: ['CN', 'US', 'GB', 'IN', 'EU'] }),
  fact('product', 'string', '产品', 'form of repayment', {
    allowed: ['level_payment', 'equal_principal', 'interest_first_balloon', 'tape'],
  }),
  fact('loan_status', 'string', '贷款状态', 'state of the loan', {
    allowed: ['open', 'paid_off', 'charged_off', 'closed'],
  }),
  fact('is_repossessed', 'boolean', '车辆已收回', 'the vehicle has been taken'),
  fact(
    'days_past_due',
    'number',
    '逾期天数',
    'business date minus the due date of the oldest unpaid instalment; 0 when none is unpaid',
    { unit: 'days' },
  ),
  fact(
    'days_to_due',
    'number',
    '距下期到期天数(当日到期未付为 0)',
    'days until the next instalment; 0 on the due date itself, until it is paid',
    { unit: 'days', isNullable: true },
  ),
  fact('arrears', 'number', '逾期金额', 'due and unpaid', { unit: 'currency' }),
  fact('balance', 'number', '剩余本金', 'outstanding principal', { unit: 'currency' }),
  fact('payment', 'number', '期供', 'contractual instalment', { unit: 'currency', isNullable: true }),
  fact(
    'arrears_share_percent',
    'number',
    '逾期占合同本金比例',
    'arrears as a share of the original principal, rounded down',
    { unit: '%', isNullable: true },
  ),
  fact('months_on_book', 'number', '在册月数', 'whole months (of 30.44 days) since the loan was opened', {
    unit: 'months',
    isNullable: true,
  }),
  fact('days_to_maturity', 'number', '距合同到期天数', 'days until the last instalment; 0 when it has passed', {
    unit: 'days',
    isNullable: true,
  }),
  fact(
    'is_first_payment_default',
    'boolean',
    '首期违约',
    'the first instalment is past due and was never paid in full',
  ),
  fact('credit_score', 'number', '信用评分', 'score when the loan was made', { isNullable: true }),
  fact(
    'loan_to_value_percent',
    'number',
    '贷款价值比',
    'balance as a share of the latest value of the vehicle, rounded down',
    { unit: '%', isNullable: true },
  ),
  fact('times_past_due_12_months', 'number', '近12个月逾期次数', 'overdue spells within the last 12 months'),
  fact(
    'times_30_days_12_months',
    'number',
    '近12个月逾期30天次数',
    'overdue spells within the last 12 months that reached 30 days',
  ),
  fact(
    'times_60_days_24_months',
    'number',
    '近24个月逾期60天次数',
    'overdue spells within the last 24 months that reached 60 days',
  ),
  fact('broken_promises_6_months', 'number', '近6个月违约承诺次数', 'promises to pay broken in the last 6 months'),
  fact('has_open_promise', 'boolean', '有未到期承诺', 'a promise to pay is running'),
  ...FLAGS.map(([name, zh, en]) => fact(name, 'boolean', zh, en)),
  fact('customer_loans', 'number', '客户贷款笔数', 'loans of the customer'),
  fact('customer_days_past_due', 'number', '客户最长逾期天数', 'days past due of the customer’s worst loan', {
    unit: 'days',
  }),
  fact(
    'customer_arrears',
    'number',
    '客户逾期总额(同币种)',
    'due and unpaid over all loans of the customer in the currency of this loan',
    { unit: 'currency' },
  ),
]

/** Set by the experiment, not by the book: whether chance put the customer into the permanent hold-out. */
export const HOLD_OUT: Fact = fact(
  'is_hold_out',
  'boolean',
  '随机留出组',
  'the customer is in the permanent random hold-out',
)

/** Columns of fact.sql that identify a row or serve the machine; no table may use them. */
export const KEY_COLUMNS: readonly string[] = [
  'customer_id',
  'loan_id',
  'portfolio_id',
  'arrears_minor',
  'balance_minor',
]

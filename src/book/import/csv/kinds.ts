// The kinds of rows that `book import csv` takes: their fields, what each holds, and how a row is recognised again. Everything else (the
// mapping's rules, the staging table, the dry run) follows from this list.

export type FieldKind =
  | 'identifier'
  | 'text'
  | 'personal'
  | 'date'
  | 'money'
  | 'fraction'
  | 'whole'
  | 'yes_no'
  | 'choice'

export type KindField = {
  readonly name: string
  readonly kind: FieldKind
  readonly isRequired?: true
  /** For 'choice'. */
  readonly choices?: readonly string[]
  /** For 'whole' and 'fraction': bounds that the column can hold and that make sense. */
  readonly min?: number
  readonly max?: number
}

export type RowKind = {
  readonly name: string
  readonly fields: readonly KindField[]
  /** Fields that name the row: two rows with the same key are one thing. */
  readonly key: readonly string[]
  /** Keeps columns that no field takes, as they came. */
  readonly hasAttributes?: true
  /** A row with an unknown customer may add the customer, when the mapping says so. */
  readonly mayCreateCustomer?: true
  /** Holds personal values that are sealed before they are written. */
  readonly isPersonal?: true
}

const identifier = (name: string, isRequired = true): KindField => ({
  name,
  kind: 'identifier',
  ...(isRequired && { isRequired }),
})
const optional = (name: string, kind: FieldKind, bounds: { min?: number; max?: number } = {}): KindField => ({
  name,
  kind,
  ...bounds,
})
const required = (name: string, kind: FieldKind, bounds: { min?: number; max?: number } = {}): KindField => ({
  name,
  kind,
  isRequired: true,
  ...bounds,
})
const choice = (name: string, choices: readonly string[], more: { isRequired?: true } = {}): KindField => ({
  name,
  kind: 'choice',
  choices,
  ...more,
})

const STATUS = ['open', 'paid_off', 'charged_off', 'closed']
const PRODUCT = ['level_payment', 'equal_principal', 'interest_first_balloon', 'tape']
const SMALL_MAX = 32_767
const TERM_MAX = 1_200

export const ROW_KINDS: readonly RowKind[] = [
  { name: 'customer', key: ['customer_number'], fields: [identifier('customer_number')] },
  {
    name: 'party',
    key: ['customer_number', 'party_number', 'loan_number', 'role'],
    isPersonal: true,
    mayCreateCustomer: true,
    fields: [
      identifier('customer_number'),
      identifier('party_number'),
      choice('kind', ['person', 'company']),
      required('name', 'personal'),
      optional('identity_number', 'personal'),
      optional('language', 'text'),
      identifier('loan_number', false),
      choice('role', ['borrower', 'co_borrower', 'guarantor', 'spouse', 'named_contact']),
    ],
  },
  {
    name: 'endpoint',
    key: ['customer_number', 'party_number', 'kind', 'value'],
    isPersonal: true,
    fields: [
      identifier('customer_number'),
      identifier('party_number'),
      choice('kind', ['phone', 'email', 'address', 'messaging'], { isRequired: true }),
      required('value', 'personal'),
      optional('is_usable', 'yes_no'),
    ],
  },
  {
    name: 'vehicle',
    key: ['customer_number', 'vehicle_number'],
    isPersonal: true,
    mayCreateCustomer: true,
    fields: [
      identifier('customer_number'),
      identifier('vehicle_number'),
      optional('vin', 'personal'),
      optional('plate', 'personal'),
      optional('engine_number', 'personal'),
      optional('make', 'text'),
      optional('model', 'text'),
      optional('model_year', 'whole', { min: 1900, max: 2100 }),
      optional('is_new', 'yes_no'),
      optional('value', 'money', { min: 0 }),
      optional('value_on', 'date'),
      optional('value_source', 'text'),
    ],
  },
  {
    name: 'loan',
    key: ['loan_number'],
    hasAttributes: true,
    mayCreateCustomer: true,
    fields: [
      identifier('loan_number'),
      identifier('customer_number'),
      identifier('vehicle_number', false),
      choice('product', PRODUCT),
      choice('status', STATUS),
      optional('is_repossessed', 'yes_no'),
      optional('opened_on', 'date'),
      optional('first_due_on', 'date'),
      optional('matures_on', 'date'),
      optional('term_months', 'whole', { min: 0, max: TERM_MAX }),
      optional('principal', 'money', { min: 0 }),
      optional('annual_rate', 'fraction', { min: -1, max: 100 }),
      optional('payment', 'money', { min: 0 }),
      optional('credit_score', 'whole', { min: 0, max: SMALL_MAX }),
      optional('credit_score_kind', 'text'),
      optional('payment_to_income', 'fraction', { min: 0, max: 999 }),
    ],
  },
  {
    name: 'instalment',
    key: ['loan_number', 'instalment_number'],
    fields: [
      identifier('loan_number'),
      required('instalment_number', 'whole', { min: 1, max: SMALL_MAX }),
      required('due_on', 'date'),
      optional('principal', 'money', { min: 0 }),
      optional('interest', 'money', { min: 0 }),
      optional('fee', 'money', { min: 0 }),
    ],
  },
  {
    name: 'receipt',
    key: ['loan_number', 'receipt_number'],
    fields: [
      identifier('loan_number'),
      identifier('receipt_number'),
      required('value_on', 'date'),
      required('amount', 'money', { min: 1 }),
      identifier('reverses_receipt_number', false),
    ],
  },
  {
    name: 'loan_month',
    key: ['loan_number', 'period_ends_on'],
    hasAttributes: true,
    fields: [
      identifier('loan_number'),
      required('period_ends_on', 'date'),
      optional('days_past_due', 'whole', { min: -SMALL_MAX, max: SMALL_MAX }),
      optional('end_balance', 'money'),
      optional('scheduled', 'money'),
      optional('paid', 'money'),
      optional('charged_off', 'money'),
      optional('recovered', 'money'),
      optional('is_repossessed', 'yes_no'),
      choice('status', STATUS),
    ],
  },
]

export function rowKind(name: string): RowKind | undefined {
  return ROW_KINDS.find(kind => kind.name === name)
}

const SQL_TYPES: Readonly<Record<FieldKind, string>> = {
  identifier: 'text',
  text: 'text',
  personal: 'bytea',
  date: 'date',
  money: 'bigint',
  fraction: 'numeric',
  whole: 'integer',
  yes_no: 'boolean',
  choice: 'text',
}

/** The column a field is staged in: money is minor units, a personal value only its keyed digest. */
export function stagedColumn(field: KindField): string {
  return field.kind === 'money'
    ? `${field.name}_minor`
    : field.kind === 'personal'
      ? `${field.name}_digest`
      : field.name
}

export function personalFields({ fields }: RowKind): string[] {
  return fields.filter(field => field.kind === 'personal').map(({ name }) => name)
}

/** Personal values of the rows taken, sealed in the program before they come here: of each the sealed bytes and the masked form. */
export function sealedTable(kind: RowKind): string {
  const columns = personalFields(kind).map(name => `,\n  ${name}_sealed bytea,\n  ${name}_hint text`)
  return `create temporary table sealed (\n  seq integer not null${columns.join('')}\n) on commit drop`
}

/** The staging table of a kind, as printable SQL: every name comes from the list above. Columns in the order of `stage-row.ts`. */
export function stagingTable(kind: RowKind): string {
  const columns = kind.fields.map(field => `  ${stagedColumn(field)} ${SQL_TYPES[field.kind]}`)
  return `create temporary table incoming (
  seq integer not null,
  line integer not null,
  problems jsonb,
  row_key text,
  content_sha256 bytea,
  customer_id bigint,
  loan_id bigint,
  part_id bigint,
  other_id bigint,
  attributes jsonb,
${columns.join(',\n')}
) on commit drop`
}

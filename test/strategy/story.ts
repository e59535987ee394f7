// The text form of a story: one line a loan, `what happens | facts | stage | class | acceleration | treatment | contact plan`. Business
// people can read and extend the tables in stories-cn.ts and stories-us.ts without knowing the code.

export type FactValue = string | number | boolean | null
export type Facts = Readonly<Record<string, FactValue>>

export type Story = {
  readonly title: string
  readonly facts: Facts
  readonly stage: string
  readonly inScope: boolean
  readonly riskClass: string
  readonly acceleration: string
  readonly treatment: { readonly treatment: string; readonly queue: string | null; readonly priority: number }
  readonly plan: { readonly channel: string | null; readonly attempts_per_week: number; readonly gap_days: number }
}

/** Short words of the text form. A word without a value is a flag. */
const WORDS: Readonly<Record<string, string>> = {
  status: 'loan_status',
  dpd: 'days_past_due',
  due: 'days_to_due',
  share: 'arrears_share_percent',
  mob: 'months_on_book',
  matures: 'days_to_maturity',
  score: 'credit_score',
  ltv: 'loan_to_value_percent',
  times: 'times_past_due_12_months',
  t30: 'times_30_days_12_months',
  t60: 'times_60_days_24_months',
  broken: 'broken_promises_6_months',
  loans: 'customer_loans',
  cdpd: 'customer_days_past_due',
  carrears: 'customer_arrears',
  first: 'is_first_payment_default',
  promise: 'has_open_promise',
  taken: 'is_repossessed',
  holdout: 'is_hold_out',
  disputed: 'is_disputed',
  hardship: 'is_in_hardship',
  bankrupt: 'is_bankrupt',
  deceased: 'is_deceased',
  attorney: 'has_attorney',
  military: 'is_military',
  vulnerable: 'is_vulnerable',
  fraud: 'is_fraud_suspected',
  ceased: 'has_ceased_contact',
  hold: 'is_on_legal_hold',
}

const FLAGS = Object.values(WORDS).filter(name => name.startsWith('is_') || name.startsWith('has_'))

/** Reads a text table; `usual` are the facts of the ordinary loan that a line departs from. */
export function readStories(text: string, usual: Facts): Story[] {
  const lines = text.split('\n').filter(line => line.trim() !== '' && !line.trim().startsWith('#'))
  return lines.map(line => {
    const [title = '', facts = '', stage = '', riskClass = '', acceleration = '', treatment = '', plan = '', ...more] =
      line.split('|').map(part => part.trim())
    if (plan === '' || more.length > 0) throw new Error(`a story has seven parts: ${line}`)
    const [stageCode = '', scope] = stage.split(' ')
    const [code = '', queue = '', priority = ''] = treatment.split(' ')
    const [channel = '', attempts = '0', gap = '0'] = plan.split(' ')
    return {
      title,
      facts: readFacts(facts, usual),
      stage: stageCode,
      inScope: scope !== '(out)',
      riskClass,
      acceleration,
      treatment: { treatment: code, queue: orNull(queue), priority: Number(priority) },
      plan: { channel: orNull(channel), attempts_per_week: Number(attempts), gap_days: Number(gap) },
    }
  })
}

/** Facts of a line: the ordinary loan, what the line says, and what follows from the days past due. */
function readFacts(text: string, usual: Facts): Facts {
  const said: Record<string, FactValue> = {}
  for (const word of text.split(' ').filter(part => part !== '')) {
    const [key = '', value] = word.split('=')
    said[WORDS[key] ?? key] = value === undefined ? true : readValue(value)
  }
  const days = Number(said['days_past_due'] ?? 0)
  const overdue = days > 0 || said['loan_status'] === 'charged_off'
  const arrears = said['arrears'] ?? (overdue ? (usual['arrears'] ?? 0) : 0)
  return {
    ...Object.fromEntries(FLAGS.map(name => [name, false])),
    ...usual,
    arrears,
    arrears_share_percent: overdue ? (usual['arrears_share_percent'] ?? 0) : 0,
    // the spell that is running counts, as in fact.sql
    times_past_due_12_months: overdue ? 1 : 0,
    times_30_days_12_months: days >= 30 ? 1 : 0,
    times_60_days_24_months: days >= 60 ? 1 : 0,
    customer_days_past_due: days,
    customer_arrears: arrears,
    ...said,
    days_past_due: days,
  }
}

function readValue(text: string): FactValue {
  if (text === 'null') return null
  const number = Number(text)
  return Number.isNaN(number) ? text : number
}

function orNull(text: string): string | null {
  return text === '-' ? null : text
}

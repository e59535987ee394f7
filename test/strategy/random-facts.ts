// Loans of any facts, boundary values preferred: what holds for these holds for a book nobody foresaw. The seed is fixed and is
// printed with every counterexample.

import type { Facts, FactValue } from './story.ts'

/** A small linear congruential generator (Numerical Recipes constants): good enough to mix facts. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const FLAGS = [
  'is_disputed',
  'is_in_hardship',
  'is_bankrupt',
  'is_deceased',
  'has_attorney',
  'is_military',
  'is_vulnerable',
  'is_fraud_suspected',
  'has_ceased_contact',
  'is_on_legal_hold',
  'is_hold_out',
  'has_open_promise',
  'is_repossessed',
]

const CHOICES: Readonly<Record<string, readonly FactValue[]>> = {
  product: ['level_payment', 'equal_principal', 'interest_first_balloon', 'tape'],
  loan_status: ['open', 'open', 'open', 'open', 'open', 'open', 'charged_off', 'paid_off'],
  days_past_due: [
    0, 0, 1, 3, 4, 9, 10, 15, 20, 29, 30, 31, 45, 59, 60, 61, 75, 89, 90, 91, 119, 120, 121, 180, 181, 271, 361, 500,
  ],
  days_to_due: [null, 0, 2, 3, 4, 5, 6, 20],
  arrears: [0, 20, 60, 120, 400, 900, 3000, 26000, 60000],
  balance: [0, 400, 1200, 4000, 12000, 30000, 80000, 160000],
  payment: [null, 450, 3000],
  arrears_share_percent: [null, 0, 5, 19.99, 20, 35],
  months_on_book: [null, 1, 8, 12, 24],
  days_to_maturity: [null, 0, 3, 31, 400],
  credit_score: [null, 520, 579, 580, 619, 640, 660, 700, 740],
  loan_to_value_percent: [null, 60, 80, 100, 110, 120.1, 130.1, 151, 181],
  times_past_due_12_months: [0, 1, 2, 3, 4],
  times_30_days_12_months: [0, 1, 2, 3],
  times_60_days_24_months: [0, 1, 2],
  broken_promises_6_months: [0, 0, 0, 1, 2, 3],
  is_first_payment_default: [false, false, false, true],
  customer_loans: [1, 1, 2],
}

/** `count` loans of a jurisdiction, the same for the same seed. */
export function randomFacts(jurisdiction: string, count: number, seed: number): Facts[] {
  const next = generator(seed)
  const pick = (values: readonly FactValue[]) => values[Math.floor(next() * values.length)] ?? null
  return Array.from({ length: count }, () => {
    const fact: Record<string, FactValue> = { jurisdiction: jurisdiction.toUpperCase() }
    for (const flag of FLAGS) fact[flag] = next() < 0.05
    for (const [name, values] of Object.entries(CHOICES)) fact[name] = pick(values)
    fact['customer_days_past_due'] = Math.max(Number(fact['days_past_due']), Number(pick([0, 0, 45, 120])))
    fact['customer_arrears'] = Number(fact['arrears']) * Number(fact['customer_loans'])
    return fact
  })
}

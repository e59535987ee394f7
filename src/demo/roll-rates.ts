// How loans move from month to month. The table 'published' is quoted; the two others are ours and say what they are calibrated to.
// Columns: current, 1 month late, 2, 3, over 3, charged off, prepaid. Charge-off and prepaid are end states.

import type { Random } from './random.ts'

export const OVER_3 = 4
export const CHARGE_OFF = 5
export const PREPAID = 6

/** 0 current, 1 to 3 months late, then the constants above. */
export type LoanState = 0 | 1 | 2 | 3 | typeof OVER_3 | typeof CHARGE_OFF | typeof PREPAID
export type Segment = 'prime' | 'published' | 'subprime'
export type RollRates = readonly (readonly number[])[]

/** Rows are the states that a month can start in: current, 1, 2, 3, over 3. */
export const ROLL_RATES: Readonly<Record<Segment, RollRates>> = {
  // US vehicle loans, 2017: 1,163,217 loans of several issuers, from SEC ABS-EE filings; workbook "Auto Loan Strats", jellysky/ABS-EE.
  // Its row 'over 3' is not meaningful; ours lets most stay, a quarter be charged off and a few come back.
  published: [
    [0.9438, 0.0442, 0.0008, 0.0, 0.0, 0.0002, 0.011],
    [0.3738, 0.5092, 0.1035, 0.0014, 0.0001, 0.0008, 0.0113],
    [0.1849, 0.2842, 0.3384, 0.172, 0.0005, 0.0108, 0.0092],
    [0.1779, 0.1286, 0.1614, 0.1507, 0.2477, 0.123, 0.0107],
    [0.06, 0.03, 0.03, 0.04, 0.57, 0.26, 0.01],
  ],
  // Ours: the published shape with a third of the entry into arrears, for borrowers with high scores.
  prime: [
    [0.9719, 0.015, 0.0003, 0.0, 0.0, 0.0001, 0.0127],
    [0.47, 0.4462, 0.07, 0.001, 0.0001, 0.0007, 0.012],
    [0.24, 0.31, 0.29, 0.14, 0.0005, 0.0095, 0.01],
    [0.2, 0.14, 0.17, 0.15, 0.23, 0.1, 0.01],
    [0.07, 0.04, 0.04, 0.05, 0.57, 0.22, 0.01],
  ],
  // Ours, solved for the published level of subprime securitisations in April 2026 (9 deals, 231,822 borrowers, jellysky/finance-abs-ee,
  // from SEC ABS-EE filings): 19.5 % 30 days or more past due, 7.9 % 60 days or more, and the 25.6 % a year of charge-offs that a net
  // loss of 13.3 % with 48 % recovered stands for.
  subprime: [
    [0.909, 0.0765, 0.0015, 0.0, 0.0, 0.001, 0.012],
    [0.4073, 0.3194, 0.2573, 0.003, 0.0005, 0.0025, 0.01],
    [0.1146, 0.24, 0.3704, 0.2315, 0.001, 0.0336, 0.009],
    [0.1, 0.09, 0.13, 0.0803, 0.3214, 0.2683, 0.01],
    [0.03, 0.02, 0.02, 0.03, 0.4888, 0.4012, 0.01],
  ],
}

/** The state after a month that began in `state` (0 to 4). Rows that sum to one only within rounding are drawn by their own sum. */
export function drawNextState(rates: RollRates, state: number, random: Random): LoanState {
  const row = rates[state] ?? []
  let total = 0
  for (const rate of row) total += rate
  let left = random.unit() * total
  for (let next = 0; next < row.length; next++) {
    left -= row[next] ?? 0
    if (left < 0) return next as LoanState
  }
  return state as LoanState
}

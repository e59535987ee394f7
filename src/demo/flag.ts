// Flags of the synthetic book: states that change what may be done, on about one in fifty late customers and a few others.

import type { FlagKind } from '../permission/index.ts'
import type { Weighted } from './portfolios.ts'
import type { Random } from './random.ts'

export type DemoFlag = { readonly kind: FlagKind; readonly startsDay: number; readonly endsDay: number | null }

const KINDS: Readonly<Record<'CN' | 'US', Weighted<FlagKind>>> = {
  CN: [
    ['hardship', 30],
    ['dispute', 26],
    ['vulnerable', 14],
    ['deceased', 8],
    ['legal_hold', 8],
    ['fraud', 7],
    ['bankruptcy', 4],
    ['cease_contact', 3],
  ],
  US: [
    ['hardship', 22],
    ['dispute', 18],
    ['bankruptcy', 16],
    ['cease_contact', 12],
    ['attorney', 11],
    ['vulnerable', 7],
    ['deceased', 6],
    ['military', 4],
    ['fraud', 2],
    ['legal_hold', 2],
  ],
}
/** Hardship and dispute are reviewed after a time; the others stay until someone lifts them. */
const REVIEW_DAYS: Partial<Record<FlagKind, number>> = { hardship: 90, dispute: 60 }

/** The flags of a customer on `agedDay`; most have none. */
export function drawFlags(
  input: { jurisdiction: 'CN' | 'US'; isLate: boolean; agedDay: number },
  random: Random,
): readonly DemoFlag[] {
  if (!random.chance(input.isLate ? 0.02 : 0.001)) return []
  const kind = random.weighted(KINDS[input.jurisdiction])
  const startsDay = input.agedDay - random.between(1, 50)
  const review = REVIEW_DAYS[kind]
  return [{ kind, startsDay, endsDay: review === undefined ? null : startsDay + review }]
}

// (to be replaced by the book's own schedules)
import { divHalfEven } from '../kernel/index.ts'
import { dayInMonth } from './calendar.ts'
import type { DemoInstalment } from './life.ts'
import type { DemoProduct } from './portfolios.ts'

export function demoSchedule(input: {
  product: DemoProduct
  principalMinor: bigint
  rateBasisPoints: number
  termMonths: number
  firstMonth: number
  dueDay: number
}): DemoInstalment[] {
  const rate = BigInt(input.rateBasisPoints)
  const monthly = input.rateBasisPoints / 120_000
  const n = input.termMonths
  const payment = BigInt(Math.round((Number(input.principalMinor) * monthly) / (1 - (1 + monthly) ** -n)))
  const equal = input.principalMinor / BigInt(n)
  let left = input.principalMinor
  const out: DemoInstalment[] = []
  for (let k = 0; k < n; k++) {
    const interestMinor = divHalfEven(left * rate, 120_000n)
    const principalMinor =
      k === n - 1
        ? left
        : input.product === 'level_payment'
          ? payment - interestMinor
          : input.product === 'equal_principal'
            ? equal
            : 0n
    left -= principalMinor
    out.push({ number: k + 1, dueDay: dayInMonth(input.firstMonth + k, input.dueDay), principalMinor, interestMinor })
  }
  return out
}

import { describe, expect, it } from 'vitest'
import { businessDate, dayNumber } from '../kernel/index.ts'
import { dayInMonth } from './calendar.ts'
import { type DemoInstalment, type Life, simulateLife } from './life.ts'
import { Random } from './random.ts'
import { CHARGE_OFF, OVER_3, PREPAID, ROLL_RATES, type Segment } from './roll-rates.ts'

const AGED_DAY = dayNumber(businessDate('2026-11-19'))
const FIRST_MONTH = 2024 * 12 + 10

/** Thirty-six instalments from November 2024: a full two years of history. */
function instalments(random: Random): DemoInstalment[] {
  const dueDay = random.between(1, 28)
  return Array.from({ length: 36 }, (_, index) => ({
    number: index + 1,
    dueDay: dayInMonth(FIRST_MONTH + index, dueDay),
    principalMinor: 40_000n + BigInt(index) * 100n,
    interestMinor: 8_000n - BigInt(index) * 100n,
  }))
}

function lives(segment: Segment, count: number): Life[] {
  return Array.from({ length: count }, (_, ordinal) => {
    const random = new Random(11, 'loan', ordinal)
    return simulateLife({ instalments: instalments(random), agedDay: AGED_DAY, rates: ROLL_RATES[segment], random })
  })
}

/** Due day of the oldest instalment that the money known at the close of `day` does not cover, by plain summing: an independent check. */
function oldestUnpaid(life: Life, day: number): number | null {
  const undone = new Set(life.receipts.filter(receipt => receipt.day <= day).map(receipt => receipt.reverses))
  let money = 0n
  life.receipts.forEach((receipt, index) => {
    if (receipt.day <= day && receipt.reverses === null && !undone.has(index)) money += receipt.amountMinor
  })
  for (const instalment of life.instalments) {
    if (instalment.dueDay > day) return null
    money -= instalment.principalMinor + instalment.interestMinor
    if (money < 0n) return instalment.dueDay
  }
  return null
}

describe('a simulated life', () => {
  it('pays so that arrears summed from receipts are the simulated state, at every due date and at the end', () => {
    for (const segment of ['published', 'subprime', 'prime'] as const) {
      for (const life of lives(segment, 1_500)) {
        expect(oldestUnpaid(life, AGED_DAY)).toBe(life.oldestUnpaidDay)
        for (const month of life.months) {
          const next = life.instalments.find(instalment => instalment.dueDay > month.dueDay)
          if (next === undefined || month.after >= CHARGE_OFF) continue
          // On the eve of the next due date: a loan k months late owes the instalment due k months before that date.
          const oldest = oldestUnpaid(life, next.dueDay - 1)
          const late = oldest === null ? 0 : Math.round((next.dueDay - oldest) / 30.44)
          expect(Math.min(late, OVER_3)).toBe(month.after)
        }
      }
    }
  })

  it('moves between states at the published rates', () => {
    const counts = Array.from({ length: 5 }, () => Array.from({ length: 7 }, () => 0))
    for (const life of lives('published', 20_000)) {
      for (const { before, after } of life.months) {
        const row = counts[before] ?? []
        row[after] = (row[after] ?? 0) + 1
      }
    }
    for (const [before, row] of ROLL_RATES.published.entries()) {
      const from = (counts[before] ?? []).reduce((sum, count) => sum + count, 0)
      expect(from).toBeGreaterThan(500)
      for (const [after, rate] of row.entries()) {
        const seen = (counts[before]?.[after] ?? 0) / from
        // Four standard errors, and 0.0015 for months in which a payment could not bounce because there was none.
        expect(Math.abs(seen - rate), `from ${before} to ${after}: ${seen} of ${from}`).toBeLessThan(
          4 * Math.sqrt((rate * (1 - rate)) / from) + 0.0015,
        )
      }
    }
  })

  it('ends where the chain ends: 11.6 % of open published loans and 19.5 % of subprime ones a month late or more', () => {
    for (const [segment, late30, late60] of [
      ['published', 0.116, 0.023],
      ['subprime', 0.195, 0.079],
    ] as const) {
      // The state at the last due date whose month is over.
      const last = lives(segment, 20_000).flatMap(life =>
        life.months.slice(-1).filter(month => month.after < CHARGE_OFF),
      )
      const share = (from: number) => last.filter(month => month.after >= from).length / last.length
      expect(Math.abs(share(1) - late30)).toBeLessThan(0.012)
      expect(Math.abs(share(2) - late60)).toBeLessThan(0.008)
    }
  })

  it('reverses payments rarely and never twice, and a paid-off loan owes nothing', () => {
    let reversals = 0
    for (const life of lives('published', 3_000)) {
      const undone = life.receipts.flatMap(receipt => (receipt.reverses === null ? [] : [receipt.reverses]))
      reversals += undone.length
      expect(new Set(undone).size).toBe(undone.length)
      for (const index of undone) expect(life.receipts[index]?.reverses).toBeNull()
      if (life.status === 'paid_off') expect(life.oldestUnpaidDay).toBeNull()
      if (life.months.at(-1)?.after === PREPAID) expect(life.status).toBe('paid_off')
    }
    expect(reversals).toBeGreaterThan(10)
    expect(reversals).toBeLessThan(300)
  })
})
